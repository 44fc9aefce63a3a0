import { checkTokenWire } from '../adapters/http/check-token-wire.ts';
import { introspectionWire } from '../adapters/http/introspection-wire.ts';
import { JwtTokenVerifier } from '../adapters/http/jwt-token-verifier.ts';
import { PassportTokenVerifier } from '../adapters/http/passport-token-verifier.ts';
import { RemoteKeys } from '../adapters/http/remote-keys.ts';
import type { TokenWire } from '../adapters/http/token-wire.ts';
import { DemoTokenVerifier } from '../adapters/memory/demo-token-verifier.ts';
import type { KeyFetchTelemetry, PassportTelemetry } from '../domain/visitors/visitor-telemetry.ts';
import type { JwtSettings } from './identity-settings.ts';
import type { Get, Registry } from './registry.ts';
import { type Passport, tokens } from './tokens.ts';
import { wechatVerifier } from './wechat-login.ts';

type Telemetry = PassportTelemetry & KeyFetchTelemetry;

/**
 * What verifies the tokens of visitors, by `IDENTITY`.
 * @param telemetry of a service; a command counts nothing
 */
export function registerIdentity(registry: Registry, telemetry?: () => Telemetry): void {
  registry.factory(tokens.passport, (get) => passportOf(get, telemetry?.()));
  registry.factory(tokens.tokenVerifier, (get) => get(tokens.passport).verifier);
}

function passportOf(get: Get, telemetry: Telemetry | undefined): Passport {
  const { identity } = get(tokens.settings);
  const clock = get(tokens.clock);
  switch (identity.kind) {
    case 'demo':
      return { verifier: new DemoTokenVerifier(), state: null };
    case 'check_token':
      return asking(get, identity.url, checkTokenWire(identity.claims), telemetry);
    case 'introspection':
      return asking(get, identity.url, introspectionWire(identity, identity.claims, clock), telemetry);
    case 'jwt':
      return reading(get, identity, telemetry);
    case 'wechat':
      return { verifier: wechatVerifier(get), state: null };
  }
}

function asking(get: Get, url: string, wire: TokenWire, telemetry: Telemetry | undefined): Passport {
  const { passportTimeoutMs: timeoutMs } = get(tokens.settings);
  const entropy = get(tokens.entropy);
  const verifier = new PassportTokenVerifier({
    url,
    wire,
    timeoutMs,
    entropy,
    ...(telemetry && { telemetry }),
  });
  get(tokens.disposer).push(() => verifier.close());
  const state = {
    check: 'passport',
    isHealthy: () => verifier.isHealthy(),
    breakerState: () => verifier.breakerState(),
  };
  return { verifier, state };
}

function reading(get: Get, identity: JwtSettings, telemetry: Telemetry | undefined): Passport {
  const { passportTimeoutMs: timeoutMs } = get(tokens.settings);
  const { jwksUrl: url, algorithms } = identity;
  const keys = new RemoteKeys({ url, algorithms, timeoutMs, telemetry });
  // A service has them before the first visitor comes; a command may need none.
  if (telemetry) void keys.warmUp();
  const verifier = new JwtTokenVerifier({ ...identity, keys, clock: get(tokens.clock) });
  return { verifier, state: { check: 'keys', isHealthy: () => keys.isHealthy(), breakerState: () => null } };
}
