import { sql } from 'kysely';
import {
  type DrawCounts,
  type DrawTime,
  type DrawTotals,
  NO_DRAW_TOTALS,
} from '../../../domain/draws/draw-counts.ts';
import type { RecentDraws } from '../../../domain/draws/recent-draws.ts';
import { inRecords, type RecordSource } from './record-source.ts';
import { valuesOf } from './release-rows.ts';
import { HOUR_MS, MINUTE_MS } from './sql-visit-store.ts';

interface TotalRow {
  readonly activity_id: string;
  readonly prize_id: string;
  readonly draws: number;
  readonly drawers: number;
  readonly spent: number;
  readonly earned: number;
}

/** The sums over the archive of draws, in the record store. */
export class SqlDrawCounts implements DrawCounts, RecentDraws {
  readonly #records: RecordSource;

  constructor(records: RecordSource) {
    this.#records = records;
  }

  async totals(activityId: string): Promise<DrawTotals> {
    return (await this.totalsOf([activityId])).get(activityId) ?? NO_DRAW_TOTALS;
  }

  times(
    activityId: string,
    step: number,
    { from, to }: { readonly from: number; readonly to: number },
  ): Promise<readonly DrawTime[]> {
    return inRecords(() =>
      this.#records.db
        .selectFrom('draw_times')
        .select(['at', 'draws', 'drawers', 'wins', 'spent', 'earned'])
        .where('activity_id', '=', activityId)
        .where('step', '=', step)
        .where('at', '>=', from)
        .where('at', '<', to)
        .orderBy('at')
        .execute(),
    );
  }

  peak(activityId: string): ReturnType<DrawCounts['peak']> {
    return inRecords(async () => {
      const row = await this.#records.db
        .selectFrom('draw_times')
        .select(['at', 'draws'])
        .where('activity_id', '=', activityId)
        .where('step', '=', MINUTE_MS)
        .where('draws', '>', 0)
        .orderBy('draws', 'desc')
        .orderBy('at')
        .limit(1)
        .executeTakeFirst();
      return row ?? null;
    });
  }

  activitiesSince(at: number): Promise<readonly string[]> {
    return inRecords(async () => {
      const rows = await this.#records.db
        .selectFrom('draw_times')
        .select('activity_id')
        .distinct()
        .where('step', '=', MINUTE_MS)
        .where('at', '>=', at - (at % MINUTE_MS))
        .execute();
      return rows.map(({ activity_id }) => activity_id);
    });
  }

  hoursOf(
    activityIds: readonly string[],
    { from, to }: { readonly from: number; readonly to: number },
  ): Promise<ReadonlyMap<string, readonly DrawTime[]>> {
    return inRecords(async () => {
      const { db, kind } = this.#records;
      const { rows } = await sql<DrawTime & { readonly activity_id: string }>`
        select activity_id, at, draws, drawers, wins, spent, earned from draw_times
        where activity_id in (select key.value from ${valuesOf(kind, activityIds)})
          and step = ${HOUR_MS} and at >= ${from} and at < ${to} order by at`.execute(db);
      return byActivity(rows);
    });
  }

  totalsOf(activityIds: readonly string[]): Promise<ReadonlyMap<string, DrawTotals>> {
    return inRecords(async () => {
      const { db, kind } = this.#records;
      const { rows } = await sql<TotalRow>`
        select activity_id, prize_id, draws, drawers, spent, earned from draw_totals
        where activity_id in (select key.value from ${valuesOf(kind, activityIds)})`.execute(db);
      return new Map([...byActivity(rows)].map(([id, of]) => [id, totalsOf(of)]));
    });
  }
}

function byActivity<Row extends { readonly activity_id: string }>(
  rows: readonly Row[],
): ReadonlyMap<string, readonly Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const known = found.get(row.activity_id);
    if (known) known.push(row);
    else found.set(row.activity_id, [row]);
  }
  return found;
}

function totalsOf(rows: readonly TotalRow[]): DrawTotals {
  const sum = (name: 'draws' | 'drawers' | 'spent' | 'earned') =>
    rows.reduce((total, row) => total + row[name], 0);
  const won = rows.filter(({ prize_id, draws }) => prize_id !== '' && draws > 0);
  return {
    ...{ draws: sum('draws'), drawers: sum('drawers'), spent: sum('spent'), earned: sum('earned') },
    wins: won.reduce((total, { draws }) => total + draws, 0),
    prizes: new Map(won.map(({ prize_id, draws, spent }) => [prize_id, { awards: draws, spent }])),
  };
}
