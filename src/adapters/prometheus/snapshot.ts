import { AggregatorRegistry, Gauge, type MetricObject, Registry } from 'prom-client';

/** The numbers of one process at one moment, as plain data. */
export type Snapshot = readonly MetricSnapshot[];

export interface MetricSnapshot {
  readonly name: string;
  readonly type: string;
  readonly values: readonly { readonly value: number }[];
}

export const CONTENT_TYPE = Registry.PROMETHEUS_CONTENT_TYPE;

/** All numbers of a registry. */
export async function snapshotOf(registry: Registry): Promise<Snapshot> {
  return (await registry.getMetricsAsJSON()) as unknown as Snapshot;
}

/** Only what grows: counters and histograms. States are not looked at, which may cost a question elsewhere. */
export async function countersOf(registry: Registry): Promise<Snapshot> {
  const metrics = registry.getMetricsAsArray().filter((metric) => !(metric instanceof Gauge));
  return Promise.all(metrics.map((metric) => read(metric)));
}

export function onlyCounters(snapshot: Snapshot): Snapshot {
  return snapshot.filter(({ type }) => type === 'counter' || type === 'histogram');
}

/** Several processes as one: counters added up, of each gauge what its own rule says. */
export function merged(snapshots: readonly Snapshot[]): Snapshot {
  // What comes out of an aggregation is at hand already.
  return aggregate(snapshots)
    .getMetricsAsArray()
    .map((metric) => read(metric) as unknown as MetricSnapshot);
}

export function textOf(snapshots: readonly Snapshot[]): Promise<string> {
  return aggregate(snapshots).metrics();
}

function aggregate(snapshots: readonly Snapshot[]): Registry {
  // A number that is none (a mean of nothing) comes out of a message as null.
  const usable = snapshots.map((snapshot) =>
    snapshot.map((metric) => ({
      ...metric,
      values: metric.values.filter(({ value }) => Number.isFinite(value)),
    })),
  );
  return AggregatorRegistry.aggregate(usable as unknown as MetricObject[]);
}

/* Every metric can be read; the type of prom-client does not say so. */
function read(metric: unknown): Promise<MetricSnapshot> {
  return (metric as { get(): Promise<MetricSnapshot> }).get();
}
