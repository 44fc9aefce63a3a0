import type { Operator } from './operator.ts';

/** `first`: makes the first admin, while nobody can sign in; `new`: the first password of an account; `reset`: another one. */
export type LinkKind = 'first' | 'new' | 'reset';

export interface OneTimeLink {
  /** SHA-256 of the token: the token is stored nowhere. */
  readonly digest: string;
  /** `null` for the kind `first`, where there is no account yet. */
  readonly operatorId: string | null;
  readonly kind: LinkKind;
  readonly createdAt: number;
  readonly expiresAt: number;
}

export interface FoundLink extends OneTimeLink {
  readonly operator: Operator | null;
}

export type LinkUse =
  | { readonly kind: 'used'; readonly operator: Operator }
  /** It was used or replaced meanwhile. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'name_taken' };

/** Links by which a person chooses a password. Every method throws DependencyError if the store does not answer. */
export interface OneTimeLinks {
  /**
   * Keeps it in place of the one before of the same account.
   * @returns whether it did: not for an account that is disabled, or of the single sign-on
   */
  put(link: OneTimeLink): Promise<boolean>;
  /** `null`: it was used or replaced, its account is disabled, or it is a `first` one and somebody can sign in. */
  find(digest: string): Promise<FoundLink | null>;
  /** The last moment of the newest link of each account that has one. */
  expiries(): Promise<ReadonlyMap<string, number>>;
  /**
   * Uses the link up, sets the password, makes the account active and ends its sessions, all or nothing: of two uses at once
   * one finds it gone.
   * @param first the account that a link of the kind `first` makes
   */
  use(digest: string, password: string, first: Pick<Operator, 'id' | 'name' | 'createdAt'>): Promise<LinkUse>;
}
