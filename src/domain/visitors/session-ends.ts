/** Whose sessions end. */
export type EndedSessionsOf =
  | { readonly kind: 'user'; readonly uid: string }
  /** One token. @property digest its SHA-256 as hex */
  | { readonly kind: 'token'; readonly digest: string }
  /** A session at the identity provider, by the name it has there. */
  | { readonly kind: 'sid'; readonly sid: string };

/** Ends sessions for all processes. */
export interface SessionEnds {
  /**
   * Records that all sessions end that were verified until now. Done twice, it ends them twice, which changes nothing for a
   * user who has not logged in again between.
   * @param issuedUpTo tokens that no issuer is asked about are refused if they were issued until then, in milliseconds since
   *   the epoch by the issuer's clock; `null`: until now, by the clock of the store
   * @returns the number of the end: a process that has read it believes none of these sessions any more
   * @throws DependencyError if the store does not answer; then it may be recorded or not
   */
  end(of: EndedSessionsOf, issuedUpTo: number | null): Promise<number>;
}
