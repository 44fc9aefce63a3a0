import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { normalPassword } from '../../domain/operators/password-rules.ts';
import { Slots } from '../shared/slots.ts';

export interface ScryptCost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/* One of OWASP's equals: 64 MiB, and twice the time of 128 MiB with p = 1. The operations process may have 512 MiB. */
export const USUAL_COST: ScryptCost = { N: 2 ** 16, r: 8, p: 2 };

/* They run beside the event loop, on two of its four threads: files are read by the other two. */
const AT_ONCE = 2;

/* The last of so many waits for some 5 s. */
const MOST_WAITING = 30;

const SALT_BYTES = 16;
const HASH_BYTES = 32;

/** Too many passwords wait to be checked. */
export class PasswordsBusy extends Error {
  override readonly name = 'PasswordsBusy';
}

/** Makes slow hashes of passwords, and checks them. */
export class Passwords {
  readonly #cost: ScryptCost;
  readonly #slots = new Slots(AT_ONCE);
  readonly #nobodys: Promise<string>;
  #waiting = 0;

  /** @param cost for tests */
  constructor(cost: ScryptCost = USUAL_COST) {
    this.#cost = cost;
    this.#nobodys = Promise.resolve(textOf(cost, randomBytes(SALT_BYTES), randomBytes(HASH_BYTES)));
  }

  /** A salted hash with its parameters. @throws PasswordsBusy */
  async hash(password: string): Promise<string> {
    const salt = randomBytes(SALT_BYTES);
    return textOf(this.#cost, salt, await this.#scrypt(password, salt, this.#cost));
  }

  /**
   * Whether it is the password.
   * @param stored `null`: there is none, which takes the same time as a wrong one
   * @throws PasswordsBusy
   * @throws Error if `stored` is no hash of `hash`
   */
  async check(stored: string | null, password: string): Promise<boolean> {
    const { cost, salt, hash } = partsOf(stored ?? (await this.#nobodys));
    const actual = await this.#scrypt(password, salt, cost);
    return timingSafeEqual(actual, hash) && stored !== null;
  }

  async #scrypt(password: string, salt: Buffer, cost: ScryptCost): Promise<Buffer> {
    if (this.#waiting >= MOST_WAITING) throw new PasswordsBusy('too many passwords are being checked');
    this.#waiting += 1;
    try {
      const maxmem = 2 * 128 * cost.N * cost.r;
      return await this.#slots.run(() => scryptAside(normalPassword(password), salt, { ...cost, maxmem }));
    } finally {
      this.#waiting -= 1;
    }
  }
}

function textOf({ N, r, p }: ScryptCost, salt: Buffer, hash: Buffer): string {
  return `scrypt$${N}$${r}$${p}$${salt.toString('base64url')}$${hash.toString('base64url')}`;
}

function partsOf(stored: string): {
  readonly cost: ScryptCost;
  readonly salt: Buffer;
  readonly hash: Buffer;
} {
  const [scheme, N, r, p, salt = '', hash = ''] = stored.split('$');
  const parts = {
    cost: { N: Number(N), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64url'),
    hash: Buffer.from(hash, 'base64url'),
  };
  if (scheme !== 'scrypt' || parts.hash.length !== HASH_BYTES || parts.salt.length !== SALT_BYTES) {
    throw new Error('the stored password is of an unknown form');
  }
  return parts;
}

function scryptAside(password: string, salt: Buffer, options: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, HASH_BYTES, options, (error, hash) => (error ? reject(error) : resolve(hash)));
  });
}
