import type * as Jose from 'jose';
import type { Clock } from '../../domain/shared/clock.ts';
import { DependencyError } from '../../domain/shared/dependency-error.ts';
import type { LogoutRefusal } from '../../domain/visitors/logout-telemetry.ts';
import { isSidOrUid, type LogoutReading, type LogoutTokens } from '../../domain/visitors/logout-tokens.ts';
import { claimOf, isRecord } from './identity-claims.ts';
import { type JwtUse, readJwtHeader } from './jwt-header.ts';
import type { TokenKeys } from './token-keys.ts';

export interface LogoutTokensOptions {
  readonly keys: TokenKeys;
  /** The algorithms of its issuer; a token cannot choose another one. */
  readonly algorithms: readonly string[];
  readonly issuer: string;
  readonly audience: string;
  readonly clockToleranceSeconds: number;
  /** The claim that is the user's id. */
  readonly uidClaim: string;
  readonly clock: Clock;
}

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';

/* The provider sends it at once, and repeats it with a new one. */
const MAX_AGE_SECONDS = 300;

/* `JWT` is what older providers write, and many libraries. What it is for is said by its events. */
const LOGOUT_TOKEN: JwtUse = { types: ['logout+jwt', 'jwt'], maxLength: 8192 };

/** Validates logout tokens (OpenID Connect Back-Channel Logout 1.0, section 2.6). */
export class SignedLogoutTokens implements LogoutTokens {
  readonly #options: LogoutTokensOptions;

  constructor(options: LogoutTokensOptions) {
    this.#options = options;
  }

  /**
   * What it ends, or why it is not valid. The form, the algorithm and the key are checked before any cryptography.
   * @throws DependencyError if the keys of the issuer cannot be read
   */
  async read(token: string): Promise<LogoutReading> {
    const { keys, algorithms, issuer, audience, clockToleranceSeconds, clock } = this.#options;
    const header = readJwtHeader(token, LOGOUT_TOKEN);
    if (!header) return refused('form');
    if (!algorithms.includes(header.alg)) return refused('algorithm');
    const key = await keys.keyFor(header);
    if (!key) return refused('key');
    const jose = await import('jose');
    try {
      const { payload } = await jose.jwtVerify(token, key, {
        ...{ algorithms: [...algorithms], issuer, audience, clockTolerance: clockToleranceSeconds },
        ...{ requiredClaims: ['iat', 'jti', 'events'], maxTokenAge: MAX_AGE_SECONDS },
        currentDate: new Date(clock.now()),
      });
      return this.#logoutOf(payload);
    } catch (error) {
      if (error instanceof jose.errors.JOSEError) return refused(reasonOf(error, jose.errors));
      throw new DependencyError('identity provider', 'its key cannot be used', { cause: error });
    }
  }

  #logoutOf(payload: Jose.JWTPayload): LogoutReading {
    const { events, nonce, jti, iat, sid } = payload;
    if (iat === undefined) return refused('time');
    if (typeof jti !== 'string' || jti === '') return refused('jti');
    if (!isRecord(events) || !isRecord(events[EVENT])) return refused('events');
    // With a nonce it would be an ID token, which others can get.
    if (nonce !== undefined) return refused('nonce');
    const claim = claimOf(payload, this.#options.uidClaim);
    // As in access tokens, where `userOfRecord` reads it.
    const uid = Number.isSafeInteger(claim) ? String(claim) : claim;
    if ((uid !== undefined && !isSidOrUid(uid)) || (sid !== undefined && !isSidOrUid(sid))) {
      return refused('user');
    }
    if (uid === undefined && sid === undefined) return refused('user');
    // Some write parts of a second; the store has whole milliseconds.
    const issuedAt = Math.floor(iat * 1000);
    return { kind: 'logout', logout: { jti, issuedAt, uid: uid ?? null, sid: sid ?? null } };
  }
}

/* By the claim that the library did not take. */
const OF_CLAIM: Readonly<Record<string, LogoutRefusal>> = {
  iss: 'issuer',
  aud: 'audience',
  iat: 'time',
  nbf: 'time',
  exp: 'time',
  jti: 'jti',
  events: 'events',
};

function reasonOf(error: Jose.errors.JOSEError, errors: typeof Jose.errors): LogoutRefusal {
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'signature';
  if (error instanceof errors.JWTExpired) return error.claim === 'iat' ? 'too_old' : 'expired';
  if (error instanceof errors.JWTClaimValidationFailed) return OF_CLAIM[error.claim] ?? 'form';
  return 'form';
}

function refused(reason: LogoutRefusal): LogoutReading {
  return { kind: 'refused', reason };
}
