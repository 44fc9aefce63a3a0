import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { Pictures, Release, ReleaseContent, WholeRelease } from '../../../domain/releases/release.ts';
import type { ReleaseKey } from '../../../domain/releases/release-feed.ts';
import type { Candidate, Manager, ReleaseAction, ServingChange } from '../../../domain/releases/serving.ts';
import { tableOf } from './insert-rows.ts';
import type { RecordKind } from './record-database.ts';
import type { RecordsSchema } from './records-schema.ts';

type ReleaseRow = Selectable<RecordsSchema['releases']>;
export type ChangeRow = Selectable<RecordsSchema['release_changes']>;

export const RELEASE_COLUMNS = {
  activity_id: 'text',
  no: 'int8',
  hash: 'text',
  content: 'text',
  text: 'text',
  pictures: 'text',
  at: 'int8',
  author: 'text',
  note: 'text',
} as const satisfies Record<keyof ReleaseRow, 'text' | 'int8'>;

export const CHANGE_COLUMNS = {
  version: 'int8',
  activity_id: 'text',
  action: 'text',
  at: 'int8',
  in_force_at: 'int8',
  author: 'text',
  note: 'text',
  no: 'int8',
  candidate: 'text',
  paused: 'int8',
  removed: 'int8',
  managed_by: 'text',
  draft: 'text',
} as const satisfies Record<keyof ChangeRow, 'text' | 'int8'>;

export const CHANGE_NAMES = Object.keys(CHANGE_COLUMNS) as readonly (keyof ChangeRow)[];

export function changeOf(row: ChangeRow): ServingChange {
  return {
    activityId: row.activity_id,
    version: row.version,
    action: row.action as ReleaseAction,
    at: row.at,
    inForceAt: row.in_force_at,
    author: row.author,
    note: row.note,
    serving: {
      no: row.no,
      candidate: row.candidate === null ? null : (JSON.parse(row.candidate) as Candidate),
      isPaused: row.paused === 1,
      isRemoved: row.removed === 1,
      managedBy: row.managed_by as Manager,
      draft: row.draft,
    },
  };
}

export function rowOfChange(change: ServingChange): ChangeRow {
  const { no, candidate, isPaused, isRemoved, managedBy, draft } = change.serving;
  return {
    version: change.version,
    activity_id: change.activityId,
    action: change.action,
    at: change.at,
    in_force_at: change.inForceAt,
    author: change.author,
    note: change.note,
    no,
    candidate: candidate && JSON.stringify(candidate),
    paused: Number(isPaused),
    removed: Number(isRemoved),
    managed_by: managedBy,
    draft,
  };
}

export function releaseOf(row: Omit<ReleaseRow, 'text'>): Release {
  const { activity_id: activityId, pictures, ...release } = row;
  return { activityId, ...release, pictures: JSON.parse(pictures) as Pictures };
}

export function wholeReleaseOf({ text, ...row }: ReleaseRow): WholeRelease {
  return { ...releaseOf(row), text };
}

/** Milliseconds since the epoch, by the clock of PostgreSQL. */
export const STORE_NOW = sql<number>`floor(extract(epoch from clock_timestamp()) * 1000)::int8`;

/** What a statement selects from to have these releases, each once, as `r`. It finds each by the index. */
export function releasesOf(kind: RecordKind, keys: readonly ReleaseKey[]): RawBuilder<unknown> {
  // No id has a slash.
  const table = valuesOf(kind, [...new Set(keys.map(({ activityId, no }) => `${no}/${activityId}`))]);
  const at = slashIn(kind);
  return sql`${table} join releases r
    on r.activity_id = substr(key.value, ${at} + 1) and r.no = cast(substr(key.value, 1, ${at} - 1) as bigint)`;
}

/** Where the slash is in `key.value`. */
export function slashIn(kind: RecordKind): RawBuilder<unknown> {
  return kind === 'postgres' ? sql`strpos(key.value, '/')` : sql`instr(key.value, '/')`;
}

/** These texts as a table `key` with the column `value`. */
export function valuesOf(kind: RecordKind, texts: readonly string[]): RawBuilder<unknown> {
  const table = tableOf(kind, texts);
  return kind === 'postgres' ? sql`${table} as key(value)` : sql`${table} as key`;
}

/** The columns of what a release consists of. */
export function columnsOfContent({ text, hash, pictures, content }: ReleaseContent) {
  return { text, hash, pictures: JSON.stringify(pictures), content };
}
