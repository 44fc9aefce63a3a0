import type { Clock } from '../../domain/shared/clock.ts';
import type { ErrorReporter } from '../../domain/shared/error-reporter.ts';
import { describeError } from './describe-error.ts';
import type { Log } from './log.ts';

/* While Redis or the passport is away, each request reports the same fault. */
const REPEAT_AFTER_MS = 1000;

interface LastReport {
  /** Milliseconds since the epoch. */
  readonly at: number;
  suppressed: number;
}

/** Logs faults: each kind at most once a second, with the number of faults that were left out since the last line. */
export class PinoErrorReporter implements ErrorReporter {
  readonly #log: Log;
  readonly #clock: Clock;
  readonly #lastReports = new Map<string, LastReport>();

  constructor(log: Log, clock: Clock) {
    this.#log = log;
    this.#clock = clock;
  }

  report(fault: string, error: unknown, context: Readonly<Record<string, unknown>> = {}): void {
    const now = this.#clock.now();
    const last = this.#lastReports.get(fault);
    if (last && Math.abs(now - last.at) < REPEAT_AFTER_MS) {
      last.suppressed += 1;
      return;
    }
    this.#lastReports.set(fault, { at: now, suppressed: 0 });
    this.#log.warn(
      { ...context, ...(last?.suppressed && { untold: last.suppressed }), error: describeError(error) },
      fault,
    );
  }
}
