import { isUtf8 } from 'node:buffer';
import type { FileLine } from '../../../application/shared/lines-of.ts';
import { MOST_USERS } from '../../../domain/releases/audience.ts';
import { isTypedUid } from '../../../domain/visitors/user.ts';

export interface UserLineProblem {
  /** From 1. */
  readonly line: number;
  readonly code: 'not_utf8' | 'too_long' | 'bad_uid';
  readonly found: string;
}

export interface UserLines {
  /** Each once. */
  readonly uids: readonly string[];
  /** The first ones. */
  readonly problems: readonly UserLineProblem[];
  readonly problemCount: number;
  /** Whether there are more users than an audience may name; the rest was not read. */
  readonly isTooMany: boolean;
}

/** A uid has at most 128 UTF-16 units, each of at most three bytes. */
export const MOST_USER_LINE_BYTES = 1024;

/* Nobody reads more of them. */
const MOST_PROBLEMS = 20;

const BYTE_ORDER_MARK = '\ufeff';

/** Reads a file with a uid a line. Empty lines are left out. */
export async function readUserLines(lines: AsyncIterable<FileLine>): Promise<UserLines> {
  const uids = new Set<string>();
  const problems: UserLineProblem[] = [];
  let problemCount = 0;
  let isTooMany = false;
  for await (const { no: line, bytes } of lines) {
    const read = uidOf(line, bytes);
    if (read.code !== undefined) {
      problemCount += 1;
      if (problems.length < MOST_PROBLEMS) problems.push({ line, code: read.code, found: read.found });
    } else if (read.found !== '') {
      uids.add(read.found);
      isTooMany = uids.size > MOST_USERS;
      if (isTooMany) break;
    }
  }
  return { uids: [...uids], problems, problemCount, isTooMany };
}

function uidOf(
  line: number,
  bytes: Buffer | null,
): { readonly code?: UserLineProblem['code']; readonly found: string } {
  if (bytes === null) return { code: 'too_long', found: '' };
  if (!isUtf8(bytes)) return { code: 'not_utf8', found: '' };
  const text = bytes.toString();
  const found = (line === 1 && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text).trim();
  if (found === '' || isTypedUid(found)) return { found };
  return { code: 'bad_uid', found };
}
