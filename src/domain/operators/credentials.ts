import type { Operator } from './operator.ts';

export interface Credential {
  readonly operator: Operator;
  /** As the hasher made it; `null`: there is no password, so nobody signs in with one. */
  readonly password: string | null;
}

/** Passwords, as slow hashes. Every method throws DependencyError if the store does not answer. */
export interface Credentials {
  /** Of the account with this id, or with a name of the same `operatorKey`. */
  of(by: { readonly id: string } | { readonly name: string }): Promise<Credential | null>;
  /**
   * Sets the password of an active account that has still this version, and ends its sessions and its link.
   * @returns the account as it is now; `null` if it has changed meanwhile
   */
  replace(of: Pick<Operator, 'id' | 'version'>, password: string): Promise<Operator | null>;
}
