import type { LiveState } from '../../../src/adapters/koa/console/contract/live.ts';

type Prize = LiveState['prizes'][number];

export type StockNote =
  /** None is left. */
  | 'gone'
  /** At this pace it runs out before the end. */
  | 'runs_out'
  /** At this pace it lasts to the end. */
  | 'lasts'
  | 'no_limit';

export interface StockRow {
  readonly prize: Prize;
  /** Of its stock, 0 to 1; `null` without a limit. */
  readonly awardedShare: number | null;
  readonly note: StockNote;
}

/** What of a prize is gone, and what that means for the rest of the activity. */
export function stockRow(prize: Prize): StockRow {
  const { stock, awarded, left } = prize;
  if (stock === null) return { prize, awardedShare: null, note: 'no_limit' };
  const awardedShare = stock === 0 ? 1 : Math.min(1, awarded / stock);
  if (left === 0) return { prize, awardedShare, note: 'gone' };
  return { prize, awardedShare, note: prize.run_out_at ? 'runs_out' : 'lasts' };
}

/** The prizes in the order of their file, which does not change while one looks. */
export const stockRows = (prizes: readonly Prize[]): StockRow[] => prizes.map(stockRow);

const needs = ({ note }: StockRow): boolean => note === 'gone' || note === 'runs_out';

/** How many are gone or will be before the end. */
export const needingStock = (rows: readonly StockRow[]): number => rows.filter(needs).length;

/** The first rows, and whatever needs somebody, so that a long list hides nothing of it. */
export const firstStockRows = (rows: readonly StockRow[], most: number): StockRow[] =>
  rows.filter((row, index) => index < most || needs(row));
