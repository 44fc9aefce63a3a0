import type { Report } from '../../../src/adapters/koa/console/contract/report.ts';

export interface ShareRow {
  readonly name: string;
  readonly visits: number;
  readonly visitors: number;
  readonly draws: number;
  readonly wins: number;
  /** Of the largest row, 0 to 1: the length of its bar. */
  readonly bar: number;
  /** Of all visits, or of all draws where no visit is known, 0 to 1. */
  readonly share: number;
}

type Row = Omit<Report['zones'][number], 'zone'> & { readonly name: string };

/** The rows of zones or channels, those with most visits first; those without a name and the rest last. */
export function shareRows(rows: readonly Row[]): ShareRow[] {
  const sizeOf = rows.some(({ visits }) => visits > 0) ? (row: Row) => row.visits : (row: Row) => row.draws;
  const all = rows.reduce((sum, row) => sum + sizeOf(row), 0);
  const top = Math.max(1, ...rows.map(sizeOf));
  return rows
    .map((row) => ({ ...row, bar: sizeOf(row) / top, share: all > 0 ? sizeOf(row) / all : 0 }))
    .sort(
      (one, other) => rank(one) - rank(other) || other.bar - one.bar || one.name.localeCompare(other.name),
    );
}

const rank = ({ name }: { name: string }): number => (name === 'other' ? 2 : name === '' ? 1 : 0);
