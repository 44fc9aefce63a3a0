import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto';

/* A forged code would only name a user; 96 bits leave nothing to guess. */
const TAG_BYTES = 12;
const IV_BYTES = 16;

/**
 * The code by which a user invites friends. It holds the uid encrypted, since links go to people who should not learn
 * it: AES-256-CTR under a key derived from the activity's seed, with an HMAC-SHA256 of the uid as its nonce and its
 * check (the construction of SIV, RFC 5297, with these parts). The same user always has the same code, until the
 * activity gets another seed.
 * @param secret the activity's seed, as hex
 */
export function inviteCode(secret: string, activityId: string, uid: string): string {
  const tag = tagOf(secret, activityId, uid);
  const cipher = createCipheriv('aes-256-ctr', keyOf(secret, activityId), ivOf(tag));
  return Buffer.concat([tag, cipher.update(uid, 'utf8')]).toString('base64url');
}

/** The uid in a code; `null` where the code is not one of this activity and seed. */
export function inviterOf(secret: string, activityId: string, code: string): string | null {
  const bytes = Buffer.from(code, 'base64url');
  if (bytes.length <= TAG_BYTES) return null;
  const tag = bytes.subarray(0, TAG_BYTES);
  const decipher = createDecipheriv('aes-256-ctr', keyOf(secret, activityId), ivOf(tag));
  const uid = decipher.update(bytes.subarray(TAG_BYTES)).toString('utf8');
  return timingSafeEqual(tag, tagOf(secret, activityId, uid)) ? uid : null;
}

function tagOf(secret: string, activityId: string, uid: string): Buffer {
  return hmac(secret, `invite-tag:${activityId}:${uid}`).subarray(0, TAG_BYTES);
}

function keyOf(secret: string, activityId: string): Buffer {
  return hmac(secret, `invite-key:${activityId}`);
}

function ivOf(tag: Uint8Array): Buffer {
  return Buffer.concat([tag], IV_BYTES);
}

function hmac(secret: string, message: string): Buffer {
  return createHmac('sha256', Buffer.from(secret, 'hex')).update(message).digest();
}
