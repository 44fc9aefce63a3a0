import type { EventEmitter } from 'node:events';
import { OAuth2Server } from 'oauth2-mock-server';

interface Token {
  readonly header: Record<string, unknown>;
  readonly payload: Record<string, unknown>;
}

/** A provider of OpenID Connect on a free port of this machine, which says what a test wants. */
export class TestIdentityProvider {
  readonly #server: OAuth2Server;
  /** Of the person who signs in. */
  claims: Record<string, unknown> = {};
  /** Changes each ID token just before it is signed. */
  change: (token: Token) => void = () => {};
  /** Changes the answer with the tokens. */
  answer: (response: { body: unknown; statusCode: number }) => void = () => {};
  /** How often it was asked for tokens. */
  exchanges = 0;

  private constructor(server: OAuth2Server) {
    this.#server = server;
    const events = server.service as unknown as EventEmitter;
    // The access token is signed first, and then the ID token; only that one has a nonce.
    events.on('beforeTokenSigning', (token: Token) => {
      Object.assign(token.payload, this.claims);
      this.change(token);
    });
    events.on('beforeUserinfo', (response: { body: unknown }) => {
      response.body = this.claims;
    });
    events.on('beforeResponse', (response: { body: unknown; statusCode: number }) => {
      this.exchanges += 1;
      this.answer(response);
    });
  }

  static async start(port?: number): Promise<TestIdentityProvider> {
    const server = new OAuth2Server();
    await server.issuer.keys.generate('RS256');
    await server.start(port, '127.0.0.1');
    return new TestIdentityProvider(server);
  }

  get issuer(): string {
    return this.#server.issuer.url ?? '';
  }

  get port(): number {
    return this.#server.address().port;
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }
}
