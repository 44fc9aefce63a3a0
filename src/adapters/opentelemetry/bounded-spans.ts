import type { ReadableSpan, SpanExporter, SpanProcessor } from '@opentelemetry/sdk-trace-node';

/* 2 to 4 MB. */
const MOST_WAITING = 4096;

/* To make its JSON takes about 2 ms. */
const MOST_IN_A_BATCH = 256;

const PAUSE_MS = 1000;

/* The exporter ends in 3 s, but for a collector that goes on sending. */
const EXPORT_MS = 4000;

export interface SpanCounts {
  readonly exported: number;
  readonly dropped: number;
}

export interface BoundedSpansOptions {
  readonly exporter: SpanExporter;
  /** Ends the connections of the exporter. */
  readonly disconnect: () => void;
  /** Called with what the exporter reports where it has failed. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * Sends spans that have ended, one batch at a time. A collector that is away or slow costs spans, and neither time nor
 * memory: what does not fit is dropped, and a batch that failed is not kept.
 */
export class BoundedSpans implements SpanProcessor {
  readonly #options: BoundedSpansOptions;
  #waiting: ReadableSpan[] = [];
  #timer: NodeJS.Timeout | undefined;
  #exporting: Promise<void> | null = null;
  #exported = 0;
  #dropped = 0;
  #isClosed = false;

  constructor(options: BoundedSpansOptions) {
    this.#options = options;
  }

  /** Since the start of the process. */
  get counts(): SpanCounts {
    return { exported: this.#exported, dropped: this.#dropped };
  }

  onStart(): void {}

  onEnd(span: ReadableSpan): void {
    if (this.#isClosed || this.#waiting.length >= MOST_WAITING) {
      this.#dropped += 1;
      return;
    }
    this.#waiting.push(span);
    if (this.#exporting) return;
    if (this.#waiting.length >= MOST_IN_A_BATCH) this.#begin();
    else if (this.#timer === undefined) {
      this.#timer = setTimeout(() => this.#begin(), PAUSE_MS);
      this.#timer.unref();
    }
  }

  async forceFlush(): Promise<void> {
    while (this.#exporting || this.#waiting.length > 0) {
      if (!this.#exporting) this.#begin();
      await this.#exporting;
    }
  }

  /** Sends what waits, within the time. Afterwards nothing is sent any more. */
  async close(withinMs: number): Promise<void> {
    let overdue: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      overdue = setTimeout(resolve, withinMs);
    });
    await Promise.race([this.forceFlush(), late]);
    clearTimeout(overdue);
    await this.shutdown();
  }

  async shutdown(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#dropped += this.#waiting.length;
    this.#waiting = [];
    this.#options.disconnect();
  }

  #begin(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#isClosed || this.#waiting.length === 0) return;
    const batch = this.#waiting.splice(0, MOST_IN_A_BATCH);
    this.#exporting = this.#export(batch).then(() => {
      this.#exporting = null;
      if (this.#waiting.length >= MOST_IN_A_BATCH) this.#begin();
      else if (this.#waiting.length > 0 && !this.#isClosed) {
        this.#timer = setTimeout(() => this.#begin(), PAUSE_MS);
        this.#timer.unref();
      }
    });
  }

  #export(batch: ReadableSpan[]): Promise<void> {
    const { exporter, disconnect, onFailure } = this.#options;
    return new Promise((resolve) => {
      let isOver = false;
      const over = (error: unknown) => {
        if (isOver) return;
        isOver = true;
        clearTimeout(overdue);
        if (error === null) this.#exported += batch.length;
        else {
          this.#dropped += batch.length;
          onFailure(error);
        }
        resolve();
      };
      const overdue = setTimeout(() => {
        over(undefined);
        disconnect();
      }, EXPORT_MS);
      overdue.unref();
      try {
        exporter.export(batch, ({ code, error }) => over(code === 0 ? null : error));
      } catch (error) {
        over(error);
      }
    });
  }
}
