import type { EnvReader } from './env-reader.ts';
import { jwksUrl, jwtAudience, jwtIssuer } from './identity-readers.ts';
import type { IdentitySettings } from './identity-settings.ts';

/** How the logout tokens of the identity provider are validated. */
export interface LogoutSettings {
  readonly issuer: string;
  readonly jwksUrl: string;
  readonly audience: string;
  readonly algorithms: readonly string[];
  readonly clockToleranceSeconds: number;
  /** The claim that is the user's id. */
  readonly uidClaim: string;
}

/** `null` where `LOGOUT_AUDIENCE` is not set: then nothing of it is used. */
export function readLogout(reader: EnvReader, identity: IdentitySettings): LogoutSettings | null {
  const audience = reader.read('LOGOUT_AUDIENCE', '', jwtAudience);
  const ofTokens = identity.kind === 'jwt' ? identity : null;
  const settings: LogoutSettings = {
    audience,
    issuer: reader.read('LOGOUT_ISSUER', ofTokens?.issuer ?? '', jwtIssuer),
    jwksUrl: reader.read('LOGOUT_JWKS_URL', ofTokens?.jwksUrl ?? '', jwksUrl),
    algorithms: ofTokens?.algorithms ?? ['RS256'],
    clockToleranceSeconds: ofTokens?.clockToleranceSeconds ?? 5,
    uidClaim: ofTokens?.claims.uid ?? 'sub',
  };
  for (const name of ['LOGOUT_ISSUER', 'LOGOUT_JWKS_URL']) {
    reader.need(name, 'LOGOUT_AUDIENCE');
    if (!ofTokens) reader.need('LOGOUT_AUDIENCE', name);
  }
  // There, no provider has issued the tokens, and none knows the uids.
  const isOwnLogin = identity.kind === 'wechat' || identity.kind === 'demo';
  if (audience && isOwnLogin) {
    reader.report(
      'LOGOUT_AUDIENCE is set: then IDENTITY must be one whose tokens a provider issues, neither wechat nor the demo passport',
    );
  }
  return audience ? settings : null;
}
