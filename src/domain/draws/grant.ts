/** Chances that an operator or a back end gives to a user. */
export interface Grant {
  readonly uid: string;
  /** Chosen by who grants. A second grant to the same user under the same key counts as the first one. */
  readonly key: string;
  readonly chances: number;
}

export const MOST_CHANCES_OF_A_GRANT = 10_000;

export const grantKeyPattern = /^[A-Za-z0-9_.:-]{1,64}$/;

/** Reads a whole number of chances from 1 to `MOST_CHANCES_OF_A_GRANT`; `null` for anything else. */
export function chancesOfText(text: string): number | null {
  const chances = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return chances >= 1 && chances <= MOST_CHANCES_OF_A_GRANT ? chances : null;
}
