import { DependencyError } from '../../domain/shared/dependency-error.ts';
import type { ErrorReporter } from '../../domain/shared/error-reporter.ts';
import type { Timer } from '../../domain/shared/timer.ts';
import type { JsapiTickets } from '../../domain/visitors/jsapi-tickets.ts';
import { SingleFlight } from '../shared/single-flight.ts';

/* WeChat takes an old ticket and the new one for some minutes; with this a page has time to use its signature. */
const RENEWED_BEFORE_MS = 300_000;

/* WeChat counts calls by the day, and a wrong setting does not mend itself in a second. */
const PAUSE_MS = 5000;

interface Kept {
  readonly text: string;
  /** Of the timer. */
  readonly renewAt: number;
  readonly endsAt: number;
}

export interface KeptTicketDependencies {
  readonly tickets: JsapiTickets;
  readonly timer: Timer;
  readonly errorReporter: ErrorReporter;
}

/**
 * Keeps the ticket of the account until five minutes before its end, and asks for the next one once for all who wait.
 * While WeChat is away, the old ticket is used to its end, and WeChat is asked once in 5 s.
 */
export class KeptTicket {
  readonly #deps: KeptTicketDependencies;
  readonly #flights = new SingleFlight<string>();
  #kept: Kept | null = null;
  #notBefore = Number.NEGATIVE_INFINITY;

  constructor(deps: KeptTicketDependencies) {
    this.#deps = deps;
  }

  /** @throws DependencyError if there is no ticket that is still valid, and WeChat gives none */
  async current(): Promise<string> {
    const now = this.#deps.timer.elapsed();
    const kept = this.#kept && now < this.#kept.endsAt ? this.#kept : null;
    if (kept && now < kept.renewAt) return kept.text;
    const flight = this.#flights.current('') ?? (now >= this.#notBefore ? this.#renew() : null);
    // A valid ticket is not waited for; the flight reports its own failure.
    if (kept) return kept.text;
    if (!flight) throw new DependencyError('wechat', 'left alone for some seconds after a fault');
    return flight;
  }

  #renew(): Promise<string> {
    const { tickets, timer, errorReporter } = this.#deps;
    const flight = this.#flights.run('', async () => {
      try {
        const { text, lastsMs } = await tickets.issue();
        const now = timer.elapsed();
        // Of a ticket that does not last long, the half.
        const renewAt = now + lastsMs - Math.min(RENEWED_BEFORE_MS, lastsMs / 2);
        this.#kept = { text, renewAt, endsAt: now + lastsMs };
        return text;
      } finally {
        this.#notBefore = timer.elapsed() + PAUSE_MS;
      }
    });
    flight.catch((error: unknown) => errorReporter.report('WeChat gives no ticket', error));
    return flight;
  }
}
