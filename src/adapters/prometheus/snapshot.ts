import { AggregatorRegistry, Gauge, type MetricObject, Registry } from 'prom-client';

/** The metrics of one process at one moment, as plain data. */
export type Snapshot = readonly MetricSnapshot[];

export interface MetricSnapshot {
  readonly name: string;
  readonly type: string;
  readonly values: readonly { readonly value: number }[];
}

export const CONTENT_TYPE = Registry.PROMETHEUS_CONTENT_TYPE;

/** All metrics of a registry. */
export async function snapshotOf(registry: Registry): Promise<Snapshot> {
  return (await registry.getMetricsAsJSON()) as unknown as Snapshot;
}

/** Counters and histograms only. Gauges are left out: reading them may need calls of the ledger. */
export async function countersOf(registry: Registry): Promise<Snapshot> {
  const metrics = registry.getMetricsAsArray().filter((metric) => !(metric instanceof Gauge));
  return Promise.all(metrics.map((metric) => read(metric)));
}

export function onlyCounters(snapshot: Snapshot): Snapshot {
  return snapshot.filter(({ type }) => type === 'counter' || type === 'histogram');
}

/** Merges processes: counters are added, gauges are merged by their own rule. */
export function merged(snapshots: readonly Snapshot[]): Snapshot {
  // After an aggregation, `get` returns a value and not a promise.
  return aggregate(snapshots)
    .getMetricsAsArray()
    .map((metric) => read(metric) as unknown as MetricSnapshot);
}

export function textOf(snapshots: readonly Snapshot[]): Promise<string> {
  return aggregate(snapshots).metrics();
}

function aggregate(snapshots: readonly Snapshot[]): Registry {
  // NaN, such as a mean of nothing, arrives as null in a message.
  const usable = snapshots.map((snapshot) =>
    snapshot.map((metric) => ({
      ...metric,
      values: metric.values.filter(({ value }) => Number.isFinite(value)),
    })),
  );
  return AggregatorRegistry.aggregate(usable as unknown as MetricObject[]);
}

/* Each metric has `get`; the type of prom-client does not declare it. */
function read(metric: unknown): Promise<MetricSnapshot> {
  return (metric as { get(): Promise<MetricSnapshot> }).get();
}
