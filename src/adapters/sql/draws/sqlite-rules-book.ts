import type { RulesLink, RulesSet, RulesText } from '../../../domain/draws/binding-book.ts';
import type { DrawDatabase } from '../draw-database.ts';
import type { SqliteBooks } from './sqlite-books.ts';
import { RULES_COLUMNS, type RulesRow, rulesLinkOf } from './sqlite-rows.ts';

/** The sets of rules. Their entries in the log have the number alone. */
export class SqliteRulesBook {
  readonly #books: SqliteBooks;
  readonly #links;
  readonly #link;
  readonly #latestNo;
  readonly #text;
  readonly #addLink;
  readonly #addText;
  readonly #addEntry;

  constructor(db: DrawDatabase, books: SqliteBooks) {
    this.#books = books;
    this.#links = db.prepare(`SELECT ${RULES_COLUMNS} FROM rules WHERE activity_id = ? ORDER BY no`);
    this.#link = db.prepare(`SELECT ${RULES_COLUMNS} FROM rules WHERE activity_id = ? AND no = ?`);
    this.#latestNo = db.prepare('SELECT coalesce(max(no), 0) AS no FROM rules WHERE activity_id = ?');
    this.#text = db.prepare('SELECT text, sealed FROM rules_texts WHERE activity_id = ? AND no = ?');
    this.#addLink = db.prepare(
      `INSERT INTO rules (activity_id, ${RULES_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#addText = db.prepare('INSERT INTO rules_texts (activity_id, no, text, sealed) VALUES (?, ?, ?, ?)');
    this.#addEntry = db.prepare(
      `INSERT INTO log (activity_id, seq, kind, at, rules_no) VALUES (?, ?, 'rules', ?, ?)`,
    );
  }

  links(activityId: string): RulesLink[] {
    return (this.#links.all(activityId) as RulesRow[]).map(rulesLinkOf);
  }

  texts(activityId: string, numbers: readonly number[]): (RulesText | null)[] {
    return numbers.map((no) => {
      const row = this.#text.get(activityId, no) as RulesText | undefined;
      return row ? { text: row.text, sealed: row.sealed } : null;
    });
  }

  /** @throws Error if there is none of this number, which only a damaged file lacks */
  link(activityId: string, no: number): RulesLink {
    const row = this.#link.get(activityId, no) as RulesRow | undefined;
    if (!row) throw new Error(`activity ${activityId} has no set of rules ${no}`);
    return rulesLinkOf(row);
  }

  /** Within a transaction. */
  announce(activityId: string, { no, hash, text, sealed, at, release, head, salt }: RulesSet): boolean {
    const latest = this.#latestNo.get(activityId) as { no: number };
    if (no !== latest.no + 1) return false;
    const { seq, spent } = this.#books.of(activityId);
    this.#addEntry.run(activityId, seq + 1, at, no);
    this.#books.put(activityId, { seq: seq + 1, spent });
    this.#addLink.run(activityId, no, hash, at, release, head, salt);
    this.#addText.run(activityId, no, text, sealed);
    return true;
  }
}
