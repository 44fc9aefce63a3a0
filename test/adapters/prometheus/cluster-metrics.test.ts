import { expect } from 'chai';
import { ClusterMetrics } from '../../../src/adapters/prometheus/cluster-metrics.ts';
import type { Snapshot } from '../../../src/adapters/prometheus/snapshot.ts';
import { familiesOf, sampleValue } from '../../support/scrape.ts';

function snapshot(draws: number, lag: number): Snapshot {
  const metric = (name: string, type: string, aggregator: string, value: number) => ({
    ...{ name, type, aggregator, help: name },
    values: [{ value, labels: {} }],
  });
  const mean = metric('mean_seconds', 'gauge', 'max', Number.NaN);
  // As a message between processes carries it.
  return JSON.parse(
    JSON.stringify([
      metric('draws_total', 'counter', 'sum', draws),
      metric('lag_seconds', 'gauge', 'max', lag),
      mean,
    ]),
  );
}

describe('ClusterMetrics', () => {
  let metrics: ClusterMetrics;
  beforeEach(() => {
    metrics = new ClusterMetrics();
    for (const id of [1, 2]) metrics.started(id);
  });

  async function total(answers: Record<number, Snapshot>) {
    for (const [id, answer] of Object.entries(answers)) metrics.record(Number(id), answer);
    const map = new Map(Object.entries(answers).map(([id, answer]) => [Number(id), answer]));
    const families = familiesOf(await metrics.text(map, []));
    return {
      draws: sampleValue(families, 'draws_total', {}),
      lag: sampleValue(families, 'lag_seconds', {}),
    };
  }

  it('adds counters, and takes the longest lag', async () => {
    expect(await total({ 1: snapshot(3, 0.1), 2: snapshot(4, 0.5) })).to.deep.equal({ draws: 7, lag: 0.5 });
  });

  it('uses the latest counters of a worker that does not answer, and none of its gauges', async () => {
    await total({ 1: snapshot(3, 0.9), 2: snapshot(4, 0.5) });
    expect(await total({ 2: snapshot(5, 0.2) })).to.deep.equal({ draws: 8, lag: 0.2 });
  });

  it('keeps the counters of workers that have died', async () => {
    await total({ 1: snapshot(3, 0.9), 2: snapshot(4, 0.5) });
    for (let id = 3; id < 20; id++) {
      metrics.ended(id - 2);
      metrics.started(id);
      metrics.record(id, snapshot(1, 0));
    }
    metrics.ended(18);
    expect(await total({ 19: snapshot(2, 0.3) })).to.deep.equal({ draws: 3 + 4 + 16 + 2, lag: 0.3 });
  });

  it('counts a worker once that ends after its answer, also if its end is reported twice', async () => {
    const answer = snapshot(3, 0.1);
    metrics.record(1, answer);
    metrics.ended(1);
    metrics.ended(1);
    metrics.record(1, answer);
    const families = familiesOf(await metrics.text(new Map([[1, answer]]), []));
    expect(sampleValue(families, 'draws_total', {})).to.equal(3);
  });
});
