import { type RawBuilder, sql } from 'kysely';
import type { InvalidActivity } from '../../../domain/activities/config-repository.ts';
import type { WholeRelease } from '../../../domain/releases/release.ts';
import type { FeedPage, ReleaseFeed, ReleaseKey } from '../../../domain/releases/release-feed.ts';
import type { ServingChange } from '../../../domain/releases/serving.ts';
import { inRecords, type RecordSource } from './record-source.ts';
import {
  CHANGE_NAMES,
  type ChangeRow,
  changeOf,
  releasesOf,
  STORE_NOW,
  wholeReleaseOf,
} from './release-rows.ts';

const PAGE_ROWS = 500;

/** The changes of releases, as the processes follow them that serve visitors. */
export class SqlReleaseFeed implements ReleaseFeed {
  readonly #records: RecordSource;

  constructor(records: RecordSource) {
    this.#records = records;
  }

  /*
   * With the inner limit, and the key of the counter's row, PostgreSQL takes the indexes while it has no statistics too:
   * after 200,000 changes it takes 1 ms, and took 300.
   */
  since(version: number): Promise<FeedPage> {
    return inRecords(async () => {
      const { db, kind } = this.#records;
      const now: RawBuilder<unknown> = kind === 'postgres' ? STORE_NOW : sql`cast(null as integer)`;
      const { rows } = await sql<FeedRow>`
        select counter.version as latest, counter.findings, ${now} as now,
          mark.activity_id as mark_activity_id, mark.at as mark_at, ${columns('change')}
        from release_counter counter left join release_changes mark on mark.version = ${version} left join (
          select * from release_changes where version > ${version} order by version limit ${PAGE_ROWS}
        ) change on true
        where counter.one = 1 order by change.version`.execute(db);
      const first = rows[0];
      return {
        latest: first?.latest ?? 0,
        findings: first?.findings ?? 0,
        now: first?.now ?? null,
        mark:
          first && first.mark_activity_id !== null && first.mark_at !== null
            ? { activityId: first.mark_activity_id, at: first.mark_at }
            : null,
        changes: rows.flatMap((row) => (row.version === null ? [] : [changeOf(row as ChangeRow)])),
      };
    });
  }

  current(): Promise<readonly ServingChange[]> {
    return inRecords(async () => {
      const { rows } = await sql<ChangeRow>`
        select ${columns('release_changes')} from release_changes
        where version in (select max(version) from release_changes group by activity_id)`.execute(
        this.#records.db,
      );
      return rows.map(changeOf);
    });
  }

  releases(keys: readonly ReleaseKey[]): Promise<readonly WholeRelease[]> {
    if (keys.length === 0) return Promise.resolve([]);
    return inRecords(async () => {
      const { db, kind } = this.#records;
      const { rows } = await sql<Parameters<typeof wholeReleaseOf>[0]>`
        select r.activity_id, r.no, r.hash, r.content, r.text, r.pictures, r.at, r.author, r.note
        from ${releasesOf(kind, keys)}`.execute(db);
      return rows.map(wholeReleaseOf);
    });
  }

  findings(): Promise<readonly InvalidActivity[]> {
    return inRecords(async () => {
      const rows = await this.#records.db
        .selectFrom('release_findings')
        .selectAll()
        .orderBy('activity_id')
        .execute();
      return rows.map(({ activity_id, path, problems }) => ({
        activityId: activity_id,
        path,
        problems: JSON.parse(problems) as InvalidActivity['problems'],
      }));
    });
  }
}

type FeedRow = { [Name in keyof ChangeRow]: ChangeRow[Name] | null } & {
  readonly latest: number;
  readonly findings: number;
  readonly now: number | null;
  readonly mark_activity_id: string | null;
  readonly mark_at: number | null;
};

function columns(table: string): RawBuilder<unknown> {
  return sql.join(CHANGE_NAMES.map((name) => sql.ref(`${table}.${name}`)));
}
