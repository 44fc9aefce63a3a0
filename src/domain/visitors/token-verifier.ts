import type { RequestOrigin } from './request-origin.ts';
import type { User } from './user.ts';

export type VerificationResult =
  | VerifiedToken
  /** The token is not valid, by the passport's answer or by the token itself. */
  | { readonly kind: 'refused' };

export interface VerifiedToken {
  readonly kind: 'user';
  readonly user: User;
  /** When the token ends, in milliseconds since the epoch; left out: that is not known. */
  readonly expiresAt?: number | undefined;
  /** The session at the identity provider, which a logout there names; left out: it has no name. */
  readonly sid?: string | undefined;
  /**
   * When the token was issued, in milliseconds since the epoch, if it was verified by itself alone: an end of its session
   * after that holds. Left out where its issuer was asked, who knows of ends.
   */
  readonly issuedAt?: number | undefined;
}

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
