import { createHash, createHmac } from 'node:crypto';
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
  const digest = createHmac('sha256', Buffer.from(secret, 'hex'))
    .update(`${draw.activityId}:${draw.drawNo}:${draw.uid}`)
    .digest('hex');
  return BigInt(`0x${digest}`) % denominator;
}

/** What is published of a secret seed: the SHA-256 of its 32 bytes, as hex. */
export function commitmentOf(secret: string): string {
  return createHash('sha256').update(Buffer.from(secret, 'hex')).digest('hex');
}

/** The same, computed once per seed. */
export const commitmentOfSeed = memoizeByRef(({ secret }: Pick<Seed, 'secret'>) => commitmentOf(secret));
