import { expect } from 'chai';
import type { RunPool } from '../../../../src/application/analysis/simulation/simulate.ts';
import { type ReleaseConsole, startReleaseConsole } from '../../../support/release-console.ts';
import { sequentialPool } from '../../../support/simulations.ts';
import { until } from '../../../support/until.ts';

/** Goes on when it is let, and fails when it is stopped. */
class HeldPool implements RunPool {
  readonly begun: string[] = [];
  #release: (() => void)[] = [];

  async runAll(...[activity, plan, onProgress, signal]: Parameters<RunPool['runAll']>): Promise<void> {
    this.begun.push(activity.id);
    onProgress(plan.visits() / 4);
    await new Promise<void>((resolve, reject) => {
      this.#release.push(resolve);
      signal?.addEventListener('abort', () => reject(signal.reason));
    });
    return sequentialPool.runAll(activity, plan, onProgress);
  }

  releaseAll(): void {
    for (const release of this.#release.splice(0)) release();
  }
}

const ORDER = { users: 50, runs: 3, shape: 'evening' };

describe('simulations in the console', () => {
  let console: ReleaseConsole;
  let pool: HeldPool;

  beforeEach(async () => {
    pool = new HeldPool();
    console = await startReleaseConsole({ pool });
    for (const id of ['a', 'b', 'goods']) {
      const template = id === 'goods' ? 'sku' : 'egg';
      await console.post('/activities', { activity_id: id, template, title: id });
    }
  });
  afterEach(() => console.close());

  const order = (id: string, more: object = {}, role: 'admin' | 'viewer' = 'admin') =>
    console.post(`/activities/${id}/simulation`, { ...ORDER, ...more }, role);
  const stateOf = async (id: string) => (await console.get(`/activities/${id}/simulation`)).body;
  const reached = (id: string, state: string) =>
    until(async () => (await stateOf(id)).state === state, { what: `${id} to be ${state}` });
  const begun = (count: number) =>
    until(() => pool.begun.length === count, { what: `${count} simulations to begin` });

  it('makes one at a time, the others wait, and keeps the report of the content that was simulated', async () => {
    expect(await stateOf('a')).to.deep.include({ state: 'none', report: null });
    expect((await order('a')).body).to.deep.include({ is_current: true, by: 'admin' });
    await begun(1);
    expect((await order('b')).body.state).to.equal('waiting');
    expect(await stateOf('a')).to.deep.include({ state: 'running', progress: 0.25 });
    expect((await order('a')).body.error.detail.reason).to.equal('under_way');
    expect(pool.begun).to.deep.equal(['a']);
    pool.releaseAll();
    await reached('a', 'done');
    await begun(2);
    pool.releaseAll();
    await reached('b', 'done');
    const { report, order: ordered, content, is_current } = await stateOf('a');
    expect(report).to.deep.include({ activity_id: 'a', users: 50, traffic: 'evening' });
    expect(report.prizes.map(({ id }: { id: string }) => id)).to.include('gift-box');
    for (const warning of report.warnings) expect(warning.zh).to.not.equal(warning.en);
    expect(ordered).to.deep.include(ORDER);
    expect(is_current).to.equal(true);
    const draft = (await console.get('/activities/a/draft')).body;
    expect(draft.simulation).to.deep.include({ state: 'done', report: null, content });
    await console.post('/activities/a/draft', { version: draft.version, text: `${draft.text} ` });
    expect((await stateOf('a')).is_current).to.equal(false);
    expect(await console.releases.jobs.lastSimulation('a', content)).to.include({ state: 'done' });
    expect(await console.releases.jobs.lastSimulation('a', 'other')).to.equal(undefined);
  });

  it('stops one that runs and one that waits, and begins another at once', async () => {
    await order('a');
    await order('b');
    await begun(1);
    expect((await console.post('/activities/b/simulation/stop')).body).to.deep.equal({ stopped: true });
    expect((await console.post('/activities/a/simulation/stop')).body).to.deep.equal({ stopped: true });
    for (const id of ['a', 'b']) {
      expect(await stateOf(id)).to.deep.include({ state: 'failed', failure: 'stopped', report: null });
    }
    expect((await console.post('/activities/a/simulation/stop')).body).to.deep.equal({ stopped: false });
    expect((await order('a')).status).to.equal(200);
    await begun(2);
    pool.releaseAll();
    await reached('a', 'done');
    expect(pool.begun).to.deep.equal(['a', 'a']);
  });

  it('is interrupted by the end of the process, and says so after a start', async () => {
    await order('a');
    await begun(1);
    const { dataDir, activitiesDir } = console;
    await console.close();
    console = await startReleaseConsole({ dataDir, activities: activitiesDir });
    expect(await stateOf('a')).to.deep.include({ state: 'failed', failure: 'interrupted' });
  });

  it('refuses what draws nothing, has errors, or would be too large, and those who may not', async () => {
    expect((await order('goods')).body.error.detail.reason).to.equal('no_draws');
    expect((await order('a', { users: 1_000_000, runs: 1000 })).body.error.detail.reason).to.equal(
      'too_large',
    );
    expect((await order('a', { users: 0 })).status).to.equal(400);
    expect((await order('a', {}, 'viewer')).status).to.equal(403);
    await console.post('/activities/a/draft', { version: 1, text: '{' });
    expect((await order('a')).body.error.detail.reason).to.equal('has_errors');
    expect((await order('none')).status).to.equal(404);
  });
});
