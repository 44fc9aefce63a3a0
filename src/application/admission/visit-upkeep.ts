import type { Clock } from '../../domain/shared/clock.ts';
import type { ErrorReporter } from '../../domain/shared/error-reporter.ts';
import type { VisitStore } from '../../domain/visitors/visit-store.ts';

const DAY_MS = 24 * 3_600_000;

/** How long counts are kept: `minutes` those of visits by minute, which are many; `hours` all others, also draws by minute. */
export const KEPT_DAYS = { hours: 400, minutes: 35 };

const FIRST_MS = 60_000;
const EVERY_MS = 6 * 3_600_000;

export interface VisitUpkeepDependencies {
  readonly store: Pick<VisitStore, 'removeBefore'>;
  readonly mayWrite: () => boolean;
  readonly clock: Clock;
  readonly errorReporter: ErrorReporter;
}

/** Removes counts of visits that are too old: one process should do it, several may. */
export class VisitUpkeep {
  readonly #deps: VisitUpkeepDependencies;
  #timer: NodeJS.Timeout | undefined;

  constructor(deps: VisitUpkeepDependencies) {
    this.#deps = deps;
  }

  /** From now on, a minute after the start and then every six hours. */
  start(): void {
    this.#next(FIRST_MS);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#next = () => {};
  }

  /** It does not throw. */
  async remove(): Promise<void> {
    const { store, mayWrite, clock, errorReporter } = this.#deps;
    if (!mayWrite()) return;
    const now = clock.now();
    try {
      await store.removeBefore({
        hours: now - KEPT_DAYS.hours * DAY_MS,
        minutes: now - KEPT_DAYS.minutes * DAY_MS,
      });
    } catch (error) {
      errorReporter.report('old counts of visits were not removed', error);
    }
  }

  #next = (ms: number): void => {
    this.#timer = setTimeout(async () => {
      await this.remove();
      this.#next(EVERY_MS);
    }, ms);
    // The process may end while it waits.
    this.#timer.unref();
  };
}
