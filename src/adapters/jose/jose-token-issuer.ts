import type { Clock } from '../../domain/shared/clock.ts';
import type { TokenIssuer } from '../../domain/visitors/token-issuer.ts';

export interface JoseTokenIssuerOptions {
  readonly issuer: string;
  readonly audience: string;
  /** At least 256 bits. */
  readonly key: Uint8Array;
  readonly lastsSeconds: number;
  readonly clock: Clock;
}

/* It takes 20 to 100 ms of a start, which a service with another identity does not need. */
const load = () => import('jose');

/** Issues JWTs that are signed with HS256, with the claims `sub` and, where there is one, `name`. */
export class JoseTokenIssuer implements TokenIssuer {
  readonly #options: JoseTokenIssuerOptions;

  constructor(options: JoseTokenIssuerOptions) {
    this.#options = options;
  }

  async issue({ uid, name }: { readonly uid: string; readonly name: string | null }): Promise<string> {
    const { issuer, audience, key, lastsSeconds, clock } = this.#options;
    const { SignJWT } = await load();
    const now = Math.floor(clock.now() / 1000);
    return new SignJWT(name === null ? {} : { name })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(uid)
      .setIssuedAt(now)
      .setExpirationTime(now + lastsSeconds)
      .sign(key);
  }
}
