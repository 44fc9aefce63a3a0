import type { OpenSpan } from '../shared/tracer.ts';
import type { Trace } from './request-origin.ts';

/** The span of a request of a visitor. */
export interface RequestSpan extends OpenSpan {
  /** Of the request, with the decision of this process. */
  readonly trace: Trace;
  /** Does the work with this span as the current one. */
  within<T>(work: () => T): T;
  /** @param name the method and the pattern of the path */
  end(name: string): void;
}

/** Decides which requests are traced. */
export interface RequestTraces {
  /**
   * `null`: this one is not.
   * @param client the `traceparent` that the client sent
   * @param isBelieved whether the client may decide; otherwise only the id of its trace is used
   * @param receivedAt in milliseconds of `performance.now()`
   */
  begin(client: string | undefined, isBelieved: boolean, receivedAt: number): RequestSpan | null;
}
