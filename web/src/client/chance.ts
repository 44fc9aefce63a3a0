import type { Answer } from './api.ts';
import { countOf, fieldsOf } from './read.ts';

/** What has become of a claim for a chance. */
export type ClaimResult =
  | { readonly kind: 'earned'; readonly chances: number; readonly drawInfo: unknown }
  /** As often as the rules allow, it has been earned before. */
  | { readonly kind: 'already' }
  /** The activity does not offer it (any more), or the invitation is unknown or the user's own. */
  | { readonly kind: 'not_offered' }
  /** The server is busy: nothing was earned, and the same claim may be sent again. */
  | { readonly kind: 'busy'; readonly retryAfterMs: number }
  /** No answer: it may have been earned. */
  | { readonly kind: 'unknown' }
  /** The activity cannot be taken part in: another screen says why. */
  | { readonly kind: 'refused'; readonly answer: Extract<Answer, { kind: 'answered' }> };

export function claimResultOf(answer: Answer): ClaimResult {
  if (answer.kind !== 'answered') return { kind: 'unknown' };
  switch (answer.ret) {
    case 0: {
      const { earned, user_draw_info } = fieldsOf(answer.data);
      return { kind: 'earned', chances: countOf(earned) ?? 0, drawInfo: user_draw_info };
    }
    case 2003:
      return { kind: 'already' };
    case 1001:
      return isOfClaim(answer.detail) ? { kind: 'not_offered' } : { kind: 'refused', answer };
    case 4029:
    case 5003:
      return { kind: 'busy', retryAfterMs: answer.retryAfterMs };
    default:
      return answer.ret >= 4000 ? { kind: 'unknown' } : { kind: 'refused', answer };
  }
}

/** Else it is the token or the activity that is malformed. */
function isOfClaim(detail: unknown): boolean {
  const { field } = fieldsOf(detail);
  return field === undefined || field === 'source' || field === 'from';
}
