import { readFileSync } from 'node:fs';
import { ROLES, type Role } from '../domain/operators/roles.ts';
import { isLoopbackHost } from './loopback-host.ts';
import { NotAllowed } from './settings-readers.ts';

/** An origin, without a slash at its end. By plain http only where it does not leave the machine's own network. */
export function consoleUrl(text: string): string {
  const origin = originOf(text);
  if (origin !== null) return origin;
  throw new NotAllowed(
    'the origin under which browsers open the console, such as https://console.example.com',
  );
}

/** The same of the visitors' side. */
export function publicUrl(text: string): string {
  const origin = originOf(text);
  if (origin !== null) return origin;
  throw new NotAllowed(
    'the origin under which visitors open their page, without BASE_PATH, such as https://shop.example.com',
  );
}

function originOf(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isHttp = url?.protocol === 'https:' || url?.protocol === 'http:';
  return url && isHttp && (text === url.origin || text === `${url.origin}/`) ? url.origin : null;
}

/** Compared by the character with what the provider says of itself. */
export function oidcIssuer(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopbackHost(url.hostname));
  if (url && isSafe && url.search === '' && url.hash === '' && url.username === '') return text;
  throw new NotAllowed('the https:// URL by which the provider calls itself, without a query');
}

/* What is shown on one line, and has no control in it. */
export function shortText(text: string): string {
  if (text.length <= 64 && /^[^\p{C}]+$/u.test(text)) return text;
  throw new NotAllowed('a text of at most 64 characters');
}

export function oidcClientId(text: string): string {
  if (/^[\x21-\x7e]{1,256}$/.test(text)) return text;
  throw new NotAllowed('the id that the provider has given to the console');
}

/* The message must not show what stands in the file. */
export function oidcSecret(path: string): string {
  try {
    const secret = readFileSync(path, 'utf8').trim();
    if (/^[\x20-\x7e]{1,1024}$/.test(secret)) return secret;
  } catch {
    // What is wrong with it is said below.
  }
  throw new NotAllowed('a file that can be read and holds the secret of the client alone');
}

/** A claim, or a member of one: `realm_access.roles`. */
export function oidcClaim(text: string): string {
  if (/^[^\s\p{C}]{1,256}$/u.test(text)) return text;
  throw new NotAllowed('the name of a claim, such as roles, groups or realm_access.roles');
}

export function oidcScope(text: string): string {
  const scopes = text.split(' ');
  // RFC 6749, section 3.3.
  const areSound = scopes.every((scope) => /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(scope));
  if (areSound && scopes.includes('openid')) return text;
  throw new NotAllowed('scopes with spaces, openid among them');
}

/** Role by value of the claim. */
export function oidcRoles(text: string): ReadonlyMap<string, Role> {
  const pairs = text.split(',').map((pair): [string, Role | undefined] => {
    const at = pair.lastIndexOf('=');
    return [pair.slice(0, at).trim(), ROLES.find((role) => role === pair.slice(at + 1).trim())];
  });
  const known = pairs.filter((pair): pair is [string, Role] => pair[0] !== '' && pair[1] !== undefined);
  if (known.length === pairs.length) return new Map(known);
  throw new NotAllowed(
    `values of the claim with the role of each, with commas: marketing=editor,leads=publisher (${ROLES.join(', ')})`,
  );
}
