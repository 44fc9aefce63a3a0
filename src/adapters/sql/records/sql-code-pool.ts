import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import type { CodePool, CodeWin } from '../../../domain/deliveries/code-pool.ts';
import { DependencyError } from '../../../domain/shared/dependency-error.ts';
import type { Vault } from '../../../domain/shared/vault.ts';
import { codePlace } from './code-place.ts';
import { inRecords, type RecordSource } from './record-source.ts';
import type { RecordsSchema } from './records-schema.ts';

const COLUMNS = ['prize_id', 'unit', 'code', 'draw_id'] as const;

interface CodeRow {
  readonly prize_id: string;
  readonly unit: number;
  readonly code: string;
  readonly draw_id: string | null;
}

/** Redeem codes in the record store. What was given before is only read: no visitor waits for the lock of a writer. */
export class SqlCodePool implements CodePool {
  readonly #records: RecordSource;
  readonly #vault: Vault;

  constructor(records: RecordSource, vault: Vault) {
    this.#records = records;
    this.#vault = vault;
  }

  give(activityId: string, wins: readonly CodeWin[]): Promise<ReadonlyMap<string, string>> {
    if (wins.length === 0) return Promise.resolve(new Map());
    return inRecords(async () => {
      const found = await this.#rowsOf(activityId, wins);
      const free = wins.filter((win) => rowOf(found, win)?.draw_id === null);
      if (free.length === 0) return this.#openAll(activityId, wins, found);
      const bound = await this.#bind(activityId, free);
      // What is missing was given meanwhile: to another draw, or to this one by a request at the same time.
      const isAll = bound.length === free.length;
      const rows = isAll ? [...bound, ...found] : await this.#rowsOf(activityId, wins);
      return this.#openAll(activityId, wins, rows);
    });
  }

  #rowsOf(activityId: string, wins: readonly CodeWin[]): Promise<readonly CodeRow[]> {
    return this.#records.db
      .selectFrom('codes')
      .select(COLUMNS)
      .where('activity_id', '=', activityId)
      .where((builder) => unitsOf(builder, wins))
      .execute();
  }

  /* One statement, and so a transaction of its own: of several draws with one unit, whichever comes first has it. */
  #bind(activityId: string, wins: readonly CodeWin[]): Promise<readonly CodeRow[]> {
    return this.#records.db
      .updateTable('codes')
      .set((builder) => {
        const [first, ...others] = wins as readonly [CodeWin, ...CodeWin[]];
        const branches = others.reduce(
          (chain, win) => chain.when(isUnit(builder, win)).then(win.drawId),
          builder.case().when(isUnit(builder, first)).then(first.drawId),
        );
        return { draw_id: branches.end() };
      })
      .where('activity_id', '=', activityId)
      .where('draw_id', 'is', null)
      .where((builder) => unitsOf(builder, wins))
      .returning(COLUMNS)
      .execute();
  }

  #openAll(
    activityId: string,
    wins: readonly CodeWin[],
    rows: readonly CodeRow[],
  ): ReadonlyMap<string, string> {
    const codes = new Map<string, string>();
    for (const win of wins) {
      const row = rowOf(rows, win);
      if (row?.draw_id === win.drawId) codes.set(win.drawId, this.#open(activityId, row));
    }
    return codes;
  }

  #open(activityId: string, { prize_id, unit, code }: CodeRow): string {
    try {
      return this.#vault.open(code, codePlace(activityId, prize_id, unit));
    } catch (cause) {
      const place = `code ${unit} of prize ${prize_id} of activity ${activityId}`;
      throw new DependencyError('record store', `${place} does not open with the keys here`, { cause });
    }
  }
}

type Builder = ExpressionBuilder<RecordsSchema, 'codes'>;

function unitsOf(builder: Builder, wins: readonly CodeWin[]): Expression<SqlBool> {
  return builder.or(wins.map((win) => isUnit(builder, win)));
}

function isUnit(builder: Builder, { prizeId, unit }: CodeWin): Expression<SqlBool> {
  return builder.and([builder('prize_id', '=', prizeId), builder('unit', '=', unit)]);
}

function rowOf(rows: readonly CodeRow[], { prizeId, unit }: CodeWin): CodeRow | undefined {
  return rows.find((row) => row.prize_id === prizeId && row.unit === unit);
}
