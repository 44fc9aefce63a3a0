import { readFileSync } from 'node:fs';
import type { IdentityClaims } from '../adapters/http/identity-claims.ts';
import { isLoopbackHost } from './loopback-host.ts';
import { NotAllowed, oneOf } from './settings-readers.ts';

/*
 * Signatures by a private key, whose public half the issuer shows to everyone. With HS256 such a public key, which anyone
 * has, could be taken for the secret.
 */
const ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
];

const CLAIM = /^[^\s,=\p{C}]{1,128}$/u;

export const identityKind = oneOf(['check_token', 'introspection', 'jwt', 'wechat']);
export const introspectionAuth = oneOf(['basic', 'post']);
export const wechatLoginScope = oneOf(['snsapi_base', 'snsapi_userinfo']);

/** @param defaults for those that are not named */
export function identityClaims(defaults: IdentityClaims) {
  return (text: string): IdentityClaims => {
    const claims: Record<string, string | null> = { ...defaults };
    for (const pair of text.split(',')) {
      const [name = '', claim = '', ...more] = pair.split('=').map((part) => part.trim());
      const isSound = claim === '' ? name !== 'uid' : CLAIM.test(claim);
      if (!Object.hasOwn(defaults, name) || more.length > 0 || !isSound) throw new NotAllowed(CLAIMS);
      claims[name] = claim === '' ? null : claim;
    }
    return { uid: claims.uid ?? defaults.uid, zone: claims.zone ?? null, name: claims.name ?? null };
  };
}

const CLAIMS =
  'uid, zone and name with the claim of each, with commas: uid=sub,zone=zone_id,name=name; user.id is a member of user, ' +
  'and zone= means no zone';

/* WeChat has no zones of ours, and gives no other ids. */
export function wechatClaims(defaults: IdentityClaims) {
  return (text: string): IdentityClaims => {
    const claims = identityClaims(defaults)(text);
    if ((claims.uid === 'openid' || claims.uid === 'unionid') && claims.zone === null) return claims;
    throw new NotAllowed(
      'uid=openid or uid=unionid, and name=nickname if a name is wanted; there is no zone',
    );
  };
}

export function identityNamespace(text: string): string {
  if (/^[A-Za-z0-9._:-]{1,64}$/.test(text)) return text;
  throw new NotAllowed('1 to 64 of the characters A-Z, a-z, 0-9, ., _, : and -');
}

/** Compared by the character with the claim `iss` of tokens, where it need not be a URL. */
export function jwtIssuer(text: string): string {
  if (/^[\x21-\x7e]{1,512}$/.test(text)) return text;
  throw new NotAllowed('the name of the issuer as its tokens have it in iss, such as https://id.example.com');
}

export function jwtAudience(text: string): string {
  if (/^[\x21-\x7e]{1,512}$/.test(text)) return text;
  throw new NotAllowed('what the issuer calls this service in aud, such as https://shop.example.com');
}

/** By plain http only on this machine: on the way, anyone could put keys of their own into it. */
export function jwksUrl(text: string): string {
  if (isSafeUrl(text)) return text;
  throw new NotAllowed('the https:// URL of the keys of the issuer (its jwks_uri)');
}

/** By plain http only on this machine: it is called with the secret of the client (RFC 7662, section 4). */
export function introspectionUrl(text: string): string {
  if (isSafeUrl(text)) return text;
  throw new NotAllowed('the https:// URL of the introspection_endpoint');
}

function isSafeUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname));
}

export function jwtAlgorithms(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.every((name) => ALGORITHMS.includes(name))) return [...new Set(names)];
  throw new NotAllowed(`of ${ALGORITHMS.join(', ')}, with commas`);
}

export function clientId(text: string): string {
  if (/^[\x20-\x7e]{1,256}$/.test(text)) return text;
  throw new NotAllowed('the id that the authorization server has given to this service');
}

/* The message must not show what stands in the file. */
export function clientSecret(path: string): string {
  try {
    const secret = readFileSync(path, 'utf8').trim();
    if (/^[\x20-\x7e]{1,1024}$/.test(secret)) return secret;
  } catch {
    // What is wrong with it is said below.
  }
  throw new NotAllowed('a file that can be read and holds the secret of the client alone');
}
