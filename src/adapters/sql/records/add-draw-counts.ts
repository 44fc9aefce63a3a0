import { sql, type Transaction } from 'kysely';
import type { LogEntry } from '../../../domain/draws/draw-log.ts';
import { insertRows } from './insert-rows.ts';
import type { RecordKind } from './record-database.ts';
import type { RecordsSchema } from './records-schema.ts';
import { HOUR_MS, MINUTE_MS } from './sql-visit-store.ts';

interface Sums {
  draws: number;
  drawers: number;
  wins: number;
  spent: number;
  earned: number;
}

const TIME_COLUMNS = {
  activity_id: 'text',
  step: 'int8',
  at: 'int8',
  draws: 'int8',
  drawers: 'int8',
  wins: 'int8',
  spent: 'int8',
  earned: 'int8',
} as const;

const TOTAL_COLUMNS = {
  activity_id: 'text',
  prize_id: 'text',
  draws: 'int8',
  drawers: 'int8',
  spent: 'int8',
  earned: 'int8',
} as const;

/**
 * Adds archived entries to the sums of draws, in the transaction in which they are archived: so the sums are those of the archive.
 * Some rows a batch, however many entries it has.
 * @param sign -1 where entries are taken out
 */
export async function addDrawCounts(
  transaction: Transaction<RecordsSchema>,
  kind: RecordKind,
  activityId: string,
  entries: readonly LogEntry[],
  sign: 1 | -1 = 1,
): Promise<void> {
  const times = new Map<number, Sums>();
  const totals = new Map<string, Sums>();
  for (const entry of entries) {
    if (entry.kind !== 'draw' && entry.kind !== 'earning') continue;
    const minute = entry.at - (entry.at % MINUTE_MS);
    add(sumsOf(times, minute), entry, sign);
    add(sumsOf(totals, entry.kind === 'draw' ? (entry.prizeId ?? '') : ''), entry, sign);
  }
  if (totals.size === 0) return;
  const activity_id = activityId;
  const rows = [...minutesAndHours(times)].map(([step, at, sums]) => ({ activity_id, step, at, ...sums }));
  await insertRows(kind, 'draw_times', TIME_COLUMNS, rows, ADD_TIMES).execute(transaction);
  const ofPrizes = [...totals].map(([prize_id, { wins: _wins, ...sums }]) => ({
    activity_id,
    prize_id,
    ...sums,
  }));
  await insertRows(kind, 'draw_totals', TOTAL_COLUMNS, ofPrizes, ADD_TOTALS).execute(transaction);
}

const ADD_TIMES = sql`on conflict (activity_id, step, at) do update set
  draws = draw_times.draws + excluded.draws, drawers = draw_times.drawers + excluded.drawers,
  wins = draw_times.wins + excluded.wins, spent = draw_times.spent + excluded.spent,
  earned = draw_times.earned + excluded.earned`;

const ADD_TOTALS = sql`on conflict (activity_id, prize_id) do update set
  draws = draw_totals.draws + excluded.draws, drawers = draw_totals.drawers + excluded.drawers,
  spent = draw_totals.spent + excluded.spent, earned = draw_totals.earned + excluded.earned`;

function sumsOf<Key>(sums: Map<Key, Sums>, key: Key): Sums {
  const known = sums.get(key);
  if (known) return known;
  const none = { draws: 0, drawers: 0, wins: 0, spent: 0, earned: 0 };
  sums.set(key, none);
  return none;
}

function add(sums: Sums, entry: LogEntry, sign: 1 | -1): void {
  if (entry.kind === 'earning') sums.earned += sign * entry.chances;
  if (entry.kind !== 'draw') return;
  sums.draws += sign;
  // Draws of a user are numbered from 1.
  if (entry.drawNo === 1) sums.drawers += sign;
  if (entry.prizeId !== null) sums.wins += sign;
  sums.spent += sign * entry.cost;
}

function* minutesAndHours(minutes: ReadonlyMap<number, Sums>): Generator<[number, number, Sums]> {
  const hours = new Map<number, Sums>();
  for (const [at, sums] of minutes) {
    yield [MINUTE_MS, at, sums];
    const hour = sumsOf(hours, at - (at % HOUR_MS));
    for (const name of Object.keys(sums) as (keyof Sums)[]) hour[name] += sums[name];
  }
  for (const [at, sums] of hours) yield [HOUR_MS, at, sums];
}
