import type { Report } from '../../../src/adapters/koa/console/contract/report.ts';

type Hour = Report['hours'][number];

/** An hour or a day of the report, in the time zone of the activity. */
export interface Column {
  /** `2026-11-11 20:00`, or `2026-11-11`. */
  readonly local: string;
  readonly visits: number;
  readonly draws: number;
  readonly wins: number;
}

export interface Columns {
  readonly unit: 'hour' | 'day';
  readonly columns: readonly Column[];
  /** The most in one column of what there is most of; at least 1. */
  readonly top: number;
}

/** More hours than these are too narrow to be seen; days are drawn. */
const MOST_HOURS = 7 * 24;

const HOUR_MS = 3_600_000;

const parseLocal = (local: string): number => Date.parse(`${local.replace(' ', 'T')}:00Z`);
const textOf = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace('T', ' ');

/** What happened hour by hour, with the hours between in which nothing did; day by day where there are too many. */
export function hourColumns(hours: readonly Hour[]): Columns {
  const [first, last] = [hours[0], hours.at(-1)];
  if (!first || !last) return { unit: 'hour', columns: [], top: 1 };
  const [from, to] = [parseLocal(first.local), parseLocal(last.local)];
  const unit = (to - from) / HOUR_MS >= MOST_HOURS ? 'day' : 'hour';
  const step = unit === 'day' ? 24 * HOUR_MS : HOUR_MS;
  const length = unit === 'day' ? 10 : 16;
  const sums = new Map<string, Column>();
  const start = unit === 'day' ? parseLocal(`${first.local.slice(0, 10)} 00:00`) : from;
  for (let at = start; at <= to; at += step) {
    const local = textOf(at).slice(0, length);
    sums.set(local, { local, visits: 0, draws: 0, wins: 0 });
  }
  for (const hour of hours) {
    const local = hour.local.slice(0, length);
    const sum = sums.get(local) ?? { local, visits: 0, draws: 0, wins: 0 };
    sums.set(local, {
      local,
      visits: sum.visits + hour.visits,
      draws: sum.draws + hour.draws,
      wins: sum.wins + hour.wins,
    });
  }
  const columns = [...sums.values()];
  const top = Math.max(1, ...columns.flatMap(({ visits, draws, wins }) => [visits, draws, wins]));
  return { unit, columns, top };
}

/** Returns which columns carry a label, at most `most`, evenly apart. */
export function labelled(count: number, most: number): ReadonlySet<number> {
  const every = Math.max(1, Math.ceil(count / most));
  return new Set(Array.from({ length: Math.ceil(count / every) }, (_, index) => index * every));
}
