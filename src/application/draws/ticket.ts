import { createHash, hash } from 'node:crypto';
import type { Seed } from '../../domain/draws/draw-ledger.ts';
import { memoizeByRef } from '../shared/memoize-by-ref.ts';

export const TICKET_ALGORITHM = 'HMAC-SHA256(seed, "activity_id:draw_no:uid") mod denominator';

/**
 * The ticket of one draw: HMAC-SHA256 (RFC 2104) under the activity's seed of `<activity_id>:<draw_no>:<uid>`,
 * read as a big-endian number and reduced to the odds' denominator. Neither id nor number holds a colon, so no
 * two draws share a message. The reduction favours some tickets by less than denominator / 2^256.
 *
 * @param secret 32 bytes, as hex
 * @returns from 0 up to, not including, `denominator`
 */
export function ticketOf(
  secret: string,
  draw: { readonly activityId: string; readonly drawNo: number; readonly uid: string },
  denominator: bigint,
): bigint {
  const digest = hmacOf(secret, `${draw.activityId}:${draw.drawNo}:${draw.uid}`);
  return BigInt(`0x${digest}`) % denominator;
}

/* Of SHA-256. */
const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;

/* Message and key with the padding of HMAC, for the secret that was used last: an audit makes millions of tickets. */
let padded: { secret: string; inner: Buffer; readonly outer: Buffer } | undefined;

/*
 * HMAC-SHA256 as hex. With `createHmac` it takes twice the time, and each object that it makes is one more for the garbage
 * collector to finalize.
 */
function hmacOf(secret: string, message: string): string {
  if (padded?.secret !== secret) padded = paddedKey(secret);
  const bytes = Buffer.byteLength(message);
  if (BLOCK_BYTES + bytes > padded.inner.length) {
    padded.inner = Buffer.concat([padded.inner.subarray(0, BLOCK_BYTES)], BLOCK_BYTES + 2 * bytes);
  }
  padded.inner.write(message, BLOCK_BYTES);
  padded.outer.write(hash('sha256', padded.inner.subarray(0, BLOCK_BYTES + bytes)), BLOCK_BYTES, 'hex');
  return hash('sha256', padded.outer);
}

function paddedKey(secret: string): NonNullable<typeof padded> {
  const key = Buffer.alloc(BLOCK_BYTES);
  key.write(secret, 'hex');
  const inner = Buffer.alloc(8 * BLOCK_BYTES);
  const outer = Buffer.alloc(BLOCK_BYTES + DIGEST_BYTES);
  for (const [index, byte] of key.entries()) {
    inner[index] = byte ^ 0x36;
    outer[index] = byte ^ 0x5c;
  }
  return { secret, inner, outer };
}

/** What is published of a secret seed: the SHA-256 of its 32 bytes, as hex. */
export function commitmentOf(secret: string): string {
  return createHash('sha256').update(Buffer.from(secret, 'hex')).digest('hex');
}

/** The same, computed once per seed. */
export const commitmentOfSeed = memoizeByRef(({ secret }: Pick<Seed, 'secret'>) => commitmentOf(secret));
