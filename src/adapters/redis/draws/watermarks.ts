/** What a process has seen of a record, by which it notices that the record went back. */
export interface Watermark {
  /** The highest number of an entry, or of a step of units, that was acknowledged to this process. */
  readonly seq: number;
  /** The latest seed; `null` before the first. */
  readonly seed: { readonly no: number; readonly tag: string; readonly epoch: number } | null;
}

const NONE: Watermark = { seq: 0, seed: null };

/** Shared by all parts of the ledger of one process. A part of a record has its hash tag, and what units it has their key. */
export class Watermarks {
  readonly #byPart = new Map<string, Watermark>();

  of(part: string): Watermark {
    return this.#byPart.get(part) ?? NONE;
  }

  /** @param seq of an acknowledged entry or step */
  acknowledged(part: string, seq: number): void {
    const { seq: highest, seed } = this.of(part);
    if (seq > highest) this.#byPart.set(part, { seq, seed });
  }

  sawSeed(activityId: string, seed: NonNullable<Watermark['seed']>): void {
    this.#byPart.set(activityId, { ...this.of(activityId), seed });
  }
}
