import type { AccessToken, AccessTokens } from '../../domain/operators/access-tokens.ts';
import { operatorNameOf } from '../../domain/operators/operator-name.ts';
import type { Scope } from '../../domain/operators/roles.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import type { Entropy } from '../../domain/shared/entropy.ts';
import type { Identifiers } from '../../domain/shared/identifiers.ts';
import { tokenDigest } from '../shared/token-digest.ts';
import { newSecretToken } from './secret-token.ts';

/* By which scanners of published sources know it. */
const PREFIX = 'cmk_';

export type NewProgramToken =
  | { readonly kind: 'made'; readonly token: AccessToken; readonly secret: string }
  | { readonly kind: 'invalid_name' | 'invalid_expiry' };

export interface ProgramTokensDependencies {
  readonly tokens: AccessTokens;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly identifiers: Identifiers;
}

/** Tokens by which programs use the API. Every method throws DependencyError. */
export class ProgramTokens {
  readonly #deps: ProgramTokensDependencies;

  constructor(deps: ProgramTokensDependencies) {
    this.#deps = deps;
  }

  /** @param expiresAt `null`: it is valid until it is revoked */
  async make(
    text: string,
    scopes: readonly Scope[],
    expiresAt: number | null,
    createdBy: AccessToken['createdBy'],
  ): Promise<NewProgramToken> {
    const { tokens, clock, entropy, identifiers } = this.#deps;
    const name = operatorNameOf(text);
    const now = clock.now();
    if (name === null) return { kind: 'invalid_name' };
    if (expiresAt !== null && expiresAt <= now) return { kind: 'invalid_expiry' };
    const { token: secret, digest } = newSecretToken(entropy, PREFIX);
    const token: AccessToken = {
      id: identifiers.next(),
      name,
      scopes: [...new Set(scopes)],
      createdAt: now,
      createdBy,
      expiresAt,
      lastUsedAt: null,
      revokedAt: null,
    };
    await tokens.add(token, digest);
    return { kind: 'made', token, secret };
  }

  /** The newest first. */
  list(): Promise<readonly AccessToken[]> {
    return this.#deps.tokens.list();
  }

  /** `null`: it is none, was revoked, or is over. */
  async find(secret: string): Promise<AccessToken | null> {
    if (!secret.startsWith(PREFIX)) return null;
    const now = this.#deps.clock.now();
    const token = await this.#deps.tokens.find(tokenDigest(secret), now);
    if (!token || token.revokedAt !== null) return null;
    return token.expiresAt === null || now < token.expiresAt ? token : null;
  }

  revoke(id: string): ReturnType<AccessTokens['revoke']> {
    return this.#deps.tokens.revoke(id, this.#deps.clock.now());
  }
}
