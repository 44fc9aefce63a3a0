import type { RulesText } from '../../domain/draws/binding-book.ts';
import type { LedgerBook, LogEntry } from '../../domain/draws/draw-log.ts';
import type { DrawTail } from '../../domain/draws/draw-tail.ts';

/** The logs of a store that may not be there yet: until then nothing has been drawn. */
export class TailOnDemand implements DrawTail {
  readonly #open: () => DrawTail | null;
  #tail: DrawTail | null = null;

  /** @param open is called until it returns a tail; what it throws is thrown */
  constructor(open: () => DrawTail | null) {
    this.#open = open;
  }

  async activityIds(): Promise<string[]> {
    return this.#opened()?.activityIds() ?? [];
  }

  async book(activityId: string): Promise<LedgerBook> {
    const none = { logs: [], awarded: new Map(), spent: 0, seeds: [], rules: [], sweptAt: null };
    return this.#opened()?.book(activityId) ?? none;
  }

  async rulesTexts(activityId: string, numbers: readonly number[]): Promise<readonly (RulesText | null)[]> {
    return this.#opened()?.rulesTexts(activityId, numbers) ?? numbers.map(() => null);
  }

  async logNames(activityId: string): Promise<readonly string[]> {
    return this.#opened()?.logNames(activityId) ?? [];
  }

  async slice(activityId: string, log: string, fromSeq: number, limit: number): Promise<readonly LogEntry[]> {
    return this.#opened()?.slice(activityId, log, fromSeq, limit) ?? [];
  }

  #opened(): DrawTail | null {
    this.#tail ??= this.#open();
    return this.#tail;
  }
}
