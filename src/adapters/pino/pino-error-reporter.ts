import type { Clock } from '../../domain/shared/clock.ts';
import type { ErrorReporter } from '../../domain/shared/error-reporter.ts';
import { describeError } from './describe-error.ts';
import type { Log } from './log.ts';

/* While Redis or the passport is away every request has the same fault to tell. */
const SAME_FAULT_AGAIN_MS = 1000;

interface Told {
  at: number;
  untold: number;
}

/** Faults as log lines: each kind at most once a second, with the number of those left out meanwhile. */
export class PinoErrorReporter implements ErrorReporter {
  readonly #log: Log;
  readonly #clock: Clock;
  readonly #told = new Map<string, Told>();

  constructor(log: Log, clock: Clock) {
    this.#log = log;
    this.#clock = clock;
  }

  report(fault: string, error: unknown, context: Readonly<Record<string, unknown>> = {}): void {
    const now = this.#clock.now();
    const told = this.#told.get(fault);
    if (told && Math.abs(now - told.at) < SAME_FAULT_AGAIN_MS) {
      told.untold += 1;
      return;
    }
    this.#told.set(fault, { at: now, untold: 0 });
    this.#log.warn(
      { ...context, ...(told?.untold && { untold: told.untold }), error: describeError(error) },
      fault,
    );
  }
}
