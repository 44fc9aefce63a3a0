import type { ArchiveCursor } from '../../domain/draws/archive-cursor.ts';
import type { DrawArchive } from '../../domain/draws/draw-archive.ts';
import type { LogEntry } from '../../domain/draws/draw-log.ts';

/** An archive that is opened when it is first asked for something. Where there is none yet, it is empty. */
export class ArchiveOnDemand implements DrawArchive {
  readonly #open: () => Promise<DrawArchive | null>;
  #opening: Promise<DrawArchive | null> | undefined;

  /** @param open is called until it resolves; `null`: there is none @throws DependencyError if it does not answer */
  constructor(open: () => Promise<DrawArchive | null>) {
    this.#open = open;
  }

  async cursors(activityId: string): Promise<readonly ArchiveCursor[]> {
    return (await this.#opened())?.cursors(activityId) ?? [];
  }

  async *entries(
    activityId: string,
    log: string,
    afterSeq: number,
    upToSeq: number,
  ): AsyncIterable<readonly LogEntry[]> {
    const archive = await this.#opened();
    if (archive) yield* archive.entries(activityId, log, afterSeq, upToSeq);
  }

  async entry(activityId: string, log: string, seq: number): Promise<LogEntry | null> {
    return (await this.#opened())?.entry(activityId, log, seq) ?? null;
  }

  #opened(): Promise<DrawArchive | null> {
    this.#opening ??= this.#open().catch((error: unknown) => {
      // It may answer the next time.
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }
}
