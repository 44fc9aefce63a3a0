import type { Colors } from './colors.ts';
import { cut, displayWidth, padEnd, padStart } from './text-layout.ts';

const GAP = '  ';

/* A name that is cut to less says nothing. */
const NARROWEST = 8;

/**
 * Rows under their heads: the first column flush left and cut where the rest leaves too little of `width`, the
 * others flush right. With `sum` the last row stands below a line.
 */
export function textTable(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  { width, sum = false, colors }: { width: number; sum?: boolean; colors: Colors },
): string[] {
  const widths = heads.map((head, column) =>
    Math.max(displayWidth(head), ...rows.map((row) => displayWidth(row[column] ?? ''))),
  );
  const others = widths.slice(1).reduce((total, each) => total + each + GAP.length, 0);
  widths[0] = Math.min(widths[0] ?? 0, Math.max(NARROWEST, width - others));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => {
        const room = widths[column] ?? 0;
        return column === 0 ? padEnd(cut(cell, room), room) : padStart(cell, room);
      })
      .join(GAP)
      .trimEnd();
  const rule = colors.dim('─'.repeat(widths[0] + others));
  const lines = rows.map(line);
  if (sum) lines.splice(-1, 0, rule);
  return [colors.dim(line(heads)), rule, ...lines];
}
