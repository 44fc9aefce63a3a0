import type { NamedWin } from '../../../application/deliveries/mark-delivered.ts';
import { csvFields } from '../../../application/shared/csv-fields.ts';
import type { FileLine } from '../../../application/shared/lines-of.ts';

/** What is wrong with a line of a file of draw ids. */
export type DrawIdProblemCode = 'too_long' | 'bad_quotes' | 'no_column' | 'bad_id';

export type DrawIdLine =
  | ({ readonly kind: 'win' } & NamedWin)
  | { readonly kind: 'problem'; readonly code: DrawIdProblemCode; readonly line: number };

/** A line of `export --won --forms` has a name, an address and some more. */
export const MOST_DRAW_ID_LINE_BYTES = 64 * 1024;

const COLUMN = 'draw_id';

/* As UTF-8 and as latin1. */
const BOM = '\u00ef\u00bb\u00bf';

const ID = /^[A-Za-z0-9_-]{1,128}$/;

/**
 * Reads a file of draw ids: one a line, or CSV with a line of names, one of which is `draw_id`. Empty lines are left out.
 * It may be in any encoding that has ASCII in it, also as a Chinese spreadsheet saves it: all but the ids is passed over.
 */
export async function* drawIdLines(lines: AsyncIterable<FileLine>): AsyncIterable<DrawIdLine> {
  let column: number | null = null;
  let isFirst = true;
  for await (const { no, bytes } of lines) {
    if (bytes === null) {
      yield { kind: 'problem', code: 'too_long', line: no };
      continue;
    }
    const text = bytes.toString('latin1');
    const line = isFirst && text.startsWith(BOM) ? text.slice(BOM.length) : text;
    if (line.trim() === '') continue;
    const fields = csvFields(line)?.map((field) => field.trim());
    const header = isFirst && fields ? fields.indexOf(COLUMN) : -1;
    isFirst = false;
    if (header !== -1) column = header;
    else yield winOf(fields, column, no);
  }
}

function winOf(fields: readonly string[] | undefined, column: number | null, line: number): DrawIdLine {
  if (!fields) return { kind: 'problem', code: 'bad_quotes', line };
  if (column === null && fields.length > 1) return { kind: 'problem', code: 'no_column', line };
  const drawId = fields[column ?? 0] ?? '';
  return ID.test(drawId) ? { kind: 'win', line, drawId } : { kind: 'problem', code: 'bad_id', line };
}
