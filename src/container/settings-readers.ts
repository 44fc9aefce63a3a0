import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import proxyAddr from 'proxy-addr';
import type { LoggedRequests } from '../adapters/pino/request-log.ts';
import { parseRedisUrl, type RedisTarget } from '../adapters/redis/redis-target.ts';
import { readDataKeys } from '../adapters/vault/data-keys.ts';
import type { RateLimit } from '../domain/visitors/rate-limiter.ts';
import { isTypedUid } from '../domain/visitors/user.ts';
import { isLoopbackHost } from './loopback-host.ts';

/** Thrown by the reader of a variable. The message says what is allowed. */
export class NotAllowed extends Error {
  /** Whether the value must not be shown. */
  readonly isSecret: boolean;

  constructor(message: string, isSecret = false) {
    super(message);
    this.isSecret = isSecret;
  }
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const LOG_REQUESTS = ['all', 'notable', 'off'] as const satisfies readonly LoggedRequests[];

const PUBLISHING = ['auto', 'manual'] as const;

const ROLES = ['all', 'public', 'operations'] as const;
export type Role = (typeof ROLES)[number];

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

export function certificates(path: string): string {
  try {
    const text = readFileSync(path, 'utf8');
    const found = text.match(CERTIFICATE) ?? [];
    // Throws for one that is none.
    for (const each of found) new X509Certificate(each);
    if (found.length > 0) return text;
  } catch {
    // What is wrong with it is said below.
  }
  throw new NotAllowed('a file of certificates in PEM form that can be read');
}

export function wholeNumber(min: number, max: number, orElse = '') {
  return (text: string): number => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw new NotAllowed(`a whole number from ${min} to ${max} ${orElse}`.trimEnd());
  };
}

/** `null`: there is no console. */
export function consolePort(text: string): number | null {
  return text === 'off' ? null : wholeNumber(0, 65_535, 'or off')(text);
}

export function hostName(text: string): string {
  if (/^[A-Za-z0-9.:_-]{1,253}$/.test(text)) return text;
  throw new NotAllowed('an address or a host name to listen on, such as 127.0.0.1 or 0.0.0.0');
}

export function basePath(text: string): string {
  if (/^(?:\/[A-Za-z0-9._~-]+)+$/.test(text) && !/\/\.{1,2}(?:\/|$)/.test(text)) return text;
  throw new NotAllowed('a path such as /cms-market: it begins with a slash and does not end with one');
}

export function httpUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && (url.protocol === 'http:' || url.protocol === 'https:')) return text;
  throw new NotAllowed('an http:// or https:// URL');
}

export function redisUrl(text: string): RedisTarget {
  const target = parseRedisUrl(text);
  if (target) return target;
  throw new NotAllowed(
    'redis://host:port, redis+cluster://h1:p1,h2:p2 or redis+sentinel://h1:p1,h2:p2/master-name, or with rediss for TLS',
  );
}

export function postgresUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isPostgres = url?.protocol === 'postgres:' || url?.protocol === 'postgresql:';
  if (isPostgres && url.hostname !== '' && url.pathname.length > 1) return text;
  throw new NotAllowed('postgres://user:password@host:port/database');
}

/* Read here, so that a start is refused, and not the first win of a code. The program reads it again where it seals. */
export function dataKeyFile(path: string): string {
  try {
    readDataKeys(path);
    return path;
  } catch (error) {
    throw new NotAllowed(`a file of data keys that can be read; ${(error as Error).message}`);
  }
}

export function yesOrNo(text: string): boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  throw new NotAllowed('true or false');
}

/** @param what is limited */
export function rateLimit(what: string) {
  return (text: string): RateLimit | null => {
    if (text === 'off') return null;
    const [, uses, windowSeconds] = /^([1-9]\d{0,5})\/([1-9]\d{0,3})s$/.exec(text) ?? [];
    if (uses && windowSeconds) return { uses: Number(uses), windowSeconds: Number(windowSeconds) };
    throw new NotAllowed(`${what} in seconds such as 200/10s, or off`);
  };
}

export function proxies(text: string): string[] {
  const addresses = text.split(',').map((address) => address.trim());
  if (text === 'none') return [];
  try {
    proxyAddr.compile(addresses);
    return addresses;
  } catch {
    throw new NotAllowed(
      '"none", or addresses, networks (10.0.0.0/8), loopback, linklocal, uniquelocal, with commas',
    );
  }
}

/** By plain http only on this machine: on the way, anyone could put a script into such a page. */
export function corsOrigins(text: string): ReadonlySet<string> {
  const origins = text.split(',').map((origin) => origin.trim());
  if (origins.every(isSecureOrigin)) return new Set(origins);
  throw new NotAllowed(
    'origins with commas, as browsers send them: https://www.example.com, with a port if it is not 443, and no path',
  );
}

function isSecureOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { origin, protocol, hostname } = new URL(text);
  // A browser sends no asterisk, and none is a pattern here.
  if (hostname.includes('*')) return false;
  return origin === text && (protocol === 'https:' || (protocol === 'http:' && isLoopbackHost(hostname)));
}

/** In the order in which they stand there, each once. */
export function uids(text: string): readonly string[] {
  const found = text.split(',').map((uid) => uid.trim());
  if (found.every(isTypedUid)) return [...new Set(found)];
  throw new NotAllowed('ids of users with commas, each of 1 to 128 characters: u666,u667');
}

/** @param names what is allowed */
export function oneOf<const T extends string>(names: readonly T[]) {
  return (text: string): T => {
    const found = names.find((name) => name === text);
    if (found) return found;
    throw new NotAllowed(names.length === 1 ? `${names[0]}` : `one of ${names.join(', ')}`);
  };
}

export const logLevel = oneOf(LOG_LEVELS);
export const role = oneOf(ROLES);
export const publishing = oneOf(PUBLISHING);
export const logRequests = oneOf(LOG_REQUESTS);

/*
 * Passwords stand before the last at sign, also where the URL is broken, and in parameters: PostgreSQL's URLs may have
 * `?password=`.
 */
export function withoutSecrets(text: string): string {
  return text
    .replace(/^([a-z][a-z0-9+]*:)?(\/*).*@/is, '$1$2***@')
    .replace(/([?&][a-z_]*pass[a-z_]*=)[^&]*/gi, '$1***');
}
