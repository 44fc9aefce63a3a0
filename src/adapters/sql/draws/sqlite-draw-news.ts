import type { DrawNews } from '../../../domain/draws/draw-news.ts';
import type { DrawDatabase } from '../draw-database.ts';

/* A look costs about 5 µs while nothing is written. */
const INTERVAL_MS = 100;

interface BookRow {
  readonly activity_id: string;
  readonly seq: number;
}

/**
 * News of draws from the file: SQLite counts on each connection what others have committed, and then the books show in
 * which activities. The file may not be there yet.
 */
export class SqliteDrawNews implements DrawNews {
  readonly #open: () => DrawDatabase | null;

  /** @param open a connection for this alone; `null` while there is no file */
  constructor(open: () => DrawDatabase | null) {
    this.#open = open;
  }

  listen(onNews: (activityIds: readonly string[]) => void): () => void {
    let db: DrawDatabase | null = null;
    let version = -1;
    const seqs = new Map<string, number>();
    const look = () => {
      db ??= this.#open();
      if (!db) return;
      const [row] = db.pragma('data_version') as [{ data_version: number }];
      if (row.data_version === version) return;
      const books = db.prepare('SELECT activity_id, seq FROM books').all() as BookRow[];
      version = row.data_version;
      const changed = books.filter((book) => seqs.get(book.activity_id) !== book.seq);
      for (const book of changed) seqs.set(book.activity_id, book.seq);
      if (changed.length > 0) onNews(changed.map((book) => book.activity_id));
    };
    const timer = setInterval(() => {
      try {
        look();
      } catch {
        // The file is being repaired, replaced or migrated: the next look finds it, or the relay reports it.
      }
    }, INTERVAL_MS);
    timer.unref();
    return () => {
      clearInterval(timer);
      db?.close();
    };
  }
}
