import { expect } from 'chai';
import { Registry } from 'prom-client';
import { CellHistogram } from '../../../src/adapters/prometheus/cells.ts';
import { DrawMetrics } from '../../../src/adapters/prometheus/draw-metrics.ts';
import { ServiceMetrics } from '../../../src/adapters/prometheus/service-metrics.ts';
import { familiesOf, sampleValue } from '../../support/scrape.ts';

describe('CellHistogram', () => {
  it('counts a value in each bucket whose bound is not below it', async () => {
    const registry = new Registry();
    const cell = new CellHistogram(registry, 'x_seconds', 'x', [0.1, 1]).cell({ route: '/r' });
    for (const value of [0.05, 0.1, 0.5, 3]) cell.observe(value);
    const families = familiesOf(await registry.metrics());
    const bucket = (le: string) => sampleValue(families, 'x_seconds_bucket', { route: '/r', le });
    expect([bucket('0.1'), bucket('1'), bucket('+Inf')]).to.deep.equal([2, 3, 4]);
    expect(sampleValue(families, 'x_seconds_count', { route: '/r' })).to.equal(4);
    expect(sampleValue(families, 'x_seconds_sum', { route: '/r' })).to.be.closeTo(3.65, 1e-9);
  });
});

describe('DrawMetrics', () => {
  it('counts further activities together when the labels are used up', async () => {
    const registry = new Registry();
    const draws = new DrawMetrics(registry, 2);
    for (const id of ['a', 'b', 'c', 'd', 'a', 'd']) draws.drawn(id, 'won', `prize-of-${id}`);
    const families = familiesOf(await registry.metrics());
    const count = (activity: string) =>
      sampleValue(families, 'cms_market_draws_total', { activity, result: 'won' });
    expect([count('a'), count('b'), count('c'), count('(other)')]).to.deep.equal([2, 1, undefined, 3]);
    expect(families.get('cms_market_wins_total')?.samples).to.have.length(3);
    expect(draws.activityIds()).to.deep.equal(['a', 'b']);
  });
});

describe('ServiceMetrics', () => {
  it('has labels only for methods of HTTP', async () => {
    const metrics = new ServiceMetrics(['no_chance']);
    const request = { route: '/static', status: 200, ret: 0, responseCode: 'served', durationMs: 1 };
    for (const method of ['GET', 'BREW', 'PROPFIND']) metrics.countRequest({ ...request, method });
    const families = familiesOf(await metrics.text());
    const requests = (method: string) =>
      sampleValue(families, 'cms_market_http_requests_total', {
        route: '/static',
        method,
        status: '200',
        ret: '0',
      });
    expect([requests('GET'), requests('OTHER')]).to.deep.equal([1, 2]);
  });

  it('counts changes of what is served, and exports the version', async () => {
    const metrics = new ServiceMetrics(['no_chance']);
    metrics.addGauges({
      droppedLogLines: () => 3,
      activities: () => ({ loaded: 1, invalid: 0 }),
      checks: () => [],
      redisIsUp: () => null,
      breakerState: () => null,
      awardLimits: () => ({ prizes: [], budget: null }),
      awarded: async () => ({ counts: {}, spent: 0 }),
      followedReleases: () => ({ version: 7, secondsSinceRead: 0.25, unreadable: 0 }),
      servedReleases: () => [],
    });
    metrics.config.loaded('a');
    metrics.config.loaded('b');
    metrics.config.removed('b');
    const families = familiesOf(await metrics.text());
    const changes = (result: string) => sampleValue(families, 'cms_market_config_changes_total', { result });
    expect([changes('loaded'), changes('removed')]).to.deep.equal([2, 1]);
    expect(sampleValue(families, 'cms_market_config_version', {})).to.equal(4);
    expect(families.has('cms_market_redis_up'), 'without Redis').to.equal(false);
  });

  it('returns its counters without a read of the ledger', async () => {
    const metrics = new ServiceMetrics(['no_chance']);
    metrics.addGauges({
      droppedLogLines: () => 3,
      activities: () => expect.fail('read the activities'),
      checks: () => expect.fail('read the checks'),
      redisIsUp: () => null,
      breakerState: () => null,
      awardLimits: () => ({ prizes: [], budget: null }),
      awarded: () => expect.fail('read the ledger'),
      followedReleases: () => expect.fail('read the follower'),
      servedReleases: () => expect.fail('read the releases'),
    });
    metrics.draws.drawn('a', 'nothing', null);
    const counters = await metrics.counters();
    expect(counters.map(({ name }) => name)).to.include.members(['cms_market_draws_total']);
    expect(new Set(counters.map(({ type }) => type))).to.deep.equal(new Set(['counter', 'histogram']));
  });
});
