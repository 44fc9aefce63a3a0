import proxyAddr from 'proxy-addr';
import { LimitedUnknownTokens } from '../adapters/memory/limited-unknown-tokens.ts';
import { unlimitedTokens } from '../domain/visitors/unknown-tokens.ts';
import { peerTrust } from './client-address.ts';
import type { Registry } from './registry.ts';
import { tokens } from './tokens.ts';

/** How many tokens of strangers are verified. The demo passport asks nobody, so there is no limit for it. */
export function registerUnknownTokens(registry: Registry): void {
  registry.factory(tokens.unknownTokens, (get) => {
    const { identity, unknownTokenLimit, unknownTokenLimitPerNetwork, trustProxy } = get(tokens.settings);
    if (identity.kind === 'demo') return unlimitedTokens;
    return new LimitedUnknownTokens({
      inAll: unknownTokenLimit,
      perNetwork: unknownTokenLimitPerNetwork,
      isProxy: peerTrust(proxyAddr.compile([...trustProxy])),
      monotonic: performance,
      telemetry: get(tokens.metrics).unknownTokens,
    });
  });
}
