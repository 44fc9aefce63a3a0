import { tokenDigest } from '../shared/token-digest.ts';

const P256 = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');
const P384 = BigInt(`0x${'f'.repeat(48)}c7634d81f4372ddf581a0db248b0a77aecec196accc52973`);
const P521 = BigInt(
  `0x01${'f'.repeat(64)}fa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409`,
);

/* The bytes of a signature and the order of the curve, by the length of the signature in base64url. */
const CURVES: ReadonlyMap<number, { readonly bytes: number; readonly order: bigint }> = new Map([
  [86, { bytes: 64, order: P256 }],
  [128, { bytes: 96, order: P384 }],
  [176, { bytes: 132, order: P521 }],
]);

/**
 * The digests of a token in each form that is as good. A signature of ECDSA (r, s) has a second form (r, order - s), which anybody
 * can make of it: a session that was ended by the digest of one is ended in the other too. The first digest is that of the token.
 */
export function tokenDigests(token: string): readonly string[] {
  const other = otherForm(token);
  return other === null ? [tokenDigest(token)] : [tokenDigest(token), tokenDigest(other)];
}

/* By its length alone, a signature may be of another algorithm: then nobody has the other form, and nothing is ended by it. */
function otherForm(token: string): string | null {
  const at = token.lastIndexOf('.') + 1;
  const curve = CURVES.get(token.length - at);
  if (at === 0 || !curve) return null;
  const { bytes, order } = curve;
  const signature = Buffer.from(token.slice(at), 'base64url');
  if (signature.length !== bytes) return null;
  const r = signature.subarray(0, bytes / 2);
  const s = BigInt(`0x${signature.subarray(bytes / 2).toString('hex')}`);
  if (s >= order) return null;
  const otherS = Buffer.from((order - s).toString(16).padStart(bytes, '0'), 'hex');
  return `${token.slice(0, at)}${Buffer.concat([r, otherS]).toString('base64url')}`;
}
