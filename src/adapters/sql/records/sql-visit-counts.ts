import { sql } from 'kysely';
import type { RecentVisits } from '../../../domain/visitors/recent-visits.ts';
import type {
  Span,
  VisitCounts,
  VisitPlace,
  VisitTime,
  VisitTotals,
} from '../../../domain/visitors/visit-counts.ts';
import { inRecords, type RecordSource } from './record-source.ts';
import { valuesOf } from './release-rows.ts';
import { HOUR_MS } from './sql-visit-store.ts';

type PlaceRow = Omit<VisitPlace, 'kind'>;

/** The counts of visits in the record store. */
export class SqlVisitCounts implements VisitCounts, RecentVisits {
  readonly #records: RecordSource;

  constructor(records: RecordSource) {
    this.#records = records;
  }

  totals(activityId: string): Promise<VisitTotals> {
    return inRecords(async () => {
      const { rows } = await sql<VisitTotals>`
        select
          (select coalesce(cast(sum(visits) as int8), 0) from visit_times
            where activity_id = ${activityId} and step = ${HOUR_MS}) as visits,
          coalesce((select visitors from visit_sketches
            where activity_id = ${activityId} and kind = 'all' and name = ''), 0) as visitors`.execute(
        this.#records.db,
      );
      return rows[0] as VisitTotals;
    });
  }

  times(activityId: string, step: number, { from, to }: Span): Promise<readonly VisitTime[]> {
    return inRecords(() =>
      this.#records.db
        .selectFrom('visit_times')
        .select(['at', 'visits', 'visitors'])
        .where('activity_id', '=', activityId)
        .where('step', '=', step)
        .where('at', '>=', from)
        .where('at', '<', to)
        .orderBy('at')
        .execute(),
    );
  }

  visitsOf(activityIds: readonly string[], { from, to }: Span): Promise<ReadonlyMap<string, number>> {
    return inRecords(async () => {
      const { db, kind } = this.#records;
      const { rows } = await sql<{ activity_id: string; visits: number }>`
        select activity_id, cast(sum(visits) as int8) as visits from visit_times
        where activity_id in (select key.value from ${valuesOf(kind, activityIds)})
          and step = ${HOUR_MS} and at >= ${from} and at < ${to} group by activity_id`.execute(db);
      return new Map(rows.map(({ activity_id, visits }) => [activity_id, visits]));
    });
  }

  places(activityId: string): Promise<readonly VisitPlace[]> {
    return inRecords(async () => [
      ...(await this.#by(activityId, 'zone')),
      ...(await this.#by(activityId, 'channel')),
    ]);
  }

  refusals(activityId: string, since: number): ReturnType<VisitCounts['refusals']> {
    return inRecords(async () => {
      const { rows } = await sql<{ code: string; count: number }>`
        select code, cast(sum(count) as int8) as count from visit_refusals
        where activity_id = ${activityId} and hour >= ${since} group by code`.execute(this.#records.db);
      return rows;
    });
  }

  async #by(activityId: string, kind: VisitPlace['kind']): Promise<readonly VisitPlace[]> {
    const column = sql.ref(kind);
    const { rows } = await sql<PlaceRow>`
      select c.*, coalesce(s.visitors, 0) as visitors from (
        select ${column} as name, cast(sum(visits) as int8) as visits, cast(sum(draws) as int8) as draws,
          cast(sum(wins) as int8) as wins
        from visit_counts where activity_id = ${activityId} group by ${column}
      ) c left join visit_sketches s on s.activity_id = ${activityId} and s.kind = ${kind} and s.name = c.name
      order by c.visits desc, c.name`.execute(this.#records.db);
    return rows.map((row) => ({ kind, ...row }));
  }
}
