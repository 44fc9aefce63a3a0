import type { TokenHeader } from './token-keys.ts';

/* As many as the gate lets through. */
const MAX_TOKEN_LENGTH = 4096;

const FORM = /^([A-Za-z0-9_-]+)\.[A-Za-z0-9_-]+\.([A-Za-z0-9_-]+)$/;

/* Of access tokens (RFC 9068), and of JWTs in general. A logout token has another one. */
const TYPES = new Set(['at+jwt', 'jwt']);

/** The header of a token that has the form of a signed JWT, and is not of a type for something else; else `null`. */
export function readJwtHeader(token: string): TokenHeader | null {
  const [, encoded, signature] = token.length <= MAX_TOKEN_LENGTH ? (FORM.exec(token) ?? []) : [];
  if (encoded === undefined || signature === undefined || !isCanonical(signature)) return null;
  const { alg, kid, typ } = parsed(encoded);
  if (typeof alg !== 'string' || (kid !== undefined && typeof kid !== 'string')) return null;
  return isAccessToken(typ) ? { alg, kid } : null;
}

/*
 * The last character has bits that belong to no byte. With others there, it would be another text with the same signature:
 * who holds a token that was ended by its digest would go on with it.
 */
function isCanonical(signature: string): boolean {
  return Buffer.from(signature, 'base64url').toString('base64url') === signature;
}

function isAccessToken(typ: unknown): boolean {
  return (
    typ === undefined ||
    (typeof typ === 'string' && TYPES.has(typ.toLowerCase().replace(/^application\//, '')))
  );
}

function parsed(encoded: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(Buffer.from(encoded, 'base64url').toString());
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
