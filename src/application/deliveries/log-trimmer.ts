import type { RelayCursor } from '../../domain/deliveries/relay-store.ts';
import type { LogTrim } from '../../domain/draws/log-trim.ts';
import type { Clock } from '../../domain/shared/clock.ts';

/* A client repeats a draw within seconds, and is then served from the ledger's own store. */
const KEPT_MS = 60_000;

interface Kept {
  /** Up to here entries are older than `at`. */
  readonly seq: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly trimmedTo: number;
}

/** Trims logs that are not halted to what is not archived, or is younger than a minute, when it is asked now and then. */
export class LogTrimmer {
  readonly #trim: LogTrim;
  readonly #clock: Clock;
  readonly #kept = new Map<string, Kept>();

  constructor(trim: LogTrim, clock: Clock) {
    this.#trim = trim;
    this.#clock = clock;
  }

  async trim(cursor: RelayCursor): Promise<void> {
    const { activityId, log, seq } = cursor;
    const key = `${activityId} ${log}`;
    const now = this.#clock.now();
    const kept = this.#kept.get(key);
    if (!kept || kept.seq > seq || kept.at > now) {
      this.#kept.set(key, { seq, at: now, trimmedTo: 0 });
      return;
    }
    if (now - kept.at < KEPT_MS) return;
    const isNews = kept.seq > kept.trimmedTo;
    if (isNews && !(await this.#trim.trim(activityId, cursor, kept.seq + 1))) return;
    this.#kept.set(key, { seq, at: now, trimmedTo: kept.seq });
  }

  /** To be called where the log may be of another history now. */
  forget(activityId: string): void {
    for (const key of this.#kept.keys()) if (key.startsWith(`${activityId} `)) this.#kept.delete(key);
  }
}
