import { type RawBuilder, sql } from 'kysely';
import {
  type KeyUse,
  type Resealed,
  SEALED_KINDS,
  type SealedKind,
  type SealedText,
  type SealedTexts,
} from '../../../domain/deliveries/sealed-texts.ts';
import { inRecords, type RecordSource } from './record-source.ts';

const PAGE_ROWS = 500;

interface Column {
  readonly table: string;
  readonly column: string;
  /** The primary key, and the type of each of its columns. */
  readonly key: readonly (readonly [name: string, type: 'text' | 'int8'])[];
}

const COLUMNS: Readonly<Record<SealedKind, Column>> = {
  code: {
    table: 'codes',
    column: 'code',
    key: [
      ['activity_id', 'text'],
      ['prize_id', 'text'],
      ['unit', 'int8'],
    ],
  },
  form: {
    table: 'forms',
    column: 'form',
    key: [
      ['activity_id', 'text'],
      ['draw_id', 'text'],
    ],
  },
  seed: {
    table: 'archive_seeds',
    column: 'secret',
    key: [
      ['activity_id', 'text'],
      ['no', 'int8'],
    ],
  },
};

/** All sealed texts of the record store. A seed that is revealed is no longer sealed, and has no dot. */
export class SqlSealedTexts implements SealedTexts {
  readonly #records: RecordSource;

  constructor(records: RecordSource) {
    this.#records = records;
  }

  uses(): Promise<readonly KeyUse[]> {
    return inRecords(async () => {
      const uses: KeyUse[] = [];
      for (const kind of SEALED_KINDS) {
        const { table, column } = COLUMNS[kind];
        const { rows } = await sql<{ key_id: string; count: number }>`
          select ${this.#keyId(column)} as key_id, count(*) as count from ${sql.table(table)}
          where ${isSealed(column)} group by 1 order by 1`.execute(this.#records.db);
        uses.push(...rows.map(({ key_id, count }) => ({ keyId: key_id, kind, count: Number(count) })));
      }
      return uses;
    });
  }

  async *sealedWithOthers(kind: SealedKind, keyId: string): AsyncIterable<readonly SealedText[]> {
    for (let after: SealedText | undefined; ; ) {
      const texts = await inRecords(() => this.#page(kind, keyId, after));
      if (texts.length > 0) yield texts;
      if (texts.length < PAGE_ROWS) return;
      after = texts.at(-1);
    }
  }

  replace(kind: SealedKind, texts: readonly Resealed[]): Promise<number> {
    if (texts.length === 0) return Promise.resolve(0);
    const { table, column, key } = COLUMNS[kind];
    const rows = texts.map(
      ({ row, sealed, resealed }) =>
        sql`(${sql.join([...row.map((value, at) => typed(value, key[at]?.[1] ?? 'text')), typed(sealed), typed(resealed)])})`,
    );
    // Both stores name the columns of VALUES column1, column2, and so on.
    const given = (no: number) => sql.ref(`v.column${no}`);
    const isRow = key.map(([name], at) => sql`${sql.ref(`${table}.${name}`)} = ${given(at + 1)}`);
    const isAsRead = sql`${sql.ref(`${table}.${column}`)} = ${given(key.length + 1)}`;
    return inRecords(() =>
      this.#records.db.transaction().execute(async (transaction) => {
        const { numAffectedRows } = await sql`
          update ${sql.table(table)} set ${sql.ref(column)} = ${given(key.length + 2)}
          from (values ${sql.join(rows)}) as v
          where ${sql.join([...isRow, isAsRead], sql` and `)}`.execute(transaction);
        return Number(numAffectedRows ?? 0);
      }),
    );
  }

  async #page(kind: SealedKind, keyId: string, after: SealedText | undefined): Promise<SealedText[]> {
    const { table, column, key } = COLUMNS[kind];
    const names = sql.join(key.map(([name]) => sql.ref(name)));
    const isBehind = after
      ? sql`and (${names}) > (${sql.join(after.row.map((value, at) => typed(value, key[at]?.[1] ?? 'text')))})`
      : sql``;
    const { rows } = await sql<Record<string, string | number>>`
      select ${names}, ${sql.ref(column)} as sealed from ${sql.table(table)}
      where ${isSealed(column)} and ${this.#keyId(column)} <> ${keyId} ${isBehind}
      order by ${names} limit ${PAGE_ROWS}`.execute(this.#records.db);
    return rows.map((found) => {
      const row = key.map(([name]) => found[name] ?? '');
      return { row, place: [kind, ...row].join(':'), sealed: String(found.sealed) };
    });
  }

  #keyId(column: string): RawBuilder<string> {
    const text = sql.ref(column);
    return this.#records.kind === 'postgres'
      ? sql<string>`split_part(${text}, '.', 1)`
      : sql<string>`substr(${text}, 1, instr(${text}, '.') - 1)`;
  }
}

function isSealed(column: string): RawBuilder<boolean> {
  return sql<boolean>`${sql.ref(column)} like '%.%'`;
}

/* PostgreSQL does not know the type of a parameter in VALUES. */
function typed(value: string | number, type: 'text' | 'int8' = 'text'): RawBuilder<unknown> {
  return type === 'int8' ? sql`cast(${value} as int8)` : sql`cast(${value} as text)`;
}
