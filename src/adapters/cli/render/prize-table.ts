import type { PrizeSummary } from '../../../application/authoring/check/draws-summary.ts';
import type { ActivityDiff } from '../../../application/authoring/diff/diff-activities.ts';
import type { StockOfPrize } from '../../../application/authoring/diff/stock-of-prizes.ts';
import type { DiffMessages } from '../i18n/diff-messages.ts';
import type { Colors } from './colors.ts';
import { grouped } from './render-summary.ts';
import { cut, displayWidth, plain, wrap } from './text-layout.ts';
import { textTable } from './text-table.ts';
import { clockText, offsetText } from './time-text.ts';

/* A name of which so much is left can still be told from others. */
const NAME_WIDTH = 16;
const MINUTES = 'YYYY-MM-DD hh:mm'.length;

/** What each prize would be, how many are won and when it runs out; in two tables where one has no room for it. */
export function prizeTable(
  { prizes, before, after }: ActivityDiff,
  words: DiffMessages,
  { width, colors }: { readonly width: number; readonly colors: Colors },
): string[] {
  if (prizes.length === 0) return [];
  const odds = (fallback: string | null | undefined) => (prize: PrizeSummary) =>
    prize.odds.oneIn === null && prize.id === fallback ? words.fallback : `${prize.odds.percent}%`;
  const { endsAt, timezone } = after.window;
  const rows = prizes.map(({ id, before: old, after: now, won, runsOutAt }) => [
    plain(now?.name ?? old?.name ?? id),
    moved(old && odds(before.draws?.fallback)(old), now && odds(after.draws?.fallback)(now)),
    moved(old && stockText(old), now && stockText(now)),
    won === null ? '?' : grouped(String(won)),
    moved(old && costText(old), now && costText(now)),
    runOutText({ after: now, won, runsOutAt }, endsAt, timezone, words),
  ]);
  const tableOf = (columns: readonly number[]) => {
    const pick = (cells: readonly string[]) => columns.map((column) => cells[column] ?? '');
    return textTable(pick(words.heads), rows.map(pick), { width, colors });
  };
  const tables = hasRoom(words.heads, rows, width)
    ? [tableOf([0, 1, 2, 3, 4, 5])]
    : [tableOf([0, 1, 2, 4]), [''], tableOf([0, 3, 5])];
  return [...tables.flat(), ...paceLines(rows, prizes, timezone, words, width).map(colors.dim)];
}

function hasRoom(heads: readonly string[], rows: readonly (readonly string[])[], width: number): boolean {
  const cells = [heads, ...rows].map(([name = '', ...others]) => [cut(name, NAME_WIDTH), ...others]);
  const widths = heads.map((_head, at) => Math.max(...cells.map((line) => displayWidth(line[at] ?? ''))));
  return widths.reduce((sum, each) => sum + each + 2, -2) <= width;
}

function runOutText(
  { after, won, runsOutAt }: Pick<StockOfPrize, 'after' | 'won' | 'runsOutAt'>,
  endsAt: string | null,
  timezone: string,
  words: DiffMessages,
): string {
  if (runsOutAt === null) return '–';
  if ((won ?? 0) >= (after?.stock ?? 0)) return words.gone;
  const at = Date.parse(runsOutAt);
  if (endsAt !== null && at > Date.parse(endsAt)) return words.afterEnd;
  return clockText(at, timezone).slice(0, MINUTES);
}

/* How the times are to be read, where there are some. */
function paceLines(
  rows: readonly (readonly string[])[],
  prizes: readonly StockOfPrize[],
  timezone: string,
  words: DiffMessages,
  width: number,
): string[] {
  const offsets = prizes.flatMap(({ runsOutAt }, index) =>
    runsOutAt !== null && /^\d/.test(rows[index]?.at(-1) ?? '')
      ? [offsetText(Date.parse(runsOutAt), timezone)]
      : [],
  );
  if (offsets.length === 0) return [];
  return wrap(words.runsOut(timezone, [...new Set(offsets)].join(', ')), width);
}

function stockText({ stock }: PrizeSummary): string {
  return stock === null ? '∞' : grouped(String(stock));
}

function costText({ value, cost }: PrizeSummary): string {
  if (cost !== null) return grouped(cost);
  return value === null ? '–' : '∞';
}

/** What was and what would be, or one of them where they are the same. */
export function moved(before: string | null, after: string | null): string {
  const [old, now] = [before ?? '–', after ?? '–'];
  return old === now ? now : `${old} → ${now}`;
}
