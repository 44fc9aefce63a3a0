import type { GrantCounts, GrantPlace, Grants } from '../../../application/draws/grants.ts';
import { activityIdPattern, phaseAt } from '../../../domain/activities/activity.ts';
import { type Grant, grantKeyPattern, MOST_CHANCES_OF_A_GRANT } from '../../../domain/draws/grant.ts';
import { isoInTimezone } from '../../../domain/shared/local-time.ts';
import { isTypedUid } from '../../../domain/visitors/user.ts';
import { type Command, type CommandParts, type Io, NotAllowed } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { commandMessages } from '../i18n/command-messages.ts';
import { grantMessages } from '../i18n/grant-messages.ts';
import { checkGrants, grantsOf } from '../input/grant-file.ts';
import { MOST_GRANT_LINE_BYTES } from '../input/grant-lines.ts';
import { type LineFile, openLineFile } from '../input/line-file.ts';
import { activityArgument, jsonOption, wholeNumber } from '../options.ts';
import { progressLine } from '../render/progress.ts';
import { type GrantReport, grantReportAsJson, renderGrantReport } from '../render/render-grants.ts';
import { plain } from '../render/text-layout.ts';
import { drawingActivity } from './drawing-activity.ts';

interface GrantOptions {
  readonly key?: string;
  readonly chances?: number;
  readonly file?: string;
  readonly json?: boolean;
}

export const grantCommand: Command<GrantOptions> = {
  name: 'grant',
  summary: {
    en: 'give users chances to draw, once for each key',
    zh: '向用户发放抽奖机会，同一 key 只发放一次',
  },
  settings: 'all',
  arguments: [
    activityArgument,
    { syntax: '[uid]', description: { en: 'the user’s id; or --file', zh: '用户编号；或使用 --file' } },
  ],
  options: [
    {
      flags: '--key <key>',
      description: {
        en: 'what it is for; under the same key the user gets it once',
        zh: '发放事由；同一用户同一 key 只发放一次',
      },
      parse: grantKey,
      conflicts: 'file',
    },
    {
      flags: '--chances <n>',
      description: { en: 'how many', zh: '发放次数' },
      parse: wholeNumber(1, MOST_CHANCES_OF_A_GRANT),
      conflicts: 'file',
    },
    {
      flags: '--file <file>',
      description: {
        en: 'many users: CSV of uid,key,chances',
        zh: '批量发放：uid,key,chances 的 CSV 文件',
      },
    },
    jsonOption,
  ],
  async run(parts, io, args, { key, chances, file, json = false }) {
    const [activityId, uid] = args as [string, string | undefined];
    const messages = grantMessages[io.language];
    const refuse = (reason: string, exitCode: ExitCode = exitCodes.usage) => {
      io.stderr.write(`cms-market: ${reason}\n`);
      return exitCode;
    };
    if (!activityIdPattern.test(activityId)) {
      return refuse(commandMessages[io.language].noActivityId(plain(activityId)));
    }
    const one =
      uid !== undefined && key !== undefined && chances !== undefined ? { uid, key, chances } : null;
    if ((one === null) === (file === undefined) || (file !== undefined && uid !== undefined)) {
      return refuse(messages.needsAll);
    }
    if (one && !isTypedUid(one.uid)) return refuse(messages.badUid(plain(one.uid)));
    const activity = await drawingActivity(activityId, parts, io);
    if (!activity) return exitCodes.usage;
    const { rules } = activity.details;
    // Also because accounts are removed some time after the end, and with them what has been granted.
    if (activity.endsAt !== null && phaseAt(activity, parts.clock.now()) === 'ended') {
      return refuse(
        messages.ended(activityId, isoInTimezone(activity.endsAt, rules.timezone)),
        exitCodes.failed,
      );
    }
    const place = { activityId, rules };
    return file === undefined
      ? grantOne(parts, io, place, one as Grant, json)
      : grantFile(parts, io, place, file, json);
  },
};

async function grantOne(parts: CommandParts, io: Io, place: GrantPlace, grant: Grant, json: boolean) {
  async function* grants() {
    yield grant;
  }
  return print(place, await (await parts.grants()).grant(place, grants()), io, json);
}

async function grantFile(
  parts: CommandParts,
  io: Io,
  place: GrantPlace,
  path: string,
  json: boolean,
): Promise<ExitCode> {
  const messages = grantMessages[io.language];
  let file: LineFile;
  try {
    file = await openLineFile(path, MOST_GRANT_LINE_BYTES);
  } catch (error) {
    io.stderr.write(`cms-market: ${messages.unreadable(path, reasonOf(error))}\n`);
    return exitCodes.usage;
  }
  try {
    // The whole file first: nothing is granted if one line is wrong.
    const check = await checkGrants(file);
    if (check.problemCount > 0) return print(place, { ...NONE, ...check }, io, json);
    if (check.grants === 0) io.stderr.write(`cms-market: ${messages.noLines(path)}\n`);
    return await grantAll(await parts.grants(), io, place, { file, path, count: check.grants }, json);
  } finally {
    await file.close();
  }
}

interface CheckedFile {
  readonly file: LineFile;
  readonly path: string;
  readonly count: number;
}

async function grantAll(
  grants: Grants,
  io: Io,
  place: GrantPlace,
  { file, path, count }: CheckedFile,
  json: boolean,
): Promise<ExitCode> {
  const messages = grantMessages[io.language];
  const progress = progressLine(`grant ${place.activityId}`, io.stderr, io.language);
  let done = 0;
  try {
    const checked = grantsOf(file, messages.changed(path));
    const counts = await grants.grant(place, checked, (now) => {
      done = now;
      progress.report(now, count);
    });
    progress.end();
    return print(place, counts, io, json);
  } catch (error) {
    progress.end();
    io.stderr.write(`cms-market: ${messages.interrupted(done, (error as Error).message)}\n`);
    return exitCodes.failed;
  }
}

const NONE: GrantCounts = { granted: 0, chances: 0, known: 0 };

function print(
  { activityId }: GrantPlace,
  counts: GrantCounts & Partial<Pick<GrantReport, 'problems' | 'problemCount'>>,
  { stdout, language }: Io,
  json: boolean,
): ExitCode {
  const report: GrantReport = { activityId, problems: [], problemCount: 0, ...counts };
  stdout.write(
    json
      ? `${JSON.stringify(grantReportAsJson(report, language), null, 2)}\n`
      : renderGrantReport(report, language),
  );
  return report.problemCount === 0 ? exitCodes.ok : exitCodes.failed;
}

function grantKey(text: string): string {
  if (grantKeyPattern.test(text)) return text;
  throw new NotAllowed({
    en: 'must have 1 to 64 letters, digits, "_", ".", ":", "-"',
    zh: '应为 1 到 64 个字母、数字、“_”、“.”、“:”或“-”',
  });
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message;
}
