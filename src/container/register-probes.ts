import type { MetricsPage } from '../adapters/koa/probes/metrics-page.ts';
import { droppedLines } from '../adapters/pino/log.ts';
import type { Channel } from '../adapters/process/channel.ts';
import { shareMetrics } from '../adapters/process/metrics-exchange.ts';
import type { DeliverySources } from '../adapters/prometheus/delivery-gauges.ts';
import type { ServedRelease } from '../adapters/prometheus/release-gauges.ts';
import type { ServiceMetrics } from '../adapters/prometheus/service-metrics.ts';
import { CONTENT_TYPE } from '../adapters/prometheus/snapshot.ts';
import { awardLimits } from '../application/draws/award-limits.ts';
import { drawCapabilities } from '../application/kinds/kinds.ts';
import type { ReleasedActivities } from '../application/releases/released-activities.ts';
import { phaseAt } from '../domain/activities/activity.ts';
import {
  accessHealth,
  activitiesHealth,
  passportHealth,
  recordsHealth,
  redisHealth,
  sqliteHealth,
} from './health-checks.ts';
import type { Get, Registry } from './registry.ts';
import { tokens } from './tokens.ts';

export interface ProbedProcess {
  readonly isLeader: boolean;
  /** Of a worker: the process that adds up the metrics of all workers; `null` for a process alone. */
  readonly supervisor: Channel | null;
}

/** Readiness and metrics. */
export function registerProbes(registry: Registry, { isLeader, supervisor }: ProbedProcess): void {
  registry.factory(tokens.healthChecks, (get) => {
    const redis = get(tokens.redis);
    const ledger = get(tokens.watchedLedger);
    const { state } = get(tokens.passport);
    return [
      activitiesHealth(get(tokens.configs)),
      redis
        ? redisHealth(redis, ledger, () => get(tokens.redisLedger)?.refusals() ?? [])
        : sqliteHealth(ledger),
      recordsHealth(get(tokens.records)),
      accessHealth(get(tokens.accessFollower), () => foreignActivities(get)),
      ...(state ? [passportHealth(state)] : []),
    ];
  });
  registry.factory(tokens.metricsPage, (get): MetricsPage => {
    const metrics = get(tokens.metrics);
    const log = get(tokens.log);
    const contentType = CONTENT_TYPE;
    metrics.addGauges({ ...gaugeSources(get), droppedLogLines: () => droppedLines(log) });
    metrics.addAccessAge(() => get(tokens.accessFollower).secondsSinceRead);
    metrics.addUncountedVisits(() => get(tokens.visitFlusher).dropped);
    metrics.addReleaseOutcomes(get(tokens.releaseOutcomes));
    // Where the operations side is a process of its own machine, it exports them itself.
    if (isLeader && get(tokens.settings).role === 'all') metrics.addDeliveryGauges(deliverySources(get));
    if (!supervisor) return { contentType, text: () => metrics.text() };
    const shared = shareMetrics(supervisor, metrics);
    get(tokens.disposer).push(() => shared.close());
    return { contentType, text: () => shared.text() };
  });
}

/** The same for the operations side, which has no visitors to count. */
export function registerOperationsProbes(registry: Registry): void {
  registry.value(tokens.lifecycle, { draining: false, closing: false });
  registry.factory(tokens.healthChecks, (get) => [recordsHealth(get(tokens.records))]);
  registry.factory(tokens.metricsPage, (get): MetricsPage => {
    const metrics = get(tokens.metrics);
    metrics.addDeliveryGauges(deliverySources(get));
    metrics.addReleaseOutcomes(get(tokens.releaseOutcomes));
    return { contentType: CONTENT_TYPE, text: () => metrics.text() };
  });
}

function deliverySources(get: Get): DeliverySources {
  const clock = get(tokens.clock);
  const records = get(tokens.records);
  return {
    recordsAreUp: () => records.isUp(),
    deliveries: () => get(tokens.deliveryCounts).byEndpoint(),
    relay: () => get(tokens.relayStatus).state(clock.now()),
    now: () => clock.now(),
  };
}

function gaugeSources(get: Get): Omit<Parameters<ServiceMetrics['addGauges']>[0], 'droppedLogLines'> {
  const configs = get(tokens.configs);
  const redis = get(tokens.redis);
  const released = get(tokens.released);
  const { state } = get(tokens.passport);
  return {
    followedReleases: () => get(tokens.releaseFollower).state,
    servedReleases: () => servedReleases(released),
    activities: () => ({ loaded: configs.all().length, invalid: configs.invalid().length }),
    checks: () =>
      get(tokens.healthChecks).map((check) => ({ name: check.name, ok: check.status().status === 'ok' })),
    redisIsUp: () => (redis ? redis.isReady() : null),
    breakerState: () => state?.breakerState() ?? null,
    awardLimits: (activityId) => awardLimits(configs.find(activityId), drawCapabilities),
    awarded: (activityId) => get(tokens.storedLedger).awarded(activityId),
  };
}

/* Those that have ended refuse visitors without harm. */
function foreignActivities(get: Get): readonly string[] {
  const namespaces = get(tokens.knownNamespaces);
  const now = get(tokens.clock).now();
  return get(tokens.configs)
    .all()
    .filter((activity) => phaseAt(activity, now) !== 'ended' && namespaces?.foreign(activity.id))
    .map(({ id }) => id);
}

function* servedReleases(released: ReleasedActivities): Generator<ServedRelease> {
  for (const { id } of released.all()) {
    const served = released.served(id);
    const no = served?.activity.release?.no;
    if (!served || no === undefined) continue;
    const { isPaused, candidate } = served;
    yield { activityId: id, no, candidateNo: candidate?.activity.release?.no ?? null, isPaused };
  }
}
