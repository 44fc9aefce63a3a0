import type { RequestOrigin } from './request-origin.ts';
import type { User } from './user.ts';

export type VerificationResult =
  | { readonly kind: 'user'; readonly user: User }
  /** The passport has answered, and does not know the token. */
  | { readonly kind: 'refused' };

export interface TokenVerifier {
  /**
   * Asks the passport whose token this is. For one token at most one question is under way at a time:
   * whoever asks meanwhile gets its answer.
   * @param origin the request on whose behalf it is asked, told to the passport for its own log
   * @param known whether the token was good before; where calls are scarce, places are kept for such tokens
   * @throws DependencyError if the passport did not give a clear answer in time. A refusal is never a guess.
   */
  verify(token: string, origin?: RequestOrigin, known?: boolean): Promise<VerificationResult>;
}
