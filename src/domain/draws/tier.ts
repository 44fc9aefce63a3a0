/** How much the page celebrates a prize, the greatest first. */
export const TIERS = ['grand', 'fine', 'small', 'consolation'] as const;

export type Tier = (typeof TIERS)[number];

/** Whether a value of the file, which may be anything, is a tier. */
export function isTier(value: unknown): value is Tier {
  return TIERS.some((tier) => tier === value);
}
