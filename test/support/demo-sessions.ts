import { DemoTokenVerifier } from '../../src/adapters/memory/demo-token-verifier.ts';
import { MemorySessionCache } from '../../src/adapters/memory/memory-session-cache.ts';
import { noEndedSessions } from '../../src/application/admission/ended-sessions.ts';
import { Sessions, type SessionsDependencies } from '../../src/application/admission/sessions.ts';
import { unlimitedTokens } from '../../src/domain/visitors/unknown-tokens.ts';

/** Sessions in memory, of the demo passport unless another one is given. */
export function demoSessions(deps: Partial<SessionsDependencies> = {}): Sessions {
  return new Sessions({
    sessionCache: new MemorySessionCache(),
    tokenVerifier: new DemoTokenVerifier(),
    ended: noEndedSessions,
    unknownTokens: unlimitedTokens,
    clock: { now: () => Date.now() },
    errorReporter: { report: () => {} },
    ttlSeconds: 60,
    ...deps,
  });
}
