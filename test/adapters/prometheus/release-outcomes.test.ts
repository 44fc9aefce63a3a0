import { expect } from 'chai';
import { ClusterMetrics } from '../../../src/adapters/prometheus/cluster-metrics.ts';
import { ReleaseOutcomes } from '../../../src/adapters/prometheus/release-outcomes.ts';
import { ServiceMetrics, SupervisorMetrics } from '../../../src/adapters/prometheus/service-metrics.ts';
import { type Families, familiesOf, sampleValue } from '../../support/scrape.ts';

const countsIn = (families: Families) =>
  ['published', 'removed', 'refused', 'cancelled'].map((result) =>
    sampleValue(families, 'cms_market_releases_total', { result }),
  );

describe('the outcomes of releases', () => {
  it('are counted from 0 on, so that the first one is seen as an increase', async () => {
    const outcomes = new ReleaseOutcomes();
    const metrics = new ServiceMetrics([]);
    metrics.addReleaseOutcomes(outcomes);
    const now = async () => countsIn(familiesOf(await metrics.text()));
    expect(await now()).to.deep.equal([0, 0, 0, 0]);
    for (const each of ['published', 'published', 'refused', 'cancelled'] as const)
      outcomes.releaseSettled(each);
    expect(await now()).to.deep.equal([2, 0, 1, 1]);
    expect(await now(), 'again').to.deep.equal([2, 0, 1, 1]);
  });

  it('are those of the supervisor where there are workers, which start no publisher', async () => {
    const outcomes = new ReleaseOutcomes();
    outcomes.releaseSettled('cancelled');
    const worker = new ServiceMetrics([]);
    worker.addReleaseOutcomes(new ReleaseOutcomes());
    const cluster = new ClusterMetrics();
    cluster.started(1);
    const own = new SupervisorMetrics(() => 0, outcomes);
    const answers = new Map([[1, await worker.snapshot()]]);
    const families = familiesOf(await cluster.text(answers, await own.snapshot()));
    expect(countsIn(families)).to.deep.equal([0, 0, 0, 1]);
  });
});
