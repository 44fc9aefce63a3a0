import { AsyncLocalStorage } from 'node:async_hooks';
import type { Span } from '@opentelemetry/api';

/**
 * The span whose work is under way. To know it, Node (20 and 22) follows each promise of the process, which doubles the cost of
 * one: it is asked to only as long as such work is under way. What goes on after that has no current span.
 */
export class CurrentSpan {
  /* Another one each time: what an old one knew is gone with it. `null`: no work is under way. */
  #storage: AsyncLocalStorage<Span> | null = null;
  #running = 0;

  get(): Span | undefined {
    return this.#storage?.getStore();
  }

  /** Runs work that is under way until it returns or throws, or until the promise that it returns is settled. */
  run<T>(span: Span, work: () => T): T {
    this.#running += 1;
    this.#storage ??= new AsyncLocalStorage<Span>();
    let isAsync = false;
    try {
      const result = this.#storage.run(span, work);
      if (!(result instanceof Promise)) return result;
      isAsync = true;
      return result.finally(() => this.#leave()) as T;
    } finally {
      if (!isAsync) this.#leave();
    }
  }

  #leave(): void {
    this.#running -= 1;
    if (this.#running > 0) return;
    this.#storage?.disable();
    this.#storage = null;
  }
}
