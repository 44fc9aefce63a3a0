import type { Clock } from '../../domain/shared/clock.ts';
import type { ErrorReporter } from '../../domain/shared/error-reporter.ts';
import { describeError } from './describe-error.ts';
import type { Log } from './log.ts';

/* While Redis or the passport does not answer, every request has the same fault. */
const SAME_FAULT_AGAIN_MS = 1000;

interface Reported {
  at: number;
  /** How many of the same kind were left out since. */
  untold: number;
}

/** Faults as log lines: each kind at most once a second, with the number of those left out. */
export class PinoErrorReporter implements ErrorReporter {
  readonly #log: Log;
  readonly #clock: Clock;
  readonly #reported = new Map<string, Reported>();

  constructor(log: Log, clock: Clock) {
    this.#log = log;
    this.#clock = clock;
  }

  report(fault: string, error: unknown, context: Readonly<Record<string, unknown>> = {}): void {
    const now = this.#clock.now();
    const last = this.#reported.get(fault);
    if (last && Math.abs(now - last.at) < SAME_FAULT_AGAIN_MS) {
      last.untold += 1;
      return;
    }
    this.#reported.set(fault, { at: now, untold: 0 });
    this.#log.warn(
      { ...context, ...(last?.untold && { untold: last.untold }), error: describeError(error) },
      fault,
    );
  }
}
