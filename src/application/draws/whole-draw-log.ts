import type { ArchiveCursor } from '../../domain/draws/archive-cursor.ts';
import type { RulesText } from '../../domain/draws/binding-book.ts';
import type { DrawArchive } from '../../domain/draws/draw-archive.ts';
import type { AccountEntry, DrawLog, LedgerBook, LogEntry } from '../../domain/draws/draw-log.ts';
import { DependencyError } from '../../domain/shared/dependency-error.ts';

/**
 * The log of a store that keeps only its end, with the archive before it. The archive is asked only for what the store has
 * not: so a store that was never trimmed needs none. What is trimmed while it is read is read from the archive.
 */
export class WholeDrawLog implements DrawLog {
  readonly #tail: DrawLog;
  readonly #archive: DrawArchive;

  constructor(tail: DrawLog, archive: DrawArchive) {
    this.#tail = tail;
    this.#archive = archive;
  }

  activityIds(): Promise<string[]> {
    return this.#tail.activityIds();
  }

  /** With what is archived, where the archive answers. */
  async book(activityId: string): Promise<LedgerBook> {
    // The cursors first: so no log that is as it should be ends before its cursor.
    const archived = await this.#archive.cursors(activityId).catch((): ArchiveCursor[] => []);
    return { ...(await this.#tail.book(activityId)), archived };
  }

  rulesTexts(activityId: string, numbers: readonly number[]): Promise<readonly (RulesText | null)[]> {
    return this.#tail.rulesTexts(activityId, numbers);
  }

  accounts(activityId: string, uids: readonly string[]): Promise<readonly AccountEntry[]> {
    return this.#tail.accounts(activityId, uids);
  }

  async *entries(
    activityId: string,
    log: string,
    afterSeq: number,
    upToSeq: number,
  ): AsyncIterable<readonly LogEntry[]> {
    let after = afterSeq;
    for await (const batch of this.#tail.entries(activityId, log, afterSeq, upToSeq)) {
      const [first, last] = [batch[0], batch.at(-1)];
      if (!first || !last) continue;
      const isAfterLoss = first.kind === 'loss' && first.after === after;
      if (first.seq > after + 1 && !isAfterLoss) {
        yield* this.#archived(activityId, log, after, first.seq - 1);
      }
      yield batch;
      after = last.seq;
    }
    // All of it was trimmed: the entry at the cursor is beyond.
    if (after < upToSeq) yield* this.#archived(activityId, log, after, upToSeq);
  }

  async *#archived(
    activityId: string,
    log: string,
    afterSeq: number,
    upToSeq: number,
  ): AsyncIterable<readonly LogEntry[]> {
    try {
      yield* this.#archive.entries(activityId, log, afterSeq, upToSeq);
    } catch (cause) {
      const what = `entries ${afterSeq + 1} to ${upToSeq} of activity ${activityId} are in it alone, and it does not answer`;
      throw cause instanceof DependencyError ? new DependencyError('record store', what, { cause }) : cause;
    }
  }
}
