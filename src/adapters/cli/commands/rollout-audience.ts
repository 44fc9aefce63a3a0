import type { Audience } from '../../../domain/releases/audience.ts';
import { MOST_USERS } from '../../../domain/releases/audience.ts';
import { type CommandOption, type Io, NotAllowed } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { rolloutMessages } from '../i18n/rollout-messages.ts';
import { type LineFile, openLineFile } from '../input/line-file.ts';
import { MOST_USER_LINE_BYTES, readUserLines, type UserLines } from '../input/user-lines.ts';
import { cut, plain } from '../render/text-layout.ts';
import type { Opened } from './release-run.ts';

export interface AudienceOptions {
  readonly percent?: number;
  /** A file. */
  readonly users?: string;
  readonly zones?: readonly string[];
}

const LONGEST_ZONE = 64;

/* The most columns of what stands in a wrong line. */
const WIDTH = 60;

export const audienceOptions: readonly CommandOption[] = [
  {
    flags: '--percent <p>',
    description: {
      en: 'for this share of all users, such as 10 or 0.5; always the same users',
      zh: '开放给此比例的用户，例如 10 或 0.5；同一用户的结果不变',
    },
    parse: percentOf,
  },
  {
    flags: '--users <file>',
    description: {
      en: 'for the users of this file, a uid a line',
      zh: '开放给此文件中的用户，每行一个用户编号',
    },
  },
  {
    flags: '--zones <zones>',
    description: {
      en: 'for the users of these zones, divided by commas',
      zh: '开放给这些区域的用户，用逗号分隔',
    },
    parse: zonesOf,
  },
];

/** Who is to get the candidate; exactly one of the options is given. */
export async function audienceOf(
  { percent, users, zones }: AudienceOptions,
  io: Io,
): Promise<Opened<{ readonly audience: Audience }>> {
  if (percent !== undefined) return { kind: 'opened', audience: { kind: 'percent', percent } };
  if (zones !== undefined) return { kind: 'opened', audience: { kind: 'zones', zones } };
  return usersOf(users ?? '', io);
}

async function usersOf(path: string, io: Io): Promise<Opened<{ readonly audience: Audience }>> {
  const messages = rolloutMessages[io.language];
  let file: LineFile;
  try {
    file = await openLineFile(path, MOST_USER_LINE_BYTES);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    io.stderr.write(`cms-market: ${messages.unreadable(plain(path), code ?? message)}\n`);
    return { kind: 'refused', exitCode: exitCodes.usage };
  }
  try {
    const read = await readUserLines(file.lines());
    const reasons = reasonsOf(read, plain(path), io);
    if (reasons.length === 0) return { kind: 'opened', audience: { kind: 'users', uids: read.uids } };
    for (const reason of reasons) io.stderr.write(`cms-market: ${reason}\n`);
    return { kind: 'refused', exitCode: exitCodes.failed };
  } finally {
    await file.close();
  }
}

/* Empty where the file is sound. */
function reasonsOf({ uids, problems, problemCount, isTooMany }: UserLines, path: string, io: Io): string[] {
  const messages = rolloutMessages[io.language];
  if (isTooMany) return [messages.tooManyUsers(path, MOST_USERS)];
  if (problemCount === 0) return uids.length > 0 ? [] : [messages.noUsers(path)];
  return [
    ...problems.map(({ line, code, found }) =>
      messages.line(line, messages.problems[code](cut(plain(found), WIDTH))),
    ),
    ...(problemCount > problems.length ? [messages.moreProblems(problemCount - problems.length)] : []),
    messages.usersRefused,
  ];
}

function percentOf(text: string): number {
  const digits = /^(\d{1,3}(?:\.\d{1,2})?)%?$/.exec(text.trim())?.[1];
  const percent = Number(digits);
  if (percent > 0 && percent <= 100) return percent;
  throw new NotAllowed({
    en: 'must be more than 0 and at most 100, with at most two decimals',
    zh: '应大于 0 且不超过 100，最多两位小数',
  });
}

function zonesOf(text: string): readonly string[] {
  const zones = text.split(/[,，]/).map((zone) => zone.trim());
  if (zones.every((zone) => zone !== '' && zone.length <= LONGEST_ZONE && !/\p{Control}/u.test(zone))) {
    return [...new Set(zones)];
  }
  throw new NotAllowed({
    en: `must be ids of zones of 1 to ${LONGEST_ZONE} characters, divided by commas`,
    zh: `应为 1 到 ${LONGEST_ZONE} 个字符的区域编号，用逗号分隔`,
  });
}
