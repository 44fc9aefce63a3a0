export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

/** What is known of a piece of work when it begins. */
export interface SpanPlan {
  /** One of few: it holds no id and no address. */
  readonly name: string;
  /** `client`: a call to another program; `server`: the answer to one; `internal` if left out. */
  readonly kind?: 'client' | 'server' | 'internal';
  /** Without a token, a user, what a form says, or the text of a query. */
  readonly attributes?: SpanAttributes;
  /** The `traceparent` of the span that it belongs to; left out: the span that is current, if one is. */
  readonly parent?: string;
  /** 16 hex digits: its own id, where another process is to know it; a random one if left out. */
  readonly id?: string;
}

/** A span that is open. */
export interface OpenSpan {
  /** Names this span as the parent of what another program does (W3C Trace Context). */
  readonly traceparent: string;
  set(attributes: SpanAttributes): void;
  /** Marks it as failed. @param type what kind of failure, one of few: it is no message of a dependency */
  fail(type: string): void;
}

/**
 * Records what sampled requests cause, as spans of one trace. Its methods add to a bounded memory: they do not wait, and
 * they throw only what the work throws. What the collector does not take is dropped and counted.
 */
export interface Tracer {
  /**
   * Does the work within a span, which is current meanwhile. Without a parent the work is not of a sampled request: it is
   * done alone, and its argument is `null`.
   */
  span<T>(plan: SpanPlan, work: (span: OpenSpan | null) => Promise<T>): Promise<T>;
  /**
   * Records work that has ended, if it has a parent.
   * @param startedAt and `endedAt`: milliseconds since the epoch
   * @param failure as `OpenSpan.fail` has it
   */
  ended(plan: SpanPlan, startedAt: number, endedAt: number, failure?: string): void;
  /** The same of work that ends now. */
  justEnded(plan: SpanPlan, seconds: number, failure?: string): void;
}
