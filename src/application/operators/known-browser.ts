import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Credential } from '../../domain/operators/credentials.ts';

export const KNOWN_BROWSER_MS = 90 * 24 * 3_600_000;

/**
 * What a browser keeps in which this account was signed in to. It opens nothing: failures that have it are counted apart, so
 * that others, who fail on purpose, cannot make the owner wait. Made of the hash of the password, so that it is stored nowhere,
 * and ends with the password.
 */
export function knownBrowserToken({ operator, password }: Credential, now: number): string {
  const expiresAt = now + KNOWN_BROWSER_MS;
  return `${expiresAt}.${signatureOf(operator.id, password ?? '', expiresAt).toString('base64url')}`;
}

/** Whether it is such a token of this account. */
export function isKnownBrowser(token: string, { operator, password }: Credential, now: number): boolean {
  const [, expiry = '', signature = ''] = /^(\d{1,15})\.([\w-]{43})$/.exec(token) ?? [];
  const expiresAt = Number(expiry);
  if (password === null || signature === '' || now >= expiresAt) return false;
  return timingSafeEqual(Buffer.from(signature, 'base64url'), signatureOf(operator.id, password, expiresAt));
}

function signatureOf(operatorId: string, password: string, expiresAt: number): Buffer {
  return createHmac('sha256', password).update(`known browser ${operatorId} ${expiresAt}`).digest();
}
