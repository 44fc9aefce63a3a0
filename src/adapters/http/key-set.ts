import type * as Jose from 'jose';
import { z } from 'zod';
import { parseJson } from './parse-json.ts';
import type { TokenHeader, VerificationKey } from './token-keys.ts';

/* An issuer has two or three. Each costs an import. */
const MAX_KEYS = 100;

const setSchema = z.looseObject({ keys: z.array(z.unknown()) });

/*
 * A key for verification by its public half. `d` is a private half: what the issuer shows to everyone by mistake signs
 * nothing any more. A symmetric key (`oct`) is a secret as well.
 */
const keySchema = z.looseObject({
  kty: z.enum(['RSA', 'EC', 'OKP']),
  kid: z.string().optional(),
  alg: z.string().optional(),
  use: z.literal('sig').optional(),
  key_ops: z
    .array(z.string())
    .refine((ops) => ops.includes('verify'))
    .optional(),
  d: z.undefined().optional(),
});

const KEY_TYPES: Readonly<Record<string, string>> = { RS: 'RSA', PS: 'RSA', ES: 'EC', Ed: 'OKP' };

interface KeyOfSet {
  readonly kid: string | undefined;
  readonly alg: string;
  readonly key: VerificationKey;
}

/** The public keys of an issuer (a JWKS, RFC 7517) for some algorithms. */
export class KeySet {
  readonly #keys: readonly KeyOfSet[];

  private constructor(keys: readonly KeyOfSet[]) {
    this.#keys = keys;
  }

  /**
   * Reads a JWKS. Keys of other kinds, private ones, and such that cannot be used are left out.
   * @throws Error if there is no set, or no usable key in it
   */
  static async read(text: string, algorithms: readonly string[]): Promise<KeySet> {
    const { importJWK } = await import('jose');
    const set = setSchema.safeParse(parseJson(text));
    if (!set.success) throw new Error('answered something else than {"keys"}');
    const keys: KeyOfSet[] = [];
    for (const each of set.data.keys.slice(0, MAX_KEYS)) {
      const jwk = keySchema.safeParse(each).data;
      for (const alg of jwk ? algorithmsOf(jwk, algorithms) : []) {
        const key = await imported(importJWK, jwk as unknown as Jose.JWK, alg);
        if (key) keys.push({ kid: jwk?.kid, alg, key });
      }
    }
    if (keys.length === 0) throw new Error(`has no public key for ${algorithms.join(', ')}`);
    return new KeySet(keys);
  }

  /** The key of such a token. A token that does not name it has one only if there is no choice. */
  find({ alg, kid }: TokenHeader): VerificationKey | null {
    const found = this.#keys.filter((key) => key.alg === alg && (kid === undefined || key.kid === kid));
    return (found.length === 1 && found[0]?.key) || null;
  }
}

function algorithmsOf({ kty, alg }: z.infer<typeof keySchema>, algorithms: readonly string[]): string[] {
  return algorithms.filter((each) => KEY_TYPES[each.slice(0, 2)] === kty && (alg ?? each) === each);
}

/* A curve of another algorithm, or a number that is no point of it. */
async function imported(
  importJWK: typeof Jose.importJWK,
  jwk: Jose.JWK,
  alg: string,
): Promise<VerificationKey | null> {
  try {
    const key = await importJWK(jwk, alg);
    return key instanceof Uint8Array || isWeak(key) ? null : key;
  } catch {
    return null;
  }
}

/* jose would refuse it at each token. */
function isWeak({ algorithm }: Jose.CryptoKey): boolean {
  return 'modulusLength' in algorithm && Number(algorithm.modulusLength) < 2048;
}
