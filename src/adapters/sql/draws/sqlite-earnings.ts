import { afterEarning, afterHelp } from '../../../domain/draws/account.ts';
import { keepsKeys } from '../../../domain/draws/earnings.ts';
import type {
  AccountChange,
  EarningCommit,
  HelpCommit,
  OpenHelp,
} from '../../../domain/draws/earnings-ledger.ts';
import type { DrawDatabase } from '../draw-database.ts';
import type { SqliteAccounts } from './sqlite-accounts.ts';
import type { SqliteBooks } from './sqlite-books.ts';

/**
 * Records earned chances and invitations. The keys of grants and invitations are kept; those of sign-ins and shares are
 * numbered by the account itself, so that its version is enough to count each once.
 */
export class SqliteEarnings {
  readonly #accounts: SqliteAccounts;
  readonly #books: SqliteBooks;
  readonly #key;
  readonly #addKey;
  readonly #addEarning;
  readonly #addHelp;
  readonly #openHelp;
  readonly #openHelps;
  readonly #closeHelp;

  constructor(db: DrawDatabase, accounts: SqliteAccounts, books: SqliteBooks) {
    this.#accounts = accounts;
    this.#books = books;
    this.#key = db.prepare('SELECT 1 FROM earned_keys WHERE activity_id = ? AND uid = ? AND key = ?');
    this.#addKey = db.prepare('INSERT INTO earned_keys (activity_id, uid, key) VALUES (?, ?, ?)');
    this.#addEarning = db.prepare(
      `INSERT INTO log (activity_id, seq, kind, at, uid, day, key, chances) VALUES (?, ?, 'earning', ?, ?, ?, ?, ?)`,
    );
    this.#addHelp = db.prepare(
      `INSERT INTO log (activity_id, seq, kind, at, uid, day, inviter) VALUES (?, ?, 'help', ?, ?, ?, ?)`,
    );
    this.#openHelp = db.prepare(
      'INSERT OR REPLACE INTO open_helps (activity_id, uid, inviter, at) VALUES (?, ?, ?, ?)',
    );
    this.#openHelps = db.prepare('SELECT uid, inviter, at FROM open_helps WHERE activity_id = ?');
    this.#closeHelp = db.prepare('DELETE FROM open_helps WHERE activity_id = ? AND uid = ?');
  }

  /** Within a transaction. */
  earn({ activityId, uid, draws, earning, at }: EarningCommit): AccountChange {
    const { key, source, chances, day } = earning;
    const isKept = keepsKeys(source);
    if (isKept && this.#key.get(activityId, uid, key) !== undefined) return { kind: 'known' };
    const counts = this.#accounts.counts(activityId, uid);
    if (counts.version !== draws.version) return this.#conflict(activityId, uid);
    const { seq, spent } = this.#books.of(activityId);
    this.#addEarning.run(activityId, seq + 1, at, uid, day, key, chances);
    this.#books.put(activityId, { seq: seq + 1, spent });
    if (isKept) this.#addKey.run(activityId, uid, key);
    this.#accounts.put(activityId, uid, afterEarning(counts, earning));
    return { kind: 'recorded' };
  }

  /** Within a transaction. */
  help({ activityId, uid, draws, inviter, day, at }: HelpCommit): AccountChange {
    const counts = this.#accounts.counts(activityId, uid);
    if (counts.version !== draws.version) return this.#conflict(activityId, uid);
    const { seq, spent } = this.#books.of(activityId);
    this.#addHelp.run(activityId, seq + 1, at, uid, day, inviter);
    this.#books.put(activityId, { seq: seq + 1, spent });
    this.#openHelp.run(activityId, uid, inviter, at);
    this.#accounts.put(activityId, uid, afterHelp(counts, inviter));
    return { kind: 'recorded' };
  }

  openHelps(activityId: string): OpenHelp[] {
    const rows = this.#openHelps.all(activityId) as OpenHelp[];
    return rows.map(({ uid, inviter, at }) => ({ uid, inviter, at }));
  }

  closeHelp(activityId: string, uid: string): void {
    this.#closeHelp.run(activityId, uid);
  }

  #conflict(activityId: string, uid: string): AccountChange {
    return { kind: 'conflict', account: this.#accounts.read(activityId, uid) };
  }
}
