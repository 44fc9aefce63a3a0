import { printExplanation } from '../../adapters/cli/commands/explain-command.ts';
import { exitCodes } from '../../adapters/cli/exit-codes.ts';
import { MemorySessionCache } from '../../adapters/memory/memory-session-cache.ts';
import { createLog } from '../../adapters/pino/log.ts';
import { systemClock } from '../../adapters/system/system-clock.ts';
import { ActivityGate } from '../../application/admission/activity-gate.ts';
import { Sessions } from '../../application/admission/sessions.ts';
import { explain } from '../../application/analysis/explain.ts';
import type { VerificationResult } from '../../domain/visitors/token-verifier.ts';
import { openBooksIfAny, openConfigs, openVerifier } from '../container.ts';
import { Disposer } from '../disposer.ts';
import type { Settings } from '../settings.ts';
import { activitiesFolder } from './where.ts';

export interface ExplainOptions {
  readonly token?: string;
  /** Taken on trust: no passport is asked. */
  readonly uid?: string;
  readonly zone?: string;
  /** Milliseconds since the epoch; now, if left out. */
  readonly at?: number;
  readonly json?: boolean;
}

/** Explains what a visit would meet, beside the service or without it. */
export async function explainCommand(
  settings: Settings,
  activityId: string,
  options: ExplainOptions,
): Promise<void> {
  const { token, uid, zone, at: now = systemClock.now() } = options;
  const disposer = new Disposer();
  try {
    const configs = await openConfigs(settings);
    const sessions = uid === undefined ? askingPassport(settings, disposer) : trusting(uid, zone ?? null);
    const gate = new ActivityGate({ configs, sessions, clock: { now: () => now } });
    const { accounts, drawLog } = await openBooksIfAny(settings, createLog('silent'), disposer);
    const visit = { activityId, token: token ?? uid, cookieToken: undefined };
    const explanation = await explain(visit, { gate, accounts, drawLog, now, trusted: uid !== undefined });
    printExplanation(explanation, options);
    if (explanation.static === 'no_such_activity') {
      const folder = activitiesFolder(settings);
      process.stderr.write(`cms-market: looked in ${folder}; ACTIVITIES_DIR=… names another folder\n`);
    }
    const refused = explanation.static !== 'served' || explanation.draw === 'no_chance';
    process.exitCode = refused ? exitCodes.failed : exitCodes.ok;
  } catch (error) {
    process.stderr.write(`cms-market: ${(error as Error).message}\n`);
    process.exitCode = exitCodes.failed;
  } finally {
    await disposer.dispose();
  }
}

/* The passport itself, not what a session remembers of its answer. */
function askingPassport(settings: Settings, disposer: Disposer): Sessions {
  return new Sessions({
    sessionCache: new MemorySessionCache(),
    tokenVerifier: openVerifier(settings, disposer),
    errorReporter: { report: () => {} },
    ttlSeconds: settings.sessionTtlSeconds,
  });
}

function trusting(uid: string, zoneId: string | null): Pick<Sessions, 'resolve'> {
  const verdict: VerificationResult = { kind: 'user', user: { uid, zoneId, profile: {} } };
  return { resolve: async () => verdict };
}
