import { noEndedSessions } from '../../../application/admission/ended-sessions.ts';
import { Sessions } from '../../../application/admission/sessions.ts';
import type { AccessFacts } from '../../../application/analysis/access-facts.ts';
import { explain } from '../../../application/analysis/explain.ts';
import { type ExplainedSource, publishedSource } from '../../../application/analysis/explained-source.ts';
import { trustedUser } from '../../../application/analysis/trusted-user.ts';
import { unlimitedTokens } from '../../../domain/visitors/unknown-tokens.ts';
import type { Command, CommandParts, Io } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { commandMessages } from '../i18n/command-messages.ts';
import { explainMessages } from '../i18n/explain-messages.ts';
import { activityArgument, instantOf, jsonOption } from '../options.ts';
import { explanationAsJson, renderExplanation } from '../render/render-explanation.ts';

interface ExplainOptions {
  readonly token?: string;
  /** Taken on trust: no passport is asked. */
  readonly uid?: string;
  readonly zone?: string;
  /** Milliseconds since the epoch; now, if left out. */
  readonly at?: number;
  readonly draft?: boolean;
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
    {
      flags: '--draft',
      description: {
        en: 'the activity as its file has it, published or not, in place of what visitors get',
        zh: '按文件中的草稿说明，而不是对外发布的版本',
      },
    },
    jsonOption,
  ],
  async run(parts, io, args, { token, uid, zone, at: now = parts.clock.now(), draft = false, json = false }) {
    const [activityId] = args as [string];
    const source = draft ? await draftOf(activityId, parts) : await sourceOf(activityId, parts, io);
    const sessions = uid === undefined ? await askingPassport(parts) : trustedUser(uid, zone ?? null);
    const { accounts, drawLog, pools } = await parts.ledgerIfAny();
    const visit = { activityId, token: token ?? uid, cookieToken: undefined };
    const explanation = await explain(visit, {
      source,
      sessions,
      access: await accessOf(parts, io),
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
    if (explanation.static === 'no_such_activity') await hint(source, activityId, parts, io);
    const isRefused = explanation.static !== 'served' || explanation.draw === 'no_chance';
    return isRefused ? exitCodes.failed : exitCodes.ok;
  },
};

/* What else is known is explained without it. */
async function accessOf(parts: CommandParts, io: Io): Promise<AccessFacts | undefined> {
  try {
    return await parts.access();
  } catch (error) {
    io.stderr.write(`cms-market: ${explainMessages[io.language].accessNotRead((error as Error).message)}\n`);
    return undefined;
  }
}

/* What visitors get; where nothing was ever published, or that cannot be read, the draft. */
async function sourceOf(activityId: string, parts: CommandParts, io: Io): Promise<ExplainedSource> {
  try {
    const releases = await parts.releases('own');
    if (releases && !(await releases.isEmpty())) {
      const { queries, read } = releases;
      return await publishedSource(activityId, {
        state: (id) => queries.state(id),
        release: (id, no) => queries.release(id, no),
        read,
      });
    }
  } catch (error) {
    io.stderr.write(`cms-market: ${explainMessages[io.language].notRead((error as Error).message)}\n`);
  }
  return draftOf(activityId, parts);
}

async function draftOf(activityId: string, parts: CommandParts): Promise<ExplainedSource> {
  const { configs } = await parts.activities();
  return { kind: 'draft', activity: configs.find(activityId) };
}

async function hint(
  source: ExplainedSource,
  activityId: string,
  parts: CommandParts,
  { stderr, language }: Io,
): Promise<void> {
  if (source.kind === 'draft') {
    stderr.write(`cms-market: ${commandMessages[language].looked(parts.activitiesFolder)}\n`);
  } else if (await parts.hasActivityFolder(activityId)) {
    stderr.write(`cms-market: ${explainMessages[language].hasDraft(activityId)}\n`);
  }
}

/* The passport itself answers, not what a session remembers of an earlier answer. */
async function askingPassport(parts: CommandParts): Promise<Sessions> {
  return new Sessions({
    sessionCache: { get: () => undefined, put: async () => {} },
    tokenVerifier: await parts.tokenVerifier(),
    ended: noEndedSessions,
    unknownTokens: unlimitedTokens,
    clock: { now: () => Date.now() },
    errorReporter: { report: () => {} },
    ttlSeconds: 1,
  });
}
