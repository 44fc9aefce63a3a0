import type { Registry } from 'prom-client';
import { CellCounter, CellHistogram, type CounterCell, type HistogramCell } from './cells.ts';

/** The values of a request that are counted. */
export interface CountedRequest {
  /** The pattern of its path, never the path itself; `none` if no pattern matched. */
  readonly route: string;
  readonly method: string;
  readonly status: number;
  /** `null` if the answer has no envelope. */
  readonly ret: number | null;
  /** `null` if the answer has no envelope. */
  readonly responseCode: string | null;
  readonly durationMs: number;
}

/* A draw takes some milliseconds; nginx gives up after 5 s. */
const DURATION_BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/* Clients can invent methods; each would be a series. */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const OTHER = METHODS.length;

interface Route {
  readonly duration: HistogramCell;
  /** By method, status and `ret`, combined in one number. */
  readonly answers: Map<number, CounterCell>;
}

/** HTTP requests by route and result. */
export class RequestMetrics {
  readonly #requests: CellCounter;
  readonly #durations: CellHistogram;
  readonly #refusals = new Map<string, CounterCell>();
  readonly #routes = new Map<string, Route>();

  /** @param refusals the codes of refusals by a rule of the activity, each of which gets a series */
  constructor(registry: Registry, refusals: readonly string[]) {
    this.#requests = new CellCounter(
      registry,
      'cms_market_http_requests_total',
      'HTTP requests answered; ret is "none" where the answer is no envelope.',
    );
    this.#durations = new CellHistogram(
      registry,
      'cms_market_http_request_duration_seconds',
      'Time from the headers of a request to its answer.',
      DURATION_BOUNDS,
    );
    const counter = new CellCounter(
      registry,
      'cms_market_refusals_total',
      'Visitors turned away by a rule of the activity, by reason.',
    );
    for (const reason of refusals) this.#refusals.set(reason, counter.cell({ reason }));
  }

  count({ route, method, status, ret, responseCode, durationMs }: CountedRequest): void {
    const known = this.#routes.get(route) ?? this.#newRoute(route);
    known.duration.observe(durationMs / 1000);

    const index = METHODS.indexOf(method);
    const methodNo = index === -1 ? OTHER : index;
    // A status has three digits and a `ret` four.
    const key = (methodNo * 1000 + status) * 10_000 + (ret ?? 9999);
    let answers = known.answers.get(key);
    if (!answers) {
      const labels = { route, method: METHODS[methodNo] ?? 'OTHER', status: `${status}` };
      answers = this.#requests.cell({ ...labels, ret: ret === null ? 'none' : `${ret}` });
      known.answers.set(key, answers);
    }
    answers.value += 1;

    if (responseCode === null || responseCode === 'served') return;
    const refused = this.#refusals.get(responseCode);
    if (refused) refused.value += 1;
  }

  #newRoute(route: string): Route {
    const made = { duration: this.#durations.cell({ route }), answers: new Map() };
    this.#routes.set(route, made);
    return made;
  }
}
