import type { SsoIdentity } from './sso-accounts.ts';

/** What is kept of a sign-in at the provider until the browser comes back, in that browser alone. */
export interface SsoSecrets {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

export interface SsoRequest {
  /** Where the browser goes. */
  readonly url: string;
  readonly secrets: SsoSecrets;
}

export interface ProvenIdentity extends SsoIdentity {
  /** Names of the person, the best first; there may be none. */
  readonly names: readonly string[];
  /** Of the claim that gives the role. */
  readonly values: readonly string[];
}

export type SsoProof =
  | { readonly kind: 'proven'; readonly identity: ProvenIdentity }
  /** It was begun too long ago, in another browser, or was answered before. */
  | { readonly kind: 'expired' }
  /** The provider has refused, or what came back is not to be believed. */
  | { readonly kind: 'untrusted'; readonly error: unknown };

/** The provider of the single sign-on. Both throw DependencyError if it does not answer. */
export interface IdentityProvider {
  /** @param redirectUri where it sends the browser back to */
  begin(redirectUri: string): Promise<SsoRequest>;
  /** @param search of the address that the browser was sent back to, with its question mark */
  finish(redirectUri: string, search: string, secrets: SsoSecrets): Promise<SsoProof>;
}
