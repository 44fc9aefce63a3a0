import { ActivityGate } from '../../../application/admission/activity-gate.ts';
import { Sessions } from '../../../application/admission/sessions.ts';
import { explain } from '../../../application/analysis/explain.ts';
import type { VerificationResult } from '../../../domain/visitors/token-verifier.ts';
import type { Command, CommandParts } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { commandMessages } from '../i18n/command-messages.ts';
import { activityArgument, instantOf, jsonOption } from '../options.ts';
import { explanationAsJson, renderExplanation } from '../render/render-explanation.ts';

interface ExplainOptions {
  readonly token?: string;
  /** Taken on trust: no passport is asked. */
  readonly uid?: string;
  readonly zone?: string;
  /** Milliseconds since the epoch; now, if left out. */
  readonly at?: number;
  readonly json?: boolean;
}

export const explainCommand: Command<ExplainOptions> = {
  name: 'explain',
  summary: {
    en: 'show which checks a visitor passes and which not, without drawing anything',
    zh: '逐项说明某位访客能通过哪些检查（不会真的抽奖）',
  },
  settings: 'all',
  arguments: [activityArgument],
  options: [
    {
      flags: '--token <token>',
      description: { en: 'the visitor’s token; the passport is asked', zh: '访客的 token；会询问 passport' },
      conflicts: 'uid',
    },
    {
      flags: '--uid <uid>',
      description: { en: 'the visitor’s id, taken on trust', zh: '访客编号，不作验证' },
    },
    {
      flags: '--zone <zone>',
      description: { en: 'the visitor’s zone, with --uid', zh: '访客所在区域，与 --uid 同用' },
      conflicts: 'token',
    },
    {
      flags: '--at <time>',
      description: {
        en: 'when, such as 2026-11-11T20:00:00+08:00; now, if left out',
        zh: '时间，例如 2026-11-11T20:00:00+08:00；省略则为现在',
      },
      parse: instantOf,
    },
    jsonOption,
  ],
  async run(parts, io, args, { token, uid, zone, at: now = parts.clock.now(), json = false }) {
    const [activityId] = args as [string];
    const { configs } = await parts.activities();
    const sessions = uid === undefined ? await askingPassport(parts) : trusting(uid, zone ?? null);
    const gate = new ActivityGate({ configs, sessions, clock: { now: () => now } });
    const { accounts, drawLog, pools } = await parts.ledgerIfAny();
    const visit = { activityId, token: token ?? uid, cookieToken: undefined };
    const explanation = await explain(visit, {
      gate,
      kinds: parts.kinds,
      accounts,
      drawLog,
      pools,
      now,
      trusted: uid !== undefined,
    });
    io.stdout.write(
      json
        ? `${JSON.stringify(explanationAsJson(explanation, io.language), null, 2)}\n`
        : renderExplanation(explanation, io.language),
    );
    if (explanation.static === 'no_such_activity') {
      io.stderr.write(`cms-market: ${commandMessages[io.language].looked(parts.activitiesFolder)}\n`);
    }
    const isRefused = explanation.static !== 'served' || explanation.draw === 'no_chance';
    return isRefused ? exitCodes.failed : exitCodes.ok;
  },
};

/* The passport itself answers, not what a session remembers of an earlier answer. */
async function askingPassport(parts: CommandParts): Promise<Sessions> {
  return new Sessions({
    sessionCache: { get: () => undefined, put: async () => {} },
    tokenVerifier: await parts.tokenVerifier(),
    errorReporter: { report: () => {} },
    ttlSeconds: 1,
  });
}

function trusting(uid: string, zoneId: string | null): Pick<Sessions, 'resolve'> {
  const result: VerificationResult = { kind: 'user', user: { uid, zoneId, profile: {} } };
  return { resolve: async () => result };
}
