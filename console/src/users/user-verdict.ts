import type { LookupView } from '../../../src/adapters/koa/console/contract/users.ts';

export type UserVerdict =
  /** `left`: `null` without a limit. */
  | { readonly kind: 'may_draw'; readonly left: number | null }
  /** The page opens, and nothing is drawn here. */
  | { readonly kind: 'served' }
  /** The page opens, and a draw is refused. */
  | { readonly kind: 'cannot_draw' }
  | { readonly kind: 'refused' };

/** The answer in one line: what the user gets now. The sentences come from the explanation. */
export function userVerdict({
  explanation,
  chances,
}: Pick<LookupView, 'explanation' | 'chances'>): UserVerdict {
  if (explanation.visit.code !== 'served') return { kind: 'refused' };
  if (!chances) return { kind: 'served' };
  return explanation.draw.code === 'served'
    ? { kind: 'may_draw', left: chances.left }
    : { kind: 'cannot_draw' };
}
