import { sql } from 'kysely';
import type { Clock } from '../../../domain/shared/clock.ts';
import type { EndedSessionsOf, SessionEnds } from '../../../domain/visitors/session-ends.ts';
import { nextAccessNumber } from './access-number.ts';
import { inRecords, type RecordSource } from './record-source.ts';

/** In the table `session_ends`, which has the newest end of each: to end the same again and again makes it no larger. */
export class SqlSessionEnds implements SessionEnds {
  readonly #records: RecordSource;
  readonly #clock: Clock;

  constructor(records: RecordSource, clock: Clock) {
    this.#records = records;
    this.#clock = clock;
  }

  end(of: EndedSessionsOf, issuedUpTo: number | null): Promise<number> {
    return inRecords(() => {
      const { db, kind } = this.#records;
      return db.transaction().execute(async (transaction) => {
        const { no, at } = await nextAccessNumber(transaction, kind, this.#clock);
        const greater = sql.raw(kind === 'postgres' ? 'greatest' : 'max');
        await transaction
          .insertInto('session_ends')
          .values({ kind: of.kind, value: nameOf(of), no, issued_up_to: issuedUpTo ?? at })
          .onConflict((conflict) =>
            conflict.columns(['kind', 'value']).doUpdateSet({
              no,
              // An earlier end may be of later tokens, where it was by another clock.
              issued_up_to: sql<number>`${greater}(session_ends.issued_up_to, excluded.issued_up_to)`,
            }),
          )
          .execute();
        return no;
      });
    });
  }
}

function nameOf(of: EndedSessionsOf): string {
  switch (of.kind) {
    case 'user':
      return of.uid;
    case 'token':
      return of.digest;
    case 'sid':
      return of.sid;
  }
}
