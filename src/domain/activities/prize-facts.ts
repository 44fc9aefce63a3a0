import { TIERS, type Tier } from './page-choices.ts';

/** Whether a value of the file, which may be anything, is a tier. */
export function isTier(value: unknown): value is Tier {
  return TIERS.some((tier) => tier === value);
}

/** What anyone may know of how a prize is drawn. */
export interface PrizeFact {
  readonly tier: Tier;
  /** As the file has them; only where the activity shows its odds, and the prize has some. */
  readonly odds?: string;
  /** How many there are in all; only where the activity shows its quantities, and the prize is limited. */
  readonly quantity?: number;
}

/** By the id of the prize. */
export type PrizeFacts = Readonly<Record<string, PrizeFact>>;
