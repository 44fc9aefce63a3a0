import type { RequestOrigin } from './request-origin.ts';
import type { User } from './user.ts';

export type VerificationResult =
  | { readonly kind: 'user'; readonly user: User }
  /** The passport answered that the token is not valid. */
  | { readonly kind: 'refused' };

/** Verifies tokens. It keeps no results: the session cache does. */
export interface TokenVerifier {
  /**
   * Returns the user of a token. For one token there is at most one call at a time; concurrent callers share its
   * result.
   * @param origin the request that caused the call, sent to the passport for its log
   * @param known whether the token was valid before; some of the concurrent calls are reserved for such tokens
   * @throws DependencyError if the passport gave no clear answer in time; such a fault is not a refusal
   */
  verify(token: string, origin?: RequestOrigin, known?: boolean): Promise<VerificationResult>;
}
