import type { RulesSet } from '../../../domain/draws/draw-ledger.ts';
import type { DrawDatabase } from '../draw-database.ts';
import type { SqliteBooks } from './sqlite-books.ts';
import { RULES_COLUMNS, type RulesRow, rulesSetOf } from './sqlite-rows.ts';

/** The sets of rules. Their entries in the log have the number alone. */
export class SqliteRulesBook {
  readonly #books: SqliteBooks;
  readonly #sets;
  readonly #set;
  readonly #latestNo;
  readonly #addSet;
  readonly #addEntry;

  constructor(db: DrawDatabase, books: SqliteBooks) {
    this.#books = books;
    this.#sets = db.prepare(`SELECT ${RULES_COLUMNS} FROM rules WHERE activity_id = ? ORDER BY no`);
    this.#set = db.prepare(`SELECT ${RULES_COLUMNS} FROM rules WHERE activity_id = ? AND no = ?`);
    this.#latestNo = db.prepare('SELECT coalesce(max(no), 0) AS no FROM rules WHERE activity_id = ?');
    this.#addSet = db.prepare(
      `INSERT INTO rules (activity_id, ${RULES_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#addEntry = db.prepare(
      `INSERT INTO log (activity_id, seq, kind, at, rules_no) VALUES (?, ?, 'rules', ?, ?)`,
    );
  }

  sets(activityId: string): RulesSet[] {
    return (this.#sets.all(activityId) as RulesRow[]).map(rulesSetOf);
  }

  /** @throws Error if there is none of this number, which only a damaged file lacks */
  set(activityId: string, no: number): RulesSet {
    const row = this.#set.get(activityId, no) as RulesRow | undefined;
    if (!row) throw new Error(`activity ${activityId} has no set of rules ${no}`);
    return rulesSetOf(row);
  }

  /** Within a transaction. */
  announce(activityId: string, { no, hash, text, sealed, at, release, head }: RulesSet): boolean {
    const latest = this.#latestNo.get(activityId) as { no: number };
    if (no !== latest.no + 1) return false;
    const { seq, spent } = this.#books.of(activityId);
    this.#addEntry.run(activityId, seq + 1, at, no);
    this.#books.put(activityId, { seq: seq + 1, spent });
    this.#addSet.run(activityId, no, hash, text, sealed, at, release, head);
    return true;
  }
}
