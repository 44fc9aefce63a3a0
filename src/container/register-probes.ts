import type { MetricsPage } from '../adapters/koa/probes/metrics-page.ts';
import { droppedLines } from '../adapters/pino/log.ts';
import type { Channel } from '../adapters/process/channel.ts';
import { shareMetrics } from '../adapters/process/metrics-exchange.ts';
import type { ServiceMetrics } from '../adapters/prometheus/service-metrics.ts';
import { CONTENT_TYPE } from '../adapters/prometheus/snapshot.ts';
import { awardLimits } from '../application/draws/award-limits.ts';
import { drawCapabilities } from '../application/kinds/kinds.ts';
import {
  activitiesHealth,
  passportHealth,
  recordsHealth,
  redisHealth,
  sqliteHealth,
} from './health-checks.ts';
import type { Get, Registry } from './registry.ts';
import { tokens } from './tokens.ts';

/**
 * Readiness and metrics.
 * @param supervisor of a worker: the process that adds up the metrics of all workers; `null` for a process alone
 */
export function registerProbes(registry: Registry, supervisor: Channel | null): void {
  registry.factory(tokens.healthChecks, (get) => {
    const redis = get(tokens.redis);
    const ledger = get(tokens.watchedLedger);
    const { state } = get(tokens.passport);
    return [
      activitiesHealth(get(tokens.configs)),
      redis
        ? redisHealth(redis, ledger, () => get(tokens.redisLedger)?.refusals() ?? [])
        : sqliteHealth(ledger),
      recordsHealth(get(tokens.records), () => get(tokens.shownDeliveries).isWell()),
      ...(state ? [passportHealth(state)] : []),
    ];
  });
  registry.factory(tokens.metricsPage, (get): MetricsPage => {
    const metrics = get(tokens.metrics);
    const log = get(tokens.log);
    const contentType = CONTENT_TYPE;
    metrics.addGauges({ ...gaugeSources(get), droppedLogLines: () => droppedLines(log) });
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
    return { contentType: CONTENT_TYPE, text: () => metrics.text() };
  });
}

function gaugeSources(get: Get): Omit<Parameters<ServiceMetrics['addGauges']>[0], 'droppedLogLines'> {
  const configs = get(tokens.configs);
  const redis = get(tokens.redis);
  const { state } = get(tokens.passport);
  return {
    activities: () => ({ loaded: configs.all().length, invalid: configs.invalid().length }),
    checks: () =>
      get(tokens.healthChecks).map((check) => ({ name: check.name, ok: check.status().status === 'ok' })),
    redisIsUp: () => (redis ? redis.isReady() : null),
    breakerState: () => state?.breakerState() ?? null,
    awardLimits: (activityId) => awardLimits(configs.find(activityId), drawCapabilities),
    awarded: (activityId) => get(tokens.storedLedger).awarded(activityId),
  };
}
