import type { OwnDraw } from '../client/own-draws.ts';

/** What the user's draws before one say of what that one may win. */
export interface OwnHistory {
  /** How many draws the user had made. */
  readonly drawn: number;
  /** How many of them, to the last, were without a prize of value. */
  readonly streak: number;
  /** How many of a prize the user had won. */
  won(prizeId: string): number;
}

/** Follows the draws of one user, oldest first. */
export function ownHistory() {
  const wins = new Map<string, number>();
  let drawn = 0;
  let streak = 0;
  return {
    /** Before this draw; `null` if an earlier one is not listed. */
    before({ drawNo }: OwnDraw): OwnHistory | null {
      return drawNo === drawn + 1 ? { drawn, streak, won: (id) => wins.get(id) ?? 0 } : null;
    },
    /** @param isOfValue whether the prize of this draw ends a row without one */
    note({ drawNo, prizeId }: OwnDraw, isOfValue: boolean): void {
      if (drawNo !== drawn + 1) return;
      drawn = drawNo;
      streak = isOfValue ? 0 : streak + 1;
      if (prizeId !== null) wins.set(prizeId, (wins.get(prizeId) ?? 0) + 1);
    },
  };
}
