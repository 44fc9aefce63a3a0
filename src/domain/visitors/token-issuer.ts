/** Issues tokens of our own, for users whom somebody else has identified and who got no token there that we could verify. */
export interface TokenIssuer {
  /** Returns a token that the service's own verifier takes for this user, for as long as a session may last. */
  issue(user: { readonly uid: string; readonly name: string | null }): Promise<string>;
}
