import { createSecretKey } from 'node:crypto';
import { claimOf } from '../adapters/http/identity-claims.ts';
import { JwtTokenVerifier } from '../adapters/http/jwt-token-verifier.ts';
import { localKey } from '../adapters/http/token-keys.ts';
import { WechatOauthUsers } from '../adapters/http/wechat-oauth-users.ts';
import { JoseTokenIssuer } from '../adapters/jose/jose-token-issuer.ts';
import { derivedKey } from '../application/admission/derived-key.ts';
import { LoginStates } from '../application/admission/login-states.ts';
import { WechatLogin } from '../application/admission/wechat-login.ts';
import type { TokenVerifier } from '../domain/visitors/token-verifier.ts';
import type { WechatUser } from '../domain/visitors/wechat-users.ts';
import type { WechatLoginSettings } from './identity-settings.ts';
import type { Get } from './registry.ts';
import type { Settings } from './settings.ts';
import { tokens } from './tokens.ts';

const ISSUER = 'cms-market';

/* Machines of one service may differ by so much. */
const CLOCK_TOLERANCE_SECONDS = 5;

/* As `JoseTokenIssuer` writes them. */
const CLAIMS = { uid: 'sub', zone: null, name: 'name' };

/** The service's own login, which leads to WeChat; `null` where there is none. */
export function openWechatLogin(get: Get): WechatLogin | null {
  const settings = get(tokens.settings);
  const { identity, wechat, sessionTtlSeconds } = settings;
  if (identity.kind !== 'wechat' || !wechat) return null;
  const clock = get(tokens.clock);
  const { openUrl, scope, claims } = identity;
  const users = new WechatOauthUsers({ ...wechat, openUrl, scope });
  get(tokens.disposer).push(() => users.close());
  const key = derivedKey(wechat.secret, 'login_state');
  return new WechatLogin({
    users,
    states: new LoginStates({ key, clock, entropy: get(tokens.entropy) }),
    tokens: new JoseTokenIssuer({ ...ownTokens(wechat), lastsSeconds: sessionTtlSeconds, clock }),
    uidOf: textOf(claims.uid),
    nameOf: textOf(claims.name),
    telemetry: get(tokens.metrics).logins,
  });
}

/** Verifies the tokens of that login, without asking WeChat. */
export function wechatVerifier(get: Get): TokenVerifier {
  const { wechat } = get(tokens.settings);
  if (!wechat) throw new Error('settings report IDENTITY=wechat without an account');
  const { key, issuer, audience } = ownTokens(wechat);
  return new JwtTokenVerifier({
    keys: localKey(createSecretKey(key)),
    algorithms: ['HS256'],
    issuer,
    audience,
    clockToleranceSeconds: CLOCK_TOLERANCE_SECONDS,
    claims: CLAIMS,
    clock: get(tokens.clock),
  });
}

/** Where an activity leads to that names no login; `null`: nowhere. */
export function ownLoginUrl({ identity, basePath }: Pick<Settings, 'identity' | 'basePath'>): string | null {
  return identity.kind === 'wechat' ? `${basePath}/wechat/login?return={return}` : null;
}

function ownTokens({ appId, secret }: NonNullable<Settings['wechat']>) {
  return { issuer: ISSUER, audience: appId, key: derivedKey(secret, 'token') };
}

function textOf(claim: WechatLoginSettings['claims']['name']): (user: WechatUser) => string | null {
  return (user) => {
    const value = claim === null ? null : claimOf({ ...user }, claim);
    return typeof value === 'string' ? value : null;
  };
}
