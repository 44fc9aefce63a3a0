import type { WebhookEndpoint } from '../../domain/deliveries/webhook-endpoint.ts';
import { type DispatchParts, EndpointDispatch } from './endpoint-dispatch.ts';

/* The process ends 9 s after the signal, and what has been done is still to be written. */
const FINISH_MS = 5000;
const WRITE_MS = 2000;

/* How often it is looked for deliveries to endpoints that are not known here. */
const UNKNOWN_EVERY_MS = 60_000;
const AGAIN_MS = 5000;

/** Sends the deliveries of all endpoints. Each has a loop of its own, so that a slow one delays no other. */
export class WebhookDispatcher {
  readonly #endpoints: ReadonlyMap<string, WebhookEndpoint>;
  readonly #parts: DispatchParts;
  readonly #dispatches: readonly EndpointDispatch[];
  readonly #stopping = new AbortController();
  readonly #reported = new Set<string>();
  #running: Promise<unknown> = Promise.resolve();

  constructor(endpoints: ReadonlyMap<string, WebhookEndpoint>, parts: DispatchParts) {
    this.#endpoints = endpoints;
    this.#parts = parts;
    this.#dispatches = [...endpoints.values()].map((endpoint) => new EndpointDispatch(endpoint, parts));
  }

  start(): void {
    const loops = this.#dispatches.map((dispatch) => dispatch.run());
    this.#running = Promise.all([...loops, this.#reportUnknown()]);
  }

  /** Deliveries may have become due. */
  wake(): void {
    for (const dispatch of this.#dispatches) dispatch.wake();
  }

  /** Lets attempts end that are under way, for 5 s; the deliveries of others stay due. */
  async close(): Promise<void> {
    this.#stopping.abort();
    for (const dispatch of this.#dispatches) dispatch.stop();
    await this.#endedIn(FINISH_MS);
    for (const dispatch of this.#dispatches) dispatch.abort();
    await this.#endedIn(WRITE_MS);
  }

  #endedIn(ms: number): Promise<unknown> {
    const done = new AbortController();
    const ended = this.#running.finally(() => done.abort());
    return Promise.race([ended, this.#parts.timer.sleep(ms, done.signal)]);
  }

  /* Their deliveries wait. The name of each is reported once. */
  async #reportUnknown(): Promise<void> {
    const { queue, timer, reporter } = this.#parts;
    while (!this.#stopping.signal.aborted) {
      let pauseMs = UNKNOWN_EVERY_MS;
      try {
        for (const name of await queue.endpoints()) {
          if (this.#endpoints.has(name) || this.#reported.has(name)) continue;
          this.#reported.add(name);
          const error = new Error(`ENDPOINTS_FILE has no endpoint "${name}"`);
          reporter.report('deliveries wait for an endpoint that is not known', error, { endpoint: name });
        }
      } catch {
        // That the store is away is reported elsewhere.
        pauseMs = AGAIN_MS;
      }
      await timer.sleep(pauseMs, this.#stopping.signal);
    }
  }
}
