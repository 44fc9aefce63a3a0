import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

/*
 * 16 MiB and some 50 ms on one core. A million PINs, which is all that there are, take 14 hours for who has the table
 * and the data key; who has the table alone cannot try them, because what is hashed is a digest by the key.
 */
const COST = { N: 2 ** 14, r: 8, p: 1 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;

const scryptAside = promisify<string, Buffer, number, typeof COST, Buffer>(scrypt);

/** A salted slow hash, as `scrypt$<salt>$<hash>`. */
export async function hashOfPin(digest: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await scryptAside(digest, salt, HASH_BYTES, COST);
  return `scrypt$${salt.toString('base64url')}$${hash.toString('base64url')}`;
}

/** In the same time for every digest. @throws Error if `stored` is no hash of `hashOfPin` */
export async function isHashOfPin(stored: string, digest: string): Promise<boolean> {
  const [scheme, salt, hash] = stored.split('$');
  const expected = Buffer.from(hash ?? '', 'base64url');
  if (scheme !== 'scrypt' || !salt || expected.length !== HASH_BYTES) {
    throw new Error('the stored PIN is of an unknown form; set it again');
  }
  const actual = await scryptAside(digest, Buffer.from(salt, 'base64url'), HASH_BYTES, COST);
  return timingSafeEqual(actual, expected);
}
