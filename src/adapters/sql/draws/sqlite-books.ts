import type { DrawDatabase } from '../draw-database.ts';

/** The numbers that an activity keeps beside its log. */
export interface Book {
  /** The number of the latest entry of the log. */
  readonly seq: number;
  /** What has been awarded, in whole cents. */
  readonly spent: number;
}

const NO_BOOK: Book = { seq: 0, spent: 0 };

/** Every change of the log reads its book, adds its entry under the next number, and then puts the book. */
export class SqliteBooks {
  readonly #book;
  readonly #put;

  constructor(db: DrawDatabase) {
    this.#book = db.prepare('SELECT seq, spent FROM books WHERE activity_id = ?');
    this.#put = db.prepare(
      `INSERT INTO books (activity_id, seq, spent) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET seq = excluded.seq, spent = excluded.spent`,
    );
  }

  of(activityId: string): Book {
    return (this.#book.get(activityId) as Book | undefined) ?? NO_BOOK;
  }

  put(activityId: string, { seq, spent }: Book): void {
    this.#put.run(activityId, seq, spent);
  }
}
