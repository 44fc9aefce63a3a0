import type { ErrorReporter } from '../../domain/shared/error-reporter.ts';
import type { AccessKept, AccessSweep } from '../../domain/visitors/access-sweep.ts';
import { MAX_ENDS } from './known-ends.ts';

const DAY_MS = 24 * 3_600_000;

/*
 * No session in a cache is older than its longest time; a day more is for clocks and for processes that could not read. A token
 * that is verified by itself may live longer than any session. So older ends are kept as well, but no more than a process can
 * hold, and for no longer than somebody would use one token. Tokens that an end of these may have been of are refused; see
 * `sweptUpTo`.
 */
const LONGEST_DAYS = 400;

/** What is kept where sessions last so long. */
export function accessKept(sessionTtlSeconds: number): AccessKept {
  const youngMs = sessionTtlSeconds * 1000 + DAY_MS;
  return { youngMs, maxEnds: MAX_ENDS, longestMs: Math.max(youngMs, LONGEST_DAYS * DAY_MS) };
}

const FIRST_MS = 90_000;
const EVERY_MS = 6 * 3_600_000;

export interface AccessUpkeepDependencies {
  readonly sweep: AccessSweep;
  readonly kept: AccessKept;
  readonly mayWrite: () => boolean;
  readonly errorReporter: ErrorReporter;
}

/** Removes old ends and users who were unblocked long ago: one process should do it, several may. */
export class AccessUpkeep {
  readonly #deps: AccessUpkeepDependencies;
  #timer: NodeJS.Timeout | undefined;

  constructor(deps: AccessUpkeepDependencies) {
    this.#deps = deps;
  }

  /** From now on, soon after the start and then every six hours. */
  start(): void {
    this.#next(FIRST_MS);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#next = () => {};
  }

  /** It does not throw. */
  async remove(): Promise<void> {
    const { sweep, kept, mayWrite, errorReporter } = this.#deps;
    if (!mayWrite()) return;
    try {
      await sweep.removeOld(kept);
    } catch (error) {
      errorReporter.report('old ends of sessions were not removed', error);
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
