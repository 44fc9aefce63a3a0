import { expect } from 'chai';
import { ClusterMetrics } from '../../../src/adapters/prometheus/cluster-metrics.ts';
import type { Snapshot } from '../../../src/adapters/prometheus/snapshot.ts';
import { familiesOf, sampleValue } from '../../support/scrape.ts';

function told(draws: number, lag: number): Snapshot {
  const metric = (name: string, type: string, aggregator: string, value: number) => ({
    ...{ name, type, aggregator, help: name },
    values: [{ value, labels: {} }],
  });
  const mean = metric('mean_seconds', 'gauge', 'max', Number.NaN);
  // As it comes out of a message between processes.
  return JSON.parse(
    JSON.stringify([
      metric('draws_total', 'counter', 'sum', draws),
      metric('lag_seconds', 'gauge', 'max', lag),
      mean,
    ]),
  );
}

describe('the numbers of all workers', () => {
  let cluster: ClusterMetrics;
  beforeEach(() => {
    cluster = new ClusterMetrics();
    for (const id of [1, 2]) cluster.started(id);
  });

  async function total(answers: Record<number, Snapshot>) {
    for (const [id, snapshot] of Object.entries(answers)) cluster.received(Number(id), snapshot);
    const map = new Map(Object.entries(answers).map(([id, snapshot]) => [Number(id), snapshot]));
    const families = familiesOf(await cluster.text(map, []));
    return {
      draws: sampleValue(families, 'draws_total', {}),
      lag: sampleValue(families, 'lag_seconds', {}),
    };
  }

  it('are added up, and of lags the worst counts', async () => {
    expect(await total({ 1: told(3, 0.1), 2: told(4, 0.5) })).to.deep.equal({ draws: 7, lag: 0.5 });
  });

  it('have the latest counters of a worker that does not answer, and nothing of its state', async () => {
    await total({ 1: told(3, 0.9), 2: told(4, 0.5) });
    expect(await total({ 2: told(5, 0.2) })).to.deep.equal({ draws: 8, lag: 0.2 });
  });

  it('keep what workers counted that are gone, however many', async () => {
    await total({ 1: told(3, 0.9), 2: told(4, 0.5) });
    for (let id = 3; id < 20; id++) {
      cluster.ended(id - 2);
      cluster.started(id);
      cluster.received(id, told(1, 0));
    }
    cluster.ended(18);
    expect(await total({ 19: told(2, 0.3) })).to.deep.equal({ draws: 3 + 4 + 16 + 2, lag: 0.3 });
  });

  it('count a worker once that ends after it has answered, and however often it is told to have ended', async () => {
    const answer = told(3, 0.1);
    cluster.received(1, answer);
    cluster.ended(1);
    cluster.ended(1);
    cluster.received(1, answer);
    const families = familiesOf(await cluster.text(new Map([[1, answer]]), []));
    expect(sampleValue(families, 'draws_total', {})).to.equal(3);
  });
});
