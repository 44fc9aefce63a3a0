import { type RawBuilder, sql } from 'kysely';
import type { Clock } from '../../../domain/shared/clock.ts';
import type {
  AccessChange,
  AccessCursor,
  AccessFeed,
  AccessPage,
} from '../../../domain/visitors/access-feed.ts';
import type { EndedSessionsOf } from '../../../domain/visitors/session-ends.ts';
import { storeNow } from './access-number.ts';
import { inRecords, type RecordSource } from './record-source.ts';

const PAGE_ROWS = 2000;

/** Ends of sessions, blocked users and namespaces, as the processes follow them that serve visitors. */
export class SqlAccessFeed implements AccessFeed {
  readonly #records: RecordSource;
  readonly #clock: Clock;
  readonly #pageRows: number;

  /** @param pageRows for tests */
  constructor(records: RecordSource, clock: Clock, pageRows = PAGE_ROWS) {
    this.#records = records;
    this.#clock = clock;
    this.#pageRows = pageRows;
  }

  /*
   * With a limit in each part, PostgreSQL takes the indexes while it has no statistics too. The clock is read in a query of its
   * own, as an index is not searched by what may change from row to row. All is one statement, and so of one moment.
   */
  since({ ends, others }: AccessCursor, endsWithinMs: number): Promise<AccessPage> {
    return inRecords(async () => {
      const { db, kind } = this.#records;
      const limit = sql.lit(this.#pageRows);
      const greater = sql.raw(kind === 'postgres' ? 'greatest' : 'max');
      const oldest = sql`(select ${greater}(${asInt8(ends)}, ${storeNow(kind, this.#clock)} - ${asInt8(endsWithinMs)}))`;
      const { rows } = await sql<FeedRow>`
        select counter.last as latest, counter.swept_up_to, change.*
        from access_counter counter left join (
          select * from (
            select * from (select no, kind as what, value as name, issued_up_to as number, '' as text
              from session_ends where no > ${oldest} order by no limit ${limit}) as ended
            union all
            select * from (select no, 'block', uid, is_blocked, ''
              from blocked_users where no > ${others} order by no limit ${limit}) as blocked
            union all
            select * from (select no, 'namespace', activity_id, 0, namespace
              from activity_namespaces where no > ${others} order by no limit ${limit}) as fixed
          ) as parts order by no limit ${limit}
        ) as change on true
        where counter.one = 1 order by change.no`.execute(db);
      const [first] = rows;
      const changes = rows.flatMap((row) => (row.no === null ? [] : [changeOf(row)]));
      return {
        changes,
        hasMore: changes.length === this.#pageRows,
        latest: first?.latest ?? 0,
        sweptUpTo: first?.swept_up_to ?? 0,
      };
    });
  }
}

interface ChangeRow {
  readonly no: number;
  readonly what: EndedSessionsOf['kind'] | 'block' | 'namespace';
  readonly name: string;
  readonly number: number;
  readonly text: string;
}

type FeedRow = { readonly latest: number; readonly swept_up_to: number } & (
  | ChangeRow
  | { readonly no: null }
);

function changeOf({ no, what, name, number, text }: ChangeRow): AccessChange {
  switch (what) {
    case 'block':
      return { kind: 'block', no, uid: name, isBlocked: number === 1 };
    case 'namespace':
      return { kind: 'namespace', no, activityId: name, namespace: text };
    case 'user':
      return { kind: 'end', no, of: { kind: 'user', uid: name }, issuedUpTo: number };
    case 'token':
      return { kind: 'end', no, of: { kind: 'token', digest: name }, issuedUpTo: number };
    case 'sid':
      return { kind: 'end', no, of: { kind: 'sid', sid: name }, issuedUpTo: number };
  }
}

function asInt8(value: number): RawBuilder<number> {
  return sql<number>`cast(${value} as bigint)`;
}
