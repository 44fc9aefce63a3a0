import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomFillSync } from 'node:crypto';
import type { Vault } from '../../domain/shared/vault.ts';
import type { DataKeys } from './data-keys.ts';
import type { FollowedKeys } from './followed-keys.ts';

/* NIST SP 800-38D: 96 bits of nonce, a tag of 128. At random, 2^32 texts a key keep a collision below 2^-32. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/* Random bytes come in blocks: for a million codes, a call for each nonce took 8 s. */
const NONCES_PER_BLOCK = 256;

const ALGORITHM = 'aes-256-gcm';

/** Seals with AES-256-GCM. A sealed text is `<key id>.<base64url of nonce, text, tag>`. */
export class AesVault implements Vault {
  readonly #keys: Pick<FollowedKeys, 'current' | 'with'>;
  readonly #digestKey: Buffer;
  readonly #nonces = Buffer.alloc(NONCES_PER_BLOCK * NONCE_BYTES);
  #nextAt = this.#nonces.length;

  /** @param keys fixed, or followed as their file changes */
  constructor(keys: DataKeys | FollowedKeys) {
    this.#keys = 'index' in keys ? { current: () => keys, with: () => keys } : keys;
    const { index } = this.#keys.current();
    this.#digestKey = Buffer.from(hkdfSync('sha256', index, '', 'cms-market digest', 32));
  }

  seal(text: string, place: string): string {
    const { current, keys } = this.#keys.current();
    const nonce = this.#nextNonce();
    const cipher = createCipheriv(ALGORITHM, keys.get(current) as Buffer, nonce);
    cipher.setAAD(Buffer.from(place));
    const body = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `${current}.${body.toString('base64url')}`;
  }

  open(sealed: string, place: string): string {
    const id = keyIdOf(sealed);
    const key = this.#keys.with(id).keys.get(id);
    if (!key) throw new Error(`there is no data key "${id}"`);
    const body = Buffer.from(sealed.slice(id.length + 1), 'base64url');
    const decipher = createDecipheriv(ALGORITHM, key, body.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(place));
    decipher.setAuthTag(body.subarray(-TAG_BYTES));
    const text = decipher.update(body.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8');
    return text + decipher.final('utf8');
  }

  digest(text: string): string {
    return createHmac('sha256', this.#digestKey).update(text).digest('base64url');
  }

  /* Each part of a block is used once. */
  #nextNonce(): Buffer {
    if (this.#nextAt === this.#nonces.length) {
      randomFillSync(this.#nonces);
      this.#nextAt = 0;
    }
    const from = this.#nextAt;
    this.#nextAt += NONCE_BYTES;
    return this.#nonces.subarray(from, this.#nextAt);
  }
}

function keyIdOf(sealed: string): string {
  return sealed.slice(0, sealed.indexOf('.'));
}
