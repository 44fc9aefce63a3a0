import {
  type MarkedWins,
  markDelivered,
  type NamedWin,
  type Unmarked,
} from '../../../application/deliveries/mark-delivered.ts';
import { activityIdPattern } from '../../../domain/activities/activity.ts';
import type { HandOvers } from '../../../domain/deliveries/hand-overs.ts';
import type { Command, CommandParts, Io } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { commandMessages } from '../i18n/command-messages.ts';
import { type DoneProblem, doneMessages } from '../i18n/deliveries-done-messages.ts';
import { drawIdLines, MOST_DRAW_ID_LINE_BYTES } from '../input/draw-id-lines.ts';
import { type LineFile, openLineFile } from '../input/line-file.ts';
import { jsonOption } from '../options.ts';
import { progressLine } from '../render/progress.ts';
import { cut, plain } from '../render/text-layout.ts';

interface DoneOptions {
  readonly file?: string;
  readonly activity?: string;
  readonly json?: boolean;
}

/** A win that was not marked. `line` is `null` where it was given as an argument. */
interface Refusal {
  readonly line: number | null;
  readonly drawId: string | null;
  readonly problem: DoneProblem;
}

/* Nobody reads more of them, and a file of another kind has one in each line. */
const MOST_REFUSALS = 1000;

/* The most columns of a draw id. */
const WIDTH = 80;

export const deliveriesDoneCommand: Command<DoneOptions> = {
  name: 'done',
  summary: {
    en: 'mark prizes as handed over: those by hand, and those with a form that goes to no endpoint',
    zh: '把人工发放的奖品标记为已发放（含填写信息后人工寄送的）',
  },
  settings: 'all',
  arguments: [
    { syntax: '[draw...]', description: { en: 'draw ids; or --file', zh: '抽奖编号；或使用 --file' } },
  ],
  options: [
    {
      flags: '--file <file>',
      description: {
        en: 'many: a draw id a line, or CSV with a column draw_id, as "export --won" writes it',
        zh: '批量：每行一个抽奖编号，或含 draw_id 列的 CSV（可直接使用 export --won 的文件）',
      },
    },
    {
      flags: '--activity <activity>',
      description: { en: 'only wins of this activity', zh: '仅限此活动的中奖' },
    },
    jsonOption,
  ],
  async run(parts, io, args, { file: path, activity, json = false }) {
    const [drawIds] = args as [readonly string[]];
    const messages = doneMessages[io.language];
    const refuse = (reason: string, exitCode: ExitCode = exitCodes.usage) => {
      io.stderr.write(`cms-market: ${reason}\n`);
      return exitCode;
    };
    if ((drawIds.length === 0) === (path === undefined)) return refuse(messages.needsOne);
    if (activity !== undefined && !activityIdPattern.test(activity)) {
      return refuse(commandMessages[io.language].noActivityId(plain(activity)));
    }
    if (path === undefined) return mark(parts, io, activity ?? null, { given: drawIds }, json);
    let file: LineFile;
    try {
      file = await openLineFile(path, MOST_DRAW_ID_LINE_BYTES);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      return refuse(messages.unreadable(path, code ?? message));
    }
    try {
      return await mark(parts, io, activity ?? null, { file }, json);
    } finally {
      await file.close();
    }
  },
};

type Source = { readonly given: readonly string[] } | { readonly file: LineFile };

async function mark(
  parts: CommandParts,
  io: Io,
  activityId: string | null,
  source: Source,
  json: boolean,
): Promise<ExitCode> {
  const refusals: Refusal[] = [];
  let refused = 0;
  const refuse = (refusal: Refusal) => {
    refused += 1;
    if (refusals.length < MOST_REFUSALS) refusals.push(refusal);
  };
  const isFile = 'file' in source;
  const wins = isFile
    ? winsOfFile(source.file, (line, problem) => refuse({ line, drawId: null, problem }))
    : winsGiven(source.given);
  const onUnmarked = ({ line, drawId }: NamedWin, problem: Unmarked) =>
    refuse({ line: isFile ? line : null, drawId, problem });
  const all = isFile ? await countOf(source.file) : source.given.length;
  const progress = progressLine('deliveries done', io.stderr, io.language);
  const tasks = await parts.deliveryTasks('own');
  const deps = { handOvers: tasks?.handOvers ?? NOTHING_WON, clock: parts.clock, by: parts.userName };
  let done = 0;
  try {
    const marked = await markDelivered(deps, activityId, wins, onUnmarked, (now) => {
      done = now;
      progress.report(now, all);
    });
    progress.end();
    io.stdout.write(report({ ...marked, refused }, refusals, io, json));
    return refused === 0 ? exitCodes.ok : exitCodes.failed;
  } catch (error) {
    progress.end();
    const reason = (error as Error).message;
    io.stderr.write(`cms-market: ${doneMessages[io.language].interrupted(done, reason)}\n`);
    return exitCodes.failed;
  }
}

/* There is no record store yet. */
const NOTHING_WON: HandOvers = { markSent: async () => 0, markDelivered: async () => new Map() };

async function* winsGiven(drawIds: readonly string[]): AsyncIterable<NamedWin> {
  for (const [index, drawId] of drawIds.entries()) yield { line: index + 1, drawId };
}

async function* winsOfFile(
  file: LineFile,
  onProblem: (line: number, problem: DoneProblem) => void,
): AsyncIterable<NamedWin> {
  for await (const line of drawIdLines(file.lines())) {
    if (line.kind === 'win') yield line;
    else onProblem(line.line, { kind: line.code });
  }
}

async function countOf(file: LineFile): Promise<number> {
  let count = 0;
  for await (const _ of file.lines()) count += 1;
  return count;
}

function report(
  { delivered, already, refused }: MarkedWins & { readonly refused: number },
  refusals: readonly Refusal[],
  { language }: Io,
  json: boolean,
): string {
  const messages = doneMessages[language];
  if (json) {
    const problems = refusals.map(({ problem, line, drawId }) => {
      const { kind: code, ...more } = problem;
      return { line, drawId, code, ...more, message: messages.problem(problem) };
    });
    return `${JSON.stringify({ delivered, already, problemCount: refused, problems }, null, 2)}\n`;
  }
  const lines = refusals.map(({ line, drawId, problem }) => {
    const shown = drawId === null ? null : cut(plain(drawId), WIDTH);
    return line === null
      ? messages.given(shown ?? '', messages.problem(problem))
      : messages.inLine(line, shown, messages.problem(problem));
  });
  if (refused > refusals.length) lines.push(messages.more(refused - refusals.length));
  lines.push(messages.delivered(delivered));
  if (already > 0) lines.push(messages.already(already));
  if (refused > 0) lines.push(messages.unmarked(refused));
  return `${lines.join('\n')}\n`;
}
