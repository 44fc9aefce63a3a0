import { createHash } from 'node:crypto';
import { csvFields } from '../../../application/shared/csv-fields.ts';
import type { FileLine } from '../../../application/shared/lines-of.ts';
import { chancesOfText, type Grant, grantKeyPattern } from '../../../domain/draws/grant.ts';
import { isTypedUid } from '../../../domain/visitors/user.ts';

/** What is wrong with a line of a file of grants. */
export type GrantProblemCode =
  | 'not_utf8'
  | 'too_long'
  | 'bad_quotes'
  | 'not_three_columns'
  | 'bad_uid'
  | 'bad_key'
  | 'bad_chances'
  | 'repeated'
  | 'too_many_lines';

export interface GrantProblem {
  readonly code: GrantProblemCode;
  /** From 1. */
  readonly line: number;
  /** What stands there; the line before, for `repeated`. */
  readonly found: string;
}

export type GrantLine =
  | { readonly kind: 'grant'; readonly grant: Grant }
  | { readonly kind: 'problem'; readonly problem: GrantProblem };

/** The most lines of a file: what is remembered of each, to find repeated ones, must fit in memory. */
export const MOST_GRANT_LINES = 1_000_000;

/** More than three fields of the longest kind take, with quotes. */
export const MOST_GRANT_LINE_BYTES = 4096;

const BOM = '\ufeff';
/* Without `ignoreBOM` it would take a byte order mark away from every line. */
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const HEADER = ['uid', 'key', 'chances'];

/* Enough to tell a million lines apart, in a quarter of the memory of their text. */
const DIGEST_BYTES = 12;

/**
 * Reads a file of grants: CSV with the columns uid, key and chances; a first line with these names, a byte order mark,
 * and empty lines are left out. The order is that of the file.
 */
export async function* grantLines(lines: AsyncIterable<FileLine>): AsyncIterable<GrantLine> {
  const seen = new Map<string, number>();
  for await (const { no, bytes } of lines) {
    if (no > MOST_GRANT_LINES) return yield problem('too_many_lines', no, '');
    const text = bytes && textOf(bytes);
    if (text === null || text === undefined) {
      yield problem(bytes ? 'not_utf8' : 'too_long', no, '');
      continue;
    }
    const line = no === 1 && text.startsWith(BOM) ? text.slice(1) : text;
    if (line.trim() === '') continue;
    const read = grantOfLine(line, no);
    if (read === 'header') continue;
    yield read.kind === 'grant' ? unlessRepeated(read, no, seen) : read;
  }
}

function grantOfLine(line: string, no: number): GrantLine | 'header' {
  const fields = csvFields(line);
  if (!fields) return problem('bad_quotes', no, line);
  if (no === 1 && fields.join().toLowerCase() === HEADER.join()) return 'header';
  const [uid = '', key = '', chancesText = ''] = fields;
  if (fields.length !== HEADER.length) return problem('not_three_columns', no, line);
  if (!isTypedUid(uid)) return problem('bad_uid', no, uid);
  if (!grantKeyPattern.test(key)) return problem('bad_key', no, key);
  const chances = chancesOfText(chancesText);
  return chances === null
    ? problem('bad_chances', no, chancesText)
    : { kind: 'grant', grant: { uid, key, chances } };
}

/* Of two lines for one user and key only one would count, and perhaps not the one that is meant. */
function unlessRepeated(
  read: Extract<GrantLine, { kind: 'grant' }>,
  no: number,
  seen: Map<string, number>,
): GrantLine {
  const { uid, key } = read.grant;
  const digest = createHash('sha256').update(`${key}\n${uid}`).digest().toString('latin1', 0, DIGEST_BYTES);
  const before = seen.get(digest);
  if (before !== undefined) return problem('repeated', no, String(before));
  seen.set(digest, no);
  return read;
}

function textOf(bytes: Buffer): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

function problem(code: GrantProblemCode, line: number, found: string): GrantLine {
  return { kind: 'problem', problem: { code, line, found } };
}
