import type { BegunActions } from '../../domain/operators/begun-actions.ts';
import type { ErrorReporter } from '../../domain/shared/error-reporter.ts';

/*
 * Longer than any request: a body comes within 15 s or not at all, and a query of the record store takes 35 s at most. One that
 * is later all the same leaves its own entry beside the `unfinished` one.
 */
export const UNFINISHED_AFTER_MS = 10 * 60_000;

/* After a start there is what the process before it has left. */
const FIRST_MS = 2000;
const EVERY_MS = 30_000;

export interface UnfinishedActionsDependencies {
  readonly begun: Pick<BegunActions, 'conclude'>;
  readonly mayWrite: () => boolean;
  readonly errorReporter: ErrorReporter;
}

/** Brings what operators have begun, and what has no entry after minutes, to the trail: one process should do it, several may. */
export class UnfinishedActions {
  readonly #deps: UnfinishedActionsDependencies;
  #timer: NodeJS.Timeout | undefined;
  #isFailing = false;

  constructor(deps: UnfinishedActionsDependencies) {
    this.#deps = deps;
  }

  /** From now on, 2 s after the start and then every 30 s. */
  start(): void {
    this.#next(FIRST_MS);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#next = () => {};
  }

  /** It does not throw: what cannot be written now is written later. */
  async conclude(): Promise<void> {
    const { begun, mayWrite, errorReporter } = this.#deps;
    if (!mayWrite()) return;
    try {
      await begun.conclude(UNFINISHED_AFTER_MS);
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing) errorReporter.report('unfinished actions are not in the trail yet', error);
      this.#isFailing = true;
    }
  }

  #next = (ms: number): void => {
    this.#timer = setTimeout(async () => {
      await this.conclude();
      this.#next(EVERY_MS);
    }, ms);
    // The process may end while it waits.
    this.#timer.unref();
  };
}
