import { sql, type Transaction } from 'kysely';
import { LONGEST_LEAD_MS } from '../../../domain/releases/decide-change.ts';
import type { WholeRelease } from '../../../domain/releases/release.ts';
import type {
  AppendResult,
  HistoryPage,
  HistoryRow,
  NewChange,
  ReleaseState,
  ReleaseStore,
} from '../../../domain/releases/release-store.ts';
import { releaseNumbersOf, type ServingChange } from '../../../domain/releases/serving.ts';
import type { Clock } from '../../../domain/shared/clock.ts';
import { insertRows } from './insert-rows.ts';
import { inRecords, type RecordSource } from './record-source.ts';
import type { RecordsSchema } from './records-schema.ts';
import {
  CHANGE_COLUMNS,
  CHANGE_NAMES,
  type ChangeRow,
  changeOf,
  columnsOfContent,
  RELEASE_COLUMNS,
  releaseOf,
  releasesOf,
  rowOfChange,
  STORE_NOW,
  valuesOf,
  wholeReleaseOf,
} from './release-rows.ts';

/* A statement has one value with all of its rows. */
const MOST_TEXT_UNITS = 4 * 1024 * 1024;

const NOTHING: ReleaseState = { version: 0, serving: null, release: null, candidate: null, lastNo: 0 };

type Connection = Transaction<RecordsSchema> | RecordSource['db'];

/** Releases in the tables `releases` and `release_changes`. */
export class SqlReleaseStore implements ReleaseStore {
  readonly #records: RecordSource;
  readonly #clock: Clock;

  /** @param clock of this machine: the one of a store on it */
  constructor(records: RecordSource, clock: Clock) {
    this.#records = records;
    this.#clock = clock;
  }

  states(activityIds: readonly string[]): Promise<readonly ReleaseState[]> {
    if (activityIds.length === 0) return Promise.resolve([]);
    return inRecords(async () => {
      const { db } = this.#records;
      const latest = await this.#latest(db, activityIds);
      const changes = new Map(latest.map((row) => [row.activity_id, changeOf(row)]));
      const lastNos = await this.#lastNos(activityIds);
      const releases = await this.#releases([...changes.values()]);
      return activityIds.map((id): ReleaseState => {
        const change = changes.get(id);
        if (!change) return NOTHING;
        const { version, serving } = change;
        return {
          version,
          serving,
          release: releases.get(`${id}/${serving.no}`) ?? null,
          candidate: serving.candidate ? (releases.get(`${id}/${serving.candidate.no}`) ?? null) : null,
          lastNo: lastNos.get(id) ?? 0,
        };
      });
    });
  }

  append(changes: readonly NewChange[]): Promise<readonly AppendResult[]> {
    if (changes.length === 0) return Promise.resolve([]);
    return inRecords(() =>
      this.#records.db.transaction().execute(async (transaction) => {
        // First of all: its lock gives all changes one order, and what is read after it is the latest.
        const { version: reserved } = await transaction
          .updateTable('release_counter')
          .set((eb) => ({ version: eb('version', '+', changes.length) }))
          .returning('version')
          .executeTakeFirstOrThrow();
        const ids = [...new Set(changes.map(({ activityId }) => activityId))];
        const latest = new Map(
          (await this.#latest(transaction, ids)).map((row) => [row.activity_id, changeOf(row)] as const),
        );
        const now = await this.#now(transaction);
        let version = reserved - changes.length;
        const appended: (ServingChange | null)[] = changes.map((change) => {
          const before = latest.get(change.activityId);
          if ((before?.version ?? 0) !== change.after) return null;
          const { activityId, action, author, note, leadMs, serving } = change;
          // The changes of an activity take force in their order, also where a clock was set back a little. One that was far
          // ahead is not believed.
          const at = laterOf(now, before?.at);
          const inForceAt = laterOf(at + leadMs, before?.inForceAt);
          version += 1;
          const made = { activityId, version, action, at, inForceAt, author, note, serving };
          latest.set(activityId, made);
          return made;
        });
        await this.#insert(transaction, changes, appended);
        // What came too late has no version: the counter is that of the latest change.
        if (version < reserved) await transaction.updateTable('release_counter').set({ version }).execute();
        return appended.map(
          (change): AppendResult =>
            change
              ? { kind: 'appended', version: change.version, at: change.at, inForceAt: change.inForceAt }
              : { kind: 'conflict' },
        );
      }),
    );
  }

  release(activityId: string, no: number): Promise<WholeRelease | undefined> {
    return inRecords(async () => {
      const row = await this.#records.db
        .selectFrom('releases')
        .selectAll()
        .where('activity_id', '=', activityId)
        .where('no', '=', no)
        .executeTakeFirst();
      return row && wholeReleaseOf(row);
    });
  }

  history(activityId: string, { before, limit }: HistoryPage): Promise<readonly HistoryRow[]> {
    return inRecords(async () => {
      let query = this.#records.db
        .selectFrom('release_changes')
        .select(CHANGE_NAMES)
        .where('activity_id', '=', activityId)
        .orderBy('version', 'desc')
        .limit(limit);
      if (before !== undefined) query = query.where('version', '<', before);
      const changes = (await query.execute()).map(changeOf);
      const releases = await this.#releases(changes);
      return changes.map((change) => {
        const { no, candidate } = change.serving;
        const release = releases.get(`${activityId}/${no}`);
        const other = candidate && releases.get(`${activityId}/${candidate.no}`);
        return {
          ...change,
          hash: release?.hash ?? '',
          content: release?.content ?? '',
          candidateHash: candidate && (other?.hash ?? ''),
          candidateContent: candidate && (other?.content ?? ''),
        };
      });
    });
  }

  async #latest(db: Connection, ids: readonly string[]): Promise<readonly ChangeRow[]> {
    const names = sql.join(CHANGE_NAMES.map((name) => sql.ref(name)));
    const { rows } = await sql<ChangeRow>`
      select ${names} from release_changes where version in (
        select (select max(version) from release_changes where activity_id = key.value)
        from ${valuesOf(this.#records.kind, ids)})`.execute(db);
    return rows;
  }

  async #lastNos(ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const { db, kind } = this.#records;
    const { rows } = await sql<{ activity_id: string; no: number | null }>`
      select key.value as activity_id, (select max(no) from releases where activity_id = key.value) as no
      from ${valuesOf(kind, ids)}`.execute(db);
    return new Map(rows.map(({ activity_id, no }) => [activity_id, no ?? 0]));
  }

  /* Those that the changes name, without their texts, by `<activity>/<no>`. */
  async #releases(changes: readonly ServingChange[]) {
    const keys = changes.flatMap(({ activityId, serving }) =>
      releaseNumbersOf(serving).map((no) => ({ activityId, no })),
    );
    if (keys.length === 0) return new Map<string, ReturnType<typeof releaseOf>>();
    const { db, kind } = this.#records;
    const { rows } = await sql<Parameters<typeof releaseOf>[0]>`
      select r.activity_id, r.no, r.hash, r.content, r.pictures, r.at, r.author, r.note
      from ${releasesOf(kind, keys)}`.execute(db);
    return new Map(rows.map((row) => [`${row.activity_id}/${row.no}`, releaseOf(row)]));
  }

  /* Of the store: processes of several machines compare their clocks with it. */
  async #now(db: Connection): Promise<number> {
    if (this.#records.kind === 'sqlite') return this.#clock.now();
    const { rows } = await sql<{ now: number }>`select ${STORE_NOW} as now`.execute(db);
    return Number(rows[0]?.now);
  }

  async #insert(
    transaction: Transaction<RecordsSchema>,
    changes: readonly NewChange[],
    appended: readonly (ServingChange | null)[],
  ): Promise<void> {
    const { kind } = this.#records;
    const releases = appended.flatMap((made, index) => {
      const release = changes[index]?.release;
      if (!made || !release) return [];
      const { activityId: activity_id, at, author, note } = made;
      return [{ ...columnsOfContent(release), activity_id, no: release.no, at, author, note }];
    });
    for (const rows of inPortions(releases, ({ text }) => text.length)) {
      await insertRows(kind, 'releases', RELEASE_COLUMNS, rows).execute(transaction);
    }
    const rows = appended.flatMap((made) => (made ? [rowOfChange(made)] : []));
    if (rows.length > 0) await insertRows(kind, 'release_changes', CHANGE_COLUMNS, rows).execute(transaction);
  }
}

function laterOf(at: number, before = 0): number {
  return before <= at + LONGEST_LEAD_MS ? Math.max(at, before) : at;
}

function* inPortions<T>(items: readonly T[], sizeOf: (item: T) => number): Generator<readonly T[]> {
  let portion: T[] = [];
  let size = 0;
  for (const item of items) {
    if (portion.length > 0 && size + sizeOf(item) > MOST_TEXT_UNITS) {
      yield portion;
      portion = [];
      size = 0;
    }
    portion.push(item);
    size += sizeOf(item);
  }
  if (portion.length > 0) yield portion;
}
