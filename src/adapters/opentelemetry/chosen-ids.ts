import { type IdGenerator, RandomIdGenerator } from '@opentelemetry/sdk-trace-node';

/** Random ids, but for the next span, where they were chosen. */
export class ChosenIds implements IdGenerator {
  readonly #random = new RandomIdGenerator();
  #traceId: string | undefined;
  #spanId: string | undefined;

  /** Of the span that is started next, in this turn. */
  choose({ traceId, spanId }: { traceId?: string | undefined; spanId?: string | undefined }): void {
    this.#traceId = traceId;
    this.#spanId = spanId;
  }

  generateTraceId(): string {
    const chosen = this.#traceId;
    this.#traceId = undefined;
    return chosen ?? this.#random.generateTraceId();
  }

  generateSpanId(): string {
    const chosen = this.#spanId;
    this.#spanId = undefined;
    return chosen ?? this.#random.generateSpanId();
  }
}
