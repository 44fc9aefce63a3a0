/** What a process has seen of a record, by which it notices that the record went back. */
export interface Watermark {
  /** The highest number of an entry that was acknowledged to this process. */
  readonly seq: number;
  /** The latest seed, and how often a loss had been accepted by then; `null` before the first. */
  readonly seed: { readonly no: number; readonly tag: string; readonly accepted: number } | null;
}

const NONE: Watermark = { seq: 0, seed: null };

/** Shared by all parts of the ledger of one process. */
export class Watermarks {
  readonly #byActivity = new Map<string, Watermark>();

  of(activityId: string): Watermark {
    return this.#byActivity.get(activityId) ?? NONE;
  }

  /** @param seq of an acknowledged entry */
  acknowledged(activityId: string, seq: number): void {
    const { seq: highest, seed } = this.of(activityId);
    if (seq > highest) this.#byActivity.set(activityId, { seq, seed });
  }

  sawSeed(activityId: string, seed: NonNullable<Watermark['seed']>): void {
    this.#byActivity.set(activityId, { ...this.of(activityId), seed });
  }
}
