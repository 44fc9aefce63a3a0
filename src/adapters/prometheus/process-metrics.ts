import { collectDefaultMetrics, type Registry } from 'prom-client';

/*
 * Aggregation over processes where a sum would have no meaning: the longest lag, the lowest limit, the earliest start.
 */
const AGGREGATORS: Readonly<Record<string, 'max' | 'min'>> = {
  nodejs_eventloop_lag_seconds: 'max',
  nodejs_eventloop_lag_mean_seconds: 'max',
  nodejs_eventloop_lag_stddev_seconds: 'max',
  nodejs_eventloop_lag_p50_seconds: 'max',
  nodejs_eventloop_lag_p90_seconds: 'max',
  nodejs_eventloop_lag_p99_seconds: 'max',
  process_open_fds: 'max',
  process_max_fds: 'min',
  process_start_time_seconds: 'min',
};

/* Sums of other metrics, or lists with a series for each type of open handle, and names that break the conventions. */
const LEFT_OUT = [
  'nodejs_active_handles',
  'nodejs_active_handles_total',
  'nodejs_active_requests',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
  'nodejs_eventloop_lag_min_seconds',
];

/*
 * How often the lag of the event loop is measured. At the 10 ms of prom-client, a process without visitors takes 1 % of a core
 * for that alone.
 */
const LAG_EVERY_MS = 50;

/** CPU, memory, garbage collection and event loop of this process. */
export function collectProcessMetrics(registry: Registry): void {
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: LAG_EVERY_MS });
  for (const name of LEFT_OUT) registry.removeSingleMetric(name);
  for (const [name, aggregator] of Object.entries(AGGREGATORS)) {
    const metric = registry.getSingleMetric(name);
    if (metric) (metric as { aggregator?: string }).aggregator = aggregator;
  }
}
