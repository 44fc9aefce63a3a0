import type { TokenHeader } from './token-keys.ts';

const FORM = /^([A-Za-z0-9_-]+)\.[A-Za-z0-9_-]+\.([A-Za-z0-9_-]+)$/;

/** Tokens of one use. */
export interface JwtUse {
  /** Of the header, in lower case and without `application/`. A header may have none. */
  readonly types: readonly string[];
  readonly maxLength: number;
}

/** The header of a token that has the form of a signed JWT, and is not of a type for something else; else `null`. */
export function readJwtHeader(token: string, { types, maxLength }: JwtUse): TokenHeader | null {
  const [, encoded, signature] = token.length <= maxLength ? (FORM.exec(token) ?? []) : [];
  if (encoded === undefined || signature === undefined || !isCanonical(signature)) return null;
  const { alg, kid, typ } = parsed(encoded);
  if (typeof alg !== 'string' || (kid !== undefined && typeof kid !== 'string')) return null;
  return isOfType(typ, types) ? { alg, kid } : null;
}

/*
 * The last character has bits that belong to no byte. With others there, it would be another text with the same signature:
 * who holds a token that was ended by its digest would go on with it.
 */
function isCanonical(signature: string): boolean {
  return Buffer.from(signature, 'base64url').toString('base64url') === signature;
}

function isOfType(typ: unknown, types: readonly string[]): boolean {
  return (
    typ === undefined ||
    (typeof typ === 'string' && types.includes(typ.toLowerCase().replace(/^application\//, '')))
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
