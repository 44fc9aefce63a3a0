import {
  type CryptoKey,
  exportJWK,
  generateKeyPair,
  type JWK,
  type JWTHeaderParameters,
  SignJWT,
} from 'jose';
import { type Handler, type HttpServer, startHttpServer } from './http-server.ts';

export const AUDIENCE = 'https://shop.example';

interface IssuedKey {
  readonly publicKey: CryptoKey;
  readonly privateKey: CryptoKey;
  readonly jwk: JWK;
}

export async function issuedKey(kid: string | undefined, alg = 'RS256'): Promise<IssuedKey> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  return { publicKey, privateKey, jwk: { ...(await exportJWK(publicKey)), ...(kid && { kid }), alg } };
}

export interface TokenChange {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Partial<JWTHeaderParameters>;
  readonly key?: IssuedKey;
  /** Seconds since the epoch. */
  readonly now?: number;
}

/** An issuer of signed tokens on a free port, whose keys a test changes. */
export class TokenIssuer {
  readonly #server: HttpServer;
  /** Signs; the first one that is published. */
  key: IssuedKey;
  /** Answers what asks for the keys. */
  handler: Handler;

  private constructor(server: HttpServer, key: IssuedKey, handler: Handler) {
    this.#server = server;
    this.key = key;
    this.handler = handler;
  }

  static async start(): Promise<TokenIssuer> {
    const key = await issuedKey('k1');
    const server = await startHttpServer((request, response, body) =>
      issuer.handler(request, response, body),
    );
    const issuer = new TokenIssuer(server, key, publishing({ keys: [key.jwk] }));
    return issuer;
  }

  get name(): string {
    return this.#server.origin;
  }

  get jwksUrl(): string {
    return `${this.#server.origin}/jwks`;
  }

  /** How often the keys were fetched. */
  get fetches(): number {
    return this.#server.requests.length;
  }

  publish(...keys: readonly JWK[]): void {
    this.handler = publishing({ keys });
  }

  /** A token of an hour for `u1` in zone `1000`, or what is changed in it. A claim that is `undefined` is left out. */
  async token({
    claims,
    header,
    key = this.key,
    now = Math.floor(Date.now() / 1000),
  }: TokenChange = {}): Promise<string> {
    const usual = { iss: this.name, aud: AUDIENCE, iat: now, exp: now + 3600 };
    const payload = { ...usual, sub: 'u1', zone_id: '1000', name: '小明', ...claims };
    return new SignJWT(payload)
      .setProtectedHeader({
        alg: key.jwk.alg ?? 'RS256',
        ...(key.jwk.kid && { kid: key.jwk.kid }),
        ...header,
      })
      .sign(key.privateKey);
  }

  close(): Promise<void> {
    return this.#server.close();
  }
}

export function publishing(set: unknown): Handler {
  return (_request, response) => response.end(typeof set === 'string' ? set : JSON.stringify(set));
}
