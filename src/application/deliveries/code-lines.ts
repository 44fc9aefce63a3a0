import { isRedeemCode } from '../../domain/deliveries/redeem-code.ts';
import { csvFields } from '../shared/csv-fields.ts';
import type { FileLine } from '../shared/lines-of.ts';
import type { RepeatedLines } from './repeated-lines.ts';

/** What is wrong with a line of a file of codes. */
export type CodeProblemCode =
  | 'not_utf8'
  | 'too_long'
  | 'bad_quotes'
  | 'no_code_column'
  | 'no_code'
  | 'bad_code'
  | 'rounded_number'
  | 'repeated'
  | 'too_many_lines';

/** It holds nothing of the line: that may be a code. */
export interface CodeProblem {
  readonly code: CodeProblemCode;
  /** From 1. */
  readonly line: number;
  /** The line with the same code, for `repeated`. */
  readonly before?: number;
}

export type CodeLine =
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'problem'; readonly problem: CodeProblem };

/** The most lines of a file: what is remembered of each, to find repeated ones, takes up to 32 bytes. */
export const MOST_CODE_LINES = 5_000_000;

/** A code and its other columns. */
export const MOST_CODE_LINE_BYTES = 4096;

const BOM = '\ufeff';
/* Without `ignoreBOM` it would take a byte order mark away from every line. */
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const COLUMN_NAMES: ReadonlySet<string> = new Set([
  ...['code', 'codes', 'redeem_code', 'coupon_code'],
  ...['兑换码', '券码', '激活码', '卡密'],
]);

/* How spreadsheets write a number of more than 15 digits that they have rounded. */
const ROUNDED = /^\d(\.\d+)?E\+\d+$/i;

/**
 * Reads a file of codes: a code a line, or CSV, of which the column that is called `code` is taken, or else the first one.
 * A byte order mark and empty lines are left out. The order is that of the file.
 * @param seen finds repeated codes; without it they are not looked for
 */
export async function* codeLines(
  lines: AsyncIterable<FileLine>,
  seen?: RepeatedLines,
): AsyncIterable<CodeLine> {
  let column: number | null = null;
  for await (const { no, bytes } of lines) {
    if (no > MOST_CODE_LINES) return yield problem('too_many_lines', no);
    const text = bytes && textOf(bytes);
    // In a file of another encoding each line is wrong.
    if (bytes && text === null) return yield problem('not_utf8', no);
    if (text === null) {
      yield problem('too_long', no);
      continue;
    }
    const line = no === 1 && text.startsWith(BOM) ? text.slice(1) : text;
    if (line.trim() === '') continue;
    const fields = csvFields(line)?.map((field) => field.trim());
    if (!fields) {
      yield problem('bad_quotes', no);
      continue;
    }
    if (column === null) {
      const named = fields.findIndex((field) => COLUMN_NAMES.has(field.toLowerCase()));
      if (named === -1 && isHeading(fields)) return yield problem('no_code_column', no);
      column = Math.max(named, 0);
      if (named !== -1) continue;
    }
    yield codeOf(fields[column], no, seen);
  }
}

/* A code or a date beside it has a digit; a heading has none, and would be loaded as a code. */
function isHeading(fields: readonly string[]): boolean {
  return fields.length > 1 && !fields.some((field) => /\d/.test(field));
}

function codeOf(code: string | undefined, no: number, seen: RepeatedLines | undefined): CodeLine {
  if (code === undefined || code === '') return problem('no_code', no);
  if (ROUNDED.test(code)) return problem('rounded_number', no);
  if (!isRedeemCode(code)) return problem('bad_code', no);
  const before = seen?.note(code, no) ?? null;
  return before === null
    ? { kind: 'code', code }
    : { kind: 'problem', problem: { code: 'repeated', line: no, before } };
}

function textOf(bytes: Buffer): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

function problem(code: CodeProblemCode, line: number): CodeLine {
  return { kind: 'problem', problem: { code, line } };
}
