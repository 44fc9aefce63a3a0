import type { Metric, Registry } from 'prom-client';

type Labels = Readonly<Record<string, string>>;

/** One series of a counter. Callers keep the cell and increment its value. */
export interface CounterCell {
  readonly labels: Labels;
  value: number;
}

/**
 * A counter whose series are incremented in place. The counter of prom-client sorts and joins the labels at each
 * increment, so at each request; here that is done at each scrape.
 */
export class CellCounter {
  readonly #cells: CounterCell[] = [];

  constructor(registry: Registry, name: string, help: string) {
    register(registry, { name, help, type: 'counter' }, () => this.#cells);
  }

  /** Adds a series. Call it once for the same labels. */
  cell(labels: Labels): CounterCell {
    const cell = { labels, value: 0 };
    this.#cells.push(cell);
    return cell;
  }
}

/** One series of a histogram. Callers keep the cell and observe values. */
export class HistogramCell {
  readonly labels: Labels;
  readonly #bounds: readonly number[];
  /** Not cumulative. The last one counts values above every bound. */
  readonly #counts: number[];
  #sum = 0;

  constructor(labels: Labels, bounds: readonly number[]) {
    this.labels = labels;
    this.#bounds = bounds;
    this.#counts = new Array(bounds.length + 1).fill(0);
  }

  observe(value: number): void {
    let index = 0;
    while (index < this.#bounds.length && value > (this.#bounds[index] as number)) index += 1;
    this.#counts[index] = (this.#counts[index] as number) + 1;
    this.#sum += value;
  }

  values(name: string): { labels: Labels; value: number; metricName: string }[] {
    let total = 0;
    const buckets = this.#counts.map((count, index) => {
      total += count;
      const le = index < this.#bounds.length ? String(this.#bounds[index]) : '+Inf';
      return { labels: { ...this.labels, le }, value: total, metricName: `${name}_bucket` };
    });
    return [
      ...buckets,
      { labels: this.labels, value: this.#sum, metricName: `${name}_sum` },
      { labels: this.labels, value: total, metricName: `${name}_count` },
    ];
  }
}

/** A histogram whose series are updated in place. */
export class CellHistogram {
  readonly #bounds: readonly number[];
  readonly #cells: HistogramCell[] = [];

  /** @param bounds upper bounds of the buckets, ascending */
  constructor(registry: Registry, name: string, help: string, bounds: readonly number[]) {
    this.#bounds = bounds;
    register(registry, { name, help, type: 'histogram' }, () =>
      this.#cells.flatMap((cell) => cell.values(name)),
    );
  }

  cell(labels: Labels): HistogramCell {
    const cell = new HistogramCell(labels, this.#bounds);
    this.#cells.push(cell);
    return cell;
  }
}

/* A registry uses only the name and `get` of a metric; the type of prom-client requires its own classes. */
function register(
  registry: Registry,
  head: { name: string; help: string; type: 'counter' | 'histogram' },
  values: () => readonly { labels: Labels; value: number }[],
): void {
  const get = () => ({
    ...head,
    aggregator: 'sum',
    values: values().map((value) => ({ ...value })),
  });
  registry.registerMetric({ ...head, get } as unknown as Metric);
}
