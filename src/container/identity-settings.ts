import type { IdentityClaims } from '../adapters/http/identity-claims.ts';
import type { EnvReader } from './env-reader.ts';
import {
  clientId,
  clientSecret,
  identityClaims,
  identityKind,
  identityNamespace,
  introspectionAuth,
  introspectionUrl,
  jwksUrl,
  jwtAlgorithms,
  jwtAudience,
  jwtIssuer,
  wechatClaims,
  wechatLoginScope,
} from './identity-readers.ts';
import { httpUrl, wholeNumber } from './settings-readers.ts';
import { wechatApiUrl } from './wechat-readers.ts';

/** How the service learns who a visitor is. */
export type IdentitySettings =
  /** Takes `demo-<uid>` from anyone. */
  | { readonly kind: 'demo' }
  | { readonly kind: 'check_token'; readonly claims: IdentityClaims; readonly url: string }
  | IntrospectionSettings
  | JwtSettings
  | WechatLoginSettings;

export interface IntrospectionSettings {
  readonly kind: 'introspection';
  readonly claims: IdentityClaims;
  readonly url: string;
  readonly clientId: string;
  readonly secret: string;
  readonly auth: 'basic' | 'post';
  /** Tokens must be for it; `null`: what the endpoint says suffices. */
  readonly audience: string | null;
}

export interface JwtSettings {
  readonly kind: 'jwt';
  readonly claims: IdentityClaims;
  readonly issuer: string;
  readonly jwksUrl: string;
  readonly audience: string;
  readonly algorithms: readonly string[];
  readonly clockToleranceSeconds: number;
}

/** The account is `wechat` of the settings. */
export interface WechatLoginSettings {
  readonly kind: 'wechat';
  readonly claims: IdentityClaims;
  readonly scope: 'snsapi_base' | 'snsapi_userinfo';
  /** Without a slash at its end. */
  readonly openUrl: string;
}

/** Whether an issuer is asked of each new token. What is not is verified anew for less than a session in Redis costs. */
export function asksIssuer({ kind }: IdentitySettings): boolean {
  return kind !== 'jwt' && kind !== 'wechat';
}

type Kind = ReturnType<typeof identityKind>;

const OF_STANDARDS: IdentityClaims = { uid: 'sub', zone: 'zone_id', name: 'name' };

const DEFAULT_CLAIMS: Record<Kind, IdentityClaims> = {
  check_token: { uid: 'uid', zone: 'zone_id', name: 'name' },
  introspection: OF_STANDARDS,
  jwt: OF_STANDARDS,
  wechat: { uid: 'openid', zone: null, name: 'nickname' },
};

/* The variables of each kind; the first ones must be set. */
const NEEDED: Record<Kind, readonly string[]> = {
  // Without it there is the demo passport, but in production.
  check_token: [],
  introspection: ['INTROSPECTION_URL', 'INTROSPECTION_CLIENT_ID', 'INTROSPECTION_CLIENT_SECRET_FILE'],
  jwt: ['JWT_ISSUER', 'JWT_JWKS_URL', 'JWT_AUDIENCE'],
  wechat: ['WECHAT_APP_ID', 'WECHAT_SECRET_FILE'],
};
const OWN: Record<Kind, readonly string[]> = {
  check_token: ['PASSPORT_URL'],
  introspection: [...NEEDED.introspection, 'INTROSPECTION_AUTH', 'INTROSPECTION_AUDIENCE'],
  jwt: [...NEEDED.jwt, 'JWT_ALGORITHMS', 'JWT_CLOCK_TOLERANCE_SECONDS'],
  // The account itself is for the JS-SDK too.
  wechat: ['WECHAT_OPEN_URL', 'WECHAT_LOGIN_SCOPE'],
};

/** Reads the identity, and reports what it lacks and what it would not use. */
export function readIdentity(reader: EnvReader, production: boolean): IdentitySettings {
  const kind = reader.read<Kind>('IDENTITY', 'check_token', identityKind);
  // For a malformed kind nothing can be missing or unused.
  const isKnown = !reader.env.IDENTITY || reader.env.IDENTITY === kind;
  if (isKnown) {
    reportMissing(reader, kind, production);
    reportUnused(reader, kind);
  }
  const all = {
    check_token: readCheckToken(reader),
    introspection: readIntrospection(reader),
    jwt: readJwt(reader),
    wechat: readWechat(reader),
  };
  const identity = all[kind];
  const defaults = DEFAULT_CLAIMS[kind];
  const parse = kind === 'wechat' ? wechatClaims(defaults) : identityClaims(defaults);
  const claims = reader.read('IDENTITY_CLAIMS', defaults, parse);
  if (identity.kind === 'wechat' && claims.uid === 'unionid' && identity.scope === 'snsapi_base') {
    reader.report('IDENTITY_CLAIMS has uid=unionid: then WECHAT_LOGIN_SCOPE must be snsapi_userinfo');
  }
  if (identity.kind !== 'demo') return { ...identity, claims };
  reader.need('IDENTITY_CLAIMS', 'PASSPORT_URL');
  return identity;
}

/** The name of the set of ids that users have by this identity. */
export function readNamespace(
  reader: EnvReader,
  { kind }: IdentitySettings,
  wechat: { readonly appId: string } | null,
): string {
  const own = kind === 'wechat' ? `wechat:${wechat?.appId ?? ''}` : kind;
  return reader.read('IDENTITY_NAMESPACE', own, identityNamespace);
}

function readCheckToken(reader: EnvReader): IdentitySettings {
  const url = reader.read('PASSPORT_URL', null, httpUrl);
  if (url === null) return { kind: 'demo' };
  return { kind: 'check_token', claims: DEFAULT_CLAIMS.check_token, url };
}

function readIntrospection(reader: EnvReader): IntrospectionSettings {
  return {
    kind: 'introspection',
    claims: DEFAULT_CLAIMS.introspection,
    url: reader.read('INTROSPECTION_URL', '', introspectionUrl),
    clientId: reader.read('INTROSPECTION_CLIENT_ID', '', clientId),
    secret: reader.read('INTROSPECTION_CLIENT_SECRET_FILE', '', clientSecret),
    auth: reader.read('INTROSPECTION_AUTH', 'basic', introspectionAuth),
    audience: reader.read<string | null>('INTROSPECTION_AUDIENCE', null, jwtAudience),
  };
}

function readJwt(reader: EnvReader): JwtSettings {
  return {
    kind: 'jwt',
    claims: DEFAULT_CLAIMS.jwt,
    issuer: reader.read('JWT_ISSUER', '', jwtIssuer),
    jwksUrl: reader.read('JWT_JWKS_URL', '', jwksUrl),
    audience: reader.read('JWT_AUDIENCE', '', jwtAudience),
    algorithms: reader.read('JWT_ALGORITHMS', ['RS256'], jwtAlgorithms),
    clockToleranceSeconds: reader.read('JWT_CLOCK_TOLERANCE_SECONDS', 5, wholeNumber(0, 300)),
  };
}

function readWechat(reader: EnvReader): WechatLoginSettings {
  return {
    kind: 'wechat',
    claims: DEFAULT_CLAIMS.wechat,
    scope: reader.read('WECHAT_LOGIN_SCOPE', 'snsapi_base', wechatLoginScope),
    openUrl: reader.read('WECHAT_OPEN_URL', 'https://open.weixin.qq.com', wechatApiUrl),
  };
}

function reportMissing(reader: EnvReader, kind: Kind, production: boolean): void {
  if (production && kind === 'check_token' && !reader.env.PASSPORT_URL) {
    reader.report(
      'PASSPORT_URL is not set: with NODE_ENV=production it must be the http:// or https:// URL of the check_token service',
    );
  }
  for (const name of NEEDED[kind]) {
    if (!reader.env[name]) reader.report(`IDENTITY is ${kind}: then ${name} must be set too`);
  }
}

/* What would silently not be used is not what was meant. */
function reportUnused(reader: EnvReader, kind: Kind): void {
  for (const [other, names] of Object.entries(OWN)) {
    for (const name of other === kind ? [] : names) {
      if (reader.env[name]) reader.report(`${name} is set: then IDENTITY must be ${other}`);
    }
  }
}
