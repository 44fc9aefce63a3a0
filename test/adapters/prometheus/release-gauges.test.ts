import { expect } from 'chai';
import { Registry } from 'prom-client';
import { ClusterMetrics } from '../../../src/adapters/prometheus/cluster-metrics.ts';
import {
  addReleaseGauges,
  type ReleaseSources,
  type ServedRelease,
} from '../../../src/adapters/prometheus/release-gauges.ts';
import { snapshotOf } from '../../../src/adapters/prometheus/snapshot.ts';
import { familiesOf, sampleValue } from '../../support/scrape.ts';

const PLAIN = { candidateNo: null, isPaused: false };
const release = (activityId: string, no: number, more: Partial<ServedRelease> = {}): ServedRelease => ({
  ...{ activityId, no, ...PLAIN },
  ...more,
});

function registryWith(sources: Partial<ReleaseSources>, maxActivities?: number): Registry {
  const registry = new Registry();
  const followedReleases = () => ({ version: 7, secondsSinceRead: 0.2, unreadable: 0 });
  const none = { followedReleases, servedReleases: () => [], activityIds: () => [] };
  addReleaseGauges(registry, { ...none, ...sources }, maxActivities);
  return registry;
}

const read = async (registry: Registry) => familiesOf(await registry.metrics());

describe('the gauges of releases', () => {
  const served = [
    release('drawn', 4),
    release('quiet', 9),
    release('paused', 2, { isPaused: true }),
    release('rollout', 5, { candidateNo: 6 }),
  ];

  it('show the release of activities that are drawn in, are paused, or are in a rollout', async () => {
    const families = await read(
      registryWith({ servedReleases: () => served, activityIds: () => ['drawn', 'gone'] }),
    );
    const values = (name: string) =>
      Object.fromEntries(
        (families.get(name)?.samples ?? []).map(({ labels, value }) => [labels.activity, value]),
      );
    expect(values('cms_market_release')).to.deep.equal({ paused: 2, rollout: 5, drawn: 4 });
    expect(values('cms_market_release_candidate')).to.deep.equal({ rollout: 6 });
    expect(values('cms_market_release_paused')).to.deep.equal({ paused: 1, rollout: 0, drawn: 0 });
  });

  it('forget what is not served any more', async () => {
    const now = [...served];
    const registry = registryWith({ servedReleases: () => now, activityIds: () => ['drawn'] });
    await read(registry);
    now.length = 0;
    const families = await read(registry);
    for (const name of ['', '_candidate', '_paused']) {
      expect(families.get(`cms_market_release${name}`)?.samples, name).to.deep.equal([]);
    }
  });

  it('name so many activities at most, first those that somebody watches, after one look at all', async () => {
    let looks = 0;
    const registry = registryWith(
      {
        servedReleases: () => {
          looks += 1;
          return served;
        },
        activityIds: () => ['drawn', 'quiet'],
      },
      3,
    );
    const families = await read(registry);
    const activities = families.get('cms_market_release')?.samples.map(({ labels }) => labels.activity);
    expect(activities).to.deep.equal(['paused', 'rollout', 'drawn']);
    expect(looks).to.equal(1);
    await read(registry);
    expect(looks).to.equal(2);
  });

  it('show of several processes the one that is furthest behind', async () => {
    const ahead = registryWith({
      servedReleases: () => [release('a', 5, { isPaused: true, candidateNo: 6 })],
      followedReleases: () => ({ version: 12, secondsSinceRead: 0.1, unreadable: 0 }),
    });
    const behind = registryWith({
      servedReleases: () => [release('a', 4)],
      activityIds: () => ['a'],
      followedReleases: () => ({ version: 9, secondsSinceRead: 61, unreadable: 2 }),
    });
    const cluster = new ClusterMetrics();
    for (const id of [1, 2]) cluster.started(id);
    const answers = new Map([
      [1, await snapshotOf(ahead)],
      [2, await snapshotOf(behind)],
    ]);
    const families = familiesOf(await cluster.text(answers, []));
    const value = (name: string, labels = {}) => sampleValue(families, `cms_market_${name}`, labels);
    expect(value('release', { activity: 'a' })).to.equal(4);
    expect(value('release_paused', { activity: 'a' })).to.equal(0);
    expect(value('release_candidate', { activity: 'a' })).to.equal(6);
    expect(value('release_version')).to.equal(9);
    expect(value('release_read_age_seconds')).to.equal(61);
    expect(value('releases_unreadable')).to.equal(2);
  });
});
