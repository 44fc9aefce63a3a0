import type * as Jose from 'jose';
import type { Clock } from '../../domain/shared/clock.ts';
import { DependencyError } from '../../domain/shared/dependency-error.ts';
import type { TokenVerifier, VerificationResult } from '../../domain/visitors/token-verifier.ts';
import { type IdentityClaims, userOfClaims } from './identity-claims.ts';
import { type JwtUse, readJwtHeader } from './jwt-header.ts';
import type { TokenKeys } from './token-keys.ts';

/* RFC 9068, and JWTs in general; a logout token has another type. As long as the gate lets through. */
const ACCESS_TOKEN: JwtUse = { types: ['at+jwt', 'jwt'], maxLength: 4096 };

const REFUSED: VerificationResult = { kind: 'refused' };

export interface JwtOptions {
  readonly keys: TokenKeys;
  /** The algorithms of its issuer; a token cannot choose another one. */
  readonly algorithms: readonly string[];
  readonly issuer: string;
  /** What the issuer calls this service: tokens for others, ID tokens among them, have another audience. */
  readonly audience: string;
  /** By how much the clock of the issuer may differ. */
  readonly clockToleranceSeconds: number;
  readonly claims: IdentityClaims;
  readonly clock: Clock;
}

/* It takes 20 to 100 ms of a start, which a service with another identity does not need. */
const load = () => import('jose');

/**
 * Verifies tokens that are signed JWTs (RFC 7519, RFC 9068), by the keys of their issuer, without asking it of each token.
 * What is no such token by its form, algorithm or key is refused without cryptography.
 */
export class JwtTokenVerifier implements TokenVerifier {
  readonly #options: JwtOptions;
  readonly #checks: Jose.JWTVerifyOptions;
  #jose: typeof Jose | undefined;

  constructor(options: JwtOptions) {
    this.#options = options;
    this.#checks = {
      algorithms: [...options.algorithms],
      issuer: options.issuer,
      audience: options.audience,
      clockTolerance: options.clockToleranceSeconds,
      requiredClaims: ['exp', 'iat'],
    };
  }

  async verify(token: string): Promise<VerificationResult> {
    const { keys, algorithms } = this.#options;
    const header = readJwtHeader(token, ACCESS_TOKEN);
    if (!header || !algorithms.includes(header.alg)) return REFUSED;
    const found = keys.keyFor(header);
    const key = found instanceof Promise ? await found : found;
    if (!key) return REFUSED;
    this.#jose ??= await load();
    const payload = await this.#payloadOf(token, key, this.#jose);
    return payload ? this.#verified(payload) : REFUSED;
  }

  /* `null`: the token is not valid. */
  async #payloadOf(
    token: string,
    key: NonNullable<Awaited<ReturnType<TokenKeys['keyFor']>>>,
    jose: typeof Jose,
  ): Promise<Jose.JWTPayload | null> {
    const currentDate = new Date(this.#options.clock.now());
    try {
      return (await jose.jwtVerify(token, key, { ...this.#checks, currentDate })).payload;
    } catch (error) {
      if (error instanceof jose.errors.JOSEError) return null;
      throw new DependencyError('identity provider', 'its key cannot be used', { cause: error });
    }
  }

  #verified(payload: Jose.JWTPayload): VerificationResult {
    const { claims, clock, clockToleranceSeconds } = this.#options;
    const { exp, iat, sid, events } = payload;
    // A logout token (OpenID Connect Back-Channel Logout) is signed by the same key, maybe for the same audience.
    if (events !== undefined || typeof iat !== 'number' || typeof exp !== 'number') return REFUSED;
    if (iat > clock.now() / 1000 + clockToleranceSeconds) return REFUSED;
    const user = userOfClaims(payload, claims, 'name');
    if (!user) {
      // As with a passport: logging in again would not help.
      throw new DependencyError('identity provider', `signed a token without a usable ${claims.uid}`);
    }
    return {
      kind: 'user',
      user,
      expiresAt: Math.floor(exp * 1000),
      issuedAt: Math.floor(iat * 1000),
      ...(typeof sid === 'string' && sid !== '' && { sid }),
    };
  }
}
