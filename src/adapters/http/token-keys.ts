import type { KeyObject, webcrypto } from 'node:crypto';
import type { MaybePromise } from '../../application/shared/maybe-promise.ts';

/** What the header of a token says of its key. */
export interface TokenHeader {
  readonly alg: string;
  /** The name of the key. */
  readonly kid: string | undefined;
}

export type VerificationKey = webcrypto.CryptoKey | KeyObject;

/** The keys by which tokens are verified. */
export interface TokenKeys {
  /**
   * The key of such a token; `null`: its issuer has none like it, so that the token is refused. At once where it is known.
   * @throws DependencyError if it cannot be known now, as a rejected promise only
   */
  keyFor(header: TokenHeader): MaybePromise<VerificationKey | null>;
}

/** One key for all tokens: that of an issuer which is this program itself. */
export function localKey(key: VerificationKey): TokenKeys {
  return { keyFor: () => key };
}
