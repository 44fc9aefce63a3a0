import { generateKeyPair, type KeyObject, sign } from 'node:crypto';
import { open } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import type { Tokens } from './load.ts';

type SignedAlgorithm = 'RS256' | 'ES256';

const AUDIENCE = 'https://shop.example';
const HOURS_SECONDS = 4 * 3600;
const AT_ONCE = 500;

const signAsync = promisify(sign);

/**
 * Writes the tokens, each of another user of zone 1000, of an issuer that this process is.
 * @returns the settings of a service that takes them
 */
export async function signTokens(
  { file, count }: Tokens,
  alg: SignedAlgorithm,
): Promise<Record<string, string>> {
  const { publicKey, privateKey } = await keyPair(alg);
  const issuer = await publish({ ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg, use: 'sig' });
  const handle = await open(file, 'w');
  for (let first = 0; first < count; first += AT_ONCE) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, count - first) }, (_, index) => first + index);
    const lines = await Promise.all(numbers.map((number) => token(alg, privateKey, issuer, number)));
    await handle.write(`${lines.join('\n')}\n`);
  }
  await handle.close();
  return {
    IDENTITY: 'jwt',
    JWT_ISSUER: issuer,
    JWT_JWKS_URL: `${issuer}/jwks`,
    JWT_AUDIENCE: AUDIENCE,
    JWT_ALGORITHMS: alg,
  };
}

/** A refusal is cheap and has HTTP 200, so wrk would take it for a login. */
export async function mustLogIn(url: string, tokens: Tokens): Promise<void> {
  const handle = await open(tokens.file);
  for await (const first of handle.readLines()) {
    const answer = await (await fetch(`${url}&token=${first}`)).text();
    if (!answer.startsWith('{"ret":0,')) throw new Error(`no login: ${answer.slice(0, 200)}`);
    break;
  }
  tokens.used = 1;
}

/* All have one length. */
async function token(alg: SignedAlgorithm, key: KeyObject, iss: string, number: number): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const sub = `user-${String(number).padStart(12, '0')}`;
  const claims = {
    iss,
    aud: AUDIENCE,
    sub,
    iat: now,
    exp: now + HOURS_SECONDS,
    zone_id: '1000',
    name: '小明',
  };
  const signed = `${encoded({ alg, kid: 'k1', typ: 'JWT' })}.${encoded(claims)}`;
  const signature = await signAsync('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' });
  return `${signed}.${signature.toString('base64url')}`;
}

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function keyPair(alg: SignedAlgorithm): Promise<{ publicKey: KeyObject; privateKey: KeyObject }> {
  const generate = promisify(generateKeyPair);
  return alg === 'RS256' ? generate('rsa', { modulusLength: 2048 }) : generate('ec', { namedCurve: 'P-256' });
}

/** @returns the name of the issuer */
async function publish(jwk: object): Promise<string> {
  const server = createServer((_request, response) => response.end(JSON.stringify({ keys: [jwk] })));
  server.unref().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
