import type { Scope } from './roles.ts';

/** By which a program uses the API. */
export interface AccessToken {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: number;
  readonly createdBy: { readonly id: string; readonly name: string };
  /** `null`: it is valid until it is revoked. */
  readonly expiresAt: number | null;
  readonly lastUsedAt: number | null;
  readonly revokedAt: number | null;
}

/** Every method throws DependencyError if the store does not answer. */
export interface AccessTokens {
  /** @param digest SHA-256 of the token, which is stored nowhere */
  add(token: AccessToken, digest: string): Promise<void>;
  /** The newest first, those that were revoked too. */
  list(): Promise<readonly AccessToken[]>;
  /** Revoked or not. @param usedAt notes its use, where it is later by a minute than the one that is noted */
  find(digest: string, usedAt: number): Promise<AccessToken | null>;
  /** @returns it as it was before, and is; `null`: there is none. One that was revoked stays as it is. */
  revoke(
    id: string,
    at: number,
  ): Promise<{ readonly before: AccessToken; readonly after: AccessToken } | null>;
}
