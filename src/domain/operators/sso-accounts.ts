import type { Operator } from './operator.ts';
import type { Role } from './roles.ts';

/** Who somebody is at the provider of the single sign-on. */
export interface SsoIdentity {
  readonly issuer: string;
  /** Never given to somebody else by the issuer. */
  readonly subject: string;
}

export interface SsoAccount extends SsoIdentity {
  /** For an account that is new. */
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly now: number;
}

export type SsoSignIn =
  | { readonly kind: 'known'; readonly before: Operator | null; readonly operator: Operator }
  | { readonly kind: 'disabled' }
  /** Somebody else has a name with the same `operatorKey`: no account is taken over by its name. */
  | { readonly kind: 'name_taken' };

/** Accounts of the single sign-on. Every method throws DependencyError if the store does not answer. */
export interface SsoAccounts {
  /**
   * Makes the account, or brings its role and name up to date; another role ends its sessions. A new name that is taken is left
   * out.
   */
  signIn(account: SsoAccount): Promise<SsoSignIn>;
  /** The provider gives it no role any more: its sessions end. @returns its account, if there is one */
  withdraw(identity: SsoIdentity): Promise<Operator | null>;
}
