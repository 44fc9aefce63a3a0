import { printExplanation } from '../adapters/cli/explain-command.ts';
import { MemorySessionCache } from '../adapters/memory/memory-session-cache.ts';
import { createLog } from '../adapters/pino/log.ts';
import { systemClock } from '../adapters/system/system-clock.ts';
import { ActivityGate } from '../application/activity-gate.ts';
import { explain } from '../application/explain.ts';
import { Sessions } from '../application/sessions.ts';
import { openBooksIfAny, openConfigs, openVerifier } from '../container.ts';
import type { Verdict } from '../domain/ports/token-verifier.ts';
import type { Settings } from '../settings.ts';
import { Closers } from './closers.ts';
import { exitCodes } from './exit-codes.ts';
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
  const closers = new Closers();
  try {
    const configs = await openConfigs(settings);
    const sessions = uid === undefined ? askingPassport(settings, closers) : trusting(uid, zone ?? null);
    const gate = new ActivityGate({ configs, sessions, clock: { now: () => now } });
    const { accounts, journal } = await openBooksIfAny(settings, createLog('silent'), closers);
    const visit = { activityId, token: token ?? uid, cookieToken: undefined };
    const explanation = await explain(visit, { gate, accounts, journal, now, trusted: uid !== undefined });
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
    await closers.closeAll();
  }
}

/* The passport itself, not what a session remembers of its answer. */
function askingPassport(settings: Settings, closers: Closers): Sessions {
  return new Sessions({
    sessionCache: new MemorySessionCache(),
    tokenVerifier: openVerifier(settings, closers),
    faultLog: { report: () => {} },
    ttlSeconds: settings.sessionTtlSeconds,
  });
}

function trusting(uid: string, zoneId: string | null): Pick<Sessions, 'resolve'> {
  const verdict: Verdict = { kind: 'user', user: { uid, zoneId, profile: {} } };
  return { resolve: async () => verdict };
}
