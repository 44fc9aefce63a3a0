import { Counter, Registry } from 'prom-client';
import type { ConfigEvents } from '../../domain/activities/config-events.ts';
import type { DrawTelemetry } from '../../domain/draws/draw-telemetry.ts';
import type { StoreTelemetry } from '../../domain/shared/store-telemetry.ts';
import type { WechatLoginTelemetry } from '../../domain/visitors/login-telemetry.ts';
import type { LogoutTelemetry } from '../../domain/visitors/logout-telemetry.ts';
import type {
  KeyFetchTelemetry,
  PassportTelemetry,
  RiskTelemetry,
  SessionTelemetry,
  UnknownTokenTelemetry,
} from '../../domain/visitors/visitor-telemetry.ts';
import { addAccessAge } from './access-gauges.ts';
import { type AwardSources, addAwardGauges } from './award-gauges.ts';
import { addDeliveryGauges, type DeliverySources } from './delivery-gauges.ts';
import { DependencyMetrics } from './dependency-metrics.ts';
import { DrawMetrics } from './draw-metrics.ts';
import { LoginMetrics } from './login-metrics.ts';
import { collectProcessMetrics } from './process-metrics.ts';
import { addReleaseGauges, type ReleaseSources } from './release-gauges.ts';
import type { ReleaseOutcomes } from './release-outcomes.ts';
import { type CountedRequest, RequestMetrics } from './request-metrics.ts';
import { countersOf, type Snapshot, snapshotOf } from './snapshot.ts';
import { addStateGauges, type GaugeSources } from './state-gauges.ts';

interface LogSources {
  /** Since the start of the process. */
  droppedLogLines(): number;
}

/** The metrics of one serving process. Each member implements a telemetry port. */
export class ServiceMetrics {
  readonly #registry = new Registry();
  readonly #requests: RequestMetrics;
  readonly #draws = new DrawMetrics(this.#registry);
  readonly #dependencies = new DependencyMetrics(this.#registry);

  readonly draws: DrawTelemetry = this.#draws;
  readonly sessions: SessionTelemetry = this.#dependencies;
  readonly passport: PassportTelemetry & KeyFetchTelemetry = this.#dependencies;
  readonly unknownTokens: UnknownTokenTelemetry = this.#dependencies;
  readonly logins: WechatLoginTelemetry & LogoutTelemetry = new LoginMetrics(this.#registry);
  readonly risk: RiskTelemetry = this.#dependencies;
  readonly store: StoreTelemetry = this.#dependencies;
  readonly config: Pick<ConfigEvents, 'loaded' | 'removed'> = this.#dependencies;

  /** @param refusals the codes of refusals by a rule of the activity */
  constructor(refusals: readonly string[]) {
    this.#requests = new RequestMetrics(this.#registry, refusals);
    addWorkerDeaths(this.#registry);
    collectProcessMetrics(this.#registry);
  }

  countRequest(request: CountedRequest): void {
    this.#requests.count(request);
  }

  /** Adds how far behind the ends of sessions are. Call it once, in processes that follow them. */
  addAccessAge(secondsSinceRead: () => number): void {
    addAccessAge(this.#registry, secondsSinceRead);
  }

  /** Adds the metrics that are read from a source at each scrape. Call it once, when all sources exist. */
  addGauges(
    sources: Omit<GaugeSources, 'configVersion'> &
      Omit<AwardSources, 'activityIds'> &
      Omit<ReleaseSources, 'activityIds'> &
      LogSources,
  ): void {
    const activityIds = () => this.#draws.activityIds();
    addDroppedLogLines(this.#registry, sources.droppedLogLines);
    addStateGauges(this.#registry, {
      ...sources,
      configVersion: () => this.#dependencies.configVersion(),
    });
    addAwardGauges(this.#registry, { ...sources, activityIds });
    addReleaseGauges(this.#registry, { ...sources, activityIds });
  }

  /** Adds what the counts of visits have lost. Call it once. @param dropped since the start of the process */
  addUncountedVisits(dropped: () => number): void {
    addCounterOf(
      this.#registry,
      {
        name: 'cms_market_visits_uncounted_total',
        help: 'Visits, draws and refusals that the reports lack: the record store was away for long, or there were too many kinds of them.',
      },
      dropped,
    );
  }

  /** Adds what became of spans. Call it once. @param counts since the start of the process */
  addSpans(counts: () => Readonly<Record<'exported' | 'dropped', number>>): void {
    new Counter({
      name: 'cms_market_spans_total',
      help: 'Spans of traces; with dropped the collector did not take them, or did so too slowly.',
      labelNames: ['result'],
      registers: [this.#registry],
      collect() {
        this.reset();
        for (const [result, count] of Object.entries(counts())) this.inc({ result }, count);
      },
    });
  }

  /** Adds what the record store counts. Call it once, in the one process that exports it for all. */
  addDeliveryGauges(sources: DeliverySources): void {
    addDeliveryGauges(this.#registry, sources);
  }

  /** Adds what the publisher of this machine does. Call it once. */
  addReleaseOutcomes(outcomes: ReleaseOutcomes): void {
    outcomes.addTo(this.#registry);
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  snapshot(): Promise<Snapshot> {
    return snapshotOf(this.#registry);
  }

  counters(): Promise<Snapshot> {
    return countersOf(this.#registry);
  }
}

/** The metrics of the supervisor process: the process itself, and the deaths of its workers. */
export class SupervisorMetrics {
  readonly #registry = new Registry();
  readonly #deaths = addWorkerDeaths(this.#registry);

  /** @param droppedLogLines of its own log @param outcomes of the publisher that it has started */
  constructor(droppedLogLines: () => number, outcomes: ReleaseOutcomes) {
    outcomes.addTo(this.#registry);
    addDroppedLogLines(this.#registry, droppedLogLines);
    collectProcessMetrics(this.#registry);
  }

  workerDied(): void {
    this.#deaths.inc();
  }

  snapshot(): Promise<Snapshot> {
    return snapshotOf(this.#registry);
  }
}

/* Every process exports it, so that alerts on it work also with a single process. */
function addWorkerDeaths(registry: Registry): Counter {
  return new Counter({
    name: 'cms_market_worker_deaths_total',
    help: 'Workers that died and were replaced.',
    registers: [registry],
  });
}

function addDroppedLogLines(registry: Registry, droppedLogLines: () => number): void {
  addCounterOf(
    registry,
    {
      name: 'cms_market_log_lines_dropped_total',
      help: 'Lines of the log that were dropped because its reader was too slow.',
    },
    droppedLogLines,
  );
}

function addCounterOf(
  registry: Registry,
  metric: { readonly name: string; readonly help: string },
  total: () => number,
): void {
  new Counter({
    ...metric,
    registers: [registry],
    collect() {
      this.reset();
      this.inc(total());
    },
  });
}
