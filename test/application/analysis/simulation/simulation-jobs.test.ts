import { expect } from 'chai';
import { SqlSimulations } from '../../../../src/adapters/sql/records/sql-simulations.ts';
import type { RunPool } from '../../../../src/application/analysis/simulation/simulate.ts';
import {
  SimulationJobs,
  type SimulationJobsDependencies,
} from '../../../../src/application/analysis/simulation/simulation-jobs.ts';
import { DependencyError } from '../../../../src/domain/shared/dependency-error.ts';
import { openedRecords } from '../../../support/opened-records.ts';
import { launch, sequentialPool } from '../../../support/simulations.ts';
import { until } from '../../../support/until.ts';

const NOW = 1_790_000_000_000;
const ORDER = { users: 20, runs: 2, shape: 'flat' } as const;
const TEXT = { activity: launch({ coupon: { odds: '1/2', stock: 10 } }), content: 'c' };

/** Fails when it is stopped, and else never ends. */
const endlessPool: RunPool = {
  runAll: (_activity, _plan, _onProgress, signal) =>
    new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
};

describe('SimulationJobs', () => {
  let opened: Awaited<ReturnType<typeof openedRecords>>;
  let simulations: SqlSimulations;
  let now: number;
  let reports: string[];
  /** Ends a pause between two beats. */
  let beat: () => void;

  beforeEach(async () => {
    opened = await openedRecords('SQLite');
    simulations = new SqlSimulations(opened.records);
    now = NOW;
    reports = [];
    beat = () => {};
  });
  afterEach(() => opened.close());

  let lastId = 0;
  const jobsWith = (changes: Partial<SimulationJobsDependencies> = {}) =>
    new SimulationJobs({
      simulations,
      pool: endlessPool,
      poolSizes: async () => ({}),
      clock: { now: () => now },
      timer: {
        elapsed: () => 0,
        sleep: (_ms, signal) =>
          new Promise((resolve) => {
            beat = resolve;
            signal?.addEventListener('abort', () => resolve());
          }),
      },
      identifiers: { next: () => `id-${++lastId}` },
      errorReporter: { report: (fault) => reports.push(fault) },
      isOneMachine: false,
      ...changes,
    });
  const stateOf = async () => {
    const [latest] = await simulations.find('a1');
    return latest && { state: latest.state, failure: latest.failure };
  };

  it('is failed as interrupted where its process was killed: at once on one machine, else after a while', async () => {
    const killed = jobsWith();
    await killed.order('ann', TEXT, ORDER);
    await until(async () => (await stateOf())?.state === 'running', { what: 'the simulation to begin' });
    // Another process begins, and the one before has left no word.
    const next = jobsWith();
    await next.recover();
    expect((await next.latest('a1'))?.state).to.equal('running');
    expect(await next.order('bob', TEXT, ORDER)).to.equal('under_way');
    now += 20_001;
    expect(await next.latest('a1')).to.include({ state: 'failed', failure: 'interrupted' });
    expect(await next.order('bob', TEXT, ORDER)).to.equal('ordered');
    now += 1;
    await jobsWith({ isOneMachine: true }).recover();
    expect(await stateOf()).to.deep.equal({ state: 'failed', failure: 'interrupted' });
  });

  it('is stopped by another process', async () => {
    const one = jobsWith();
    await one.order('ann', TEXT, ORDER);
    await until(async () => (await one.latest('a1'))?.state === 'running', {
      what: 'the simulation to begin',
    });
    now += 5000;
    beat();
    await until(async () => (await simulations.find('a1'))[0]?.seenAt === now, { what: 'a beat' });
    expect(await jobsWith().stop('a1')).to.equal(true);
    beat();
    await until(async () => (await one.latest('a1'))?.state === 'failed', { what: 'the end of it' });
    expect(await stateOf()).to.deep.equal({ state: 'failed', failure: 'stopped' });
    expect(reports).to.deep.equal([]);
  });

  it('goes on while the store is away, and reports a result that it cannot keep', async () => {
    let isAway = false;
    const away: typeof simulations.put = async (record) => {
      if (isAway) throw new DependencyError('record store', 'away');
      return simulations.put(record);
    };
    const store = {
      put: away,
      find: simulations.find.bind(simulations),
      beat: simulations.beat.bind(simulations),
      interrupt: simulations.interrupt.bind(simulations),
    };
    const jobs = jobsWith({ simulations: store, pool: sequentialPool });
    isAway = true;
    await jobs.order('ann', TEXT, ORDER).then(
      () => expect.fail('it was ordered'),
      (error) => expect(error).to.be.instanceOf(DependencyError),
    );
    isAway = false;
    expect(await jobs.order('ann', TEXT, ORDER)).to.equal('ordered');
    await until(async () => (await stateOf())?.state === 'done', { what: 'the report' });
  });

  it('is failed, and reported, where it has a fault; the next one runs', async () => {
    const pool: RunPool = {
      runAll: async () => {
        throw new Error('out of memory');
      },
    };
    const jobs = jobsWith({ pool });
    await jobs.order('ann', TEXT, ORDER);
    await until(async () => (await stateOf())?.state === 'failed', { what: 'the failure' });
    expect(await stateOf()).to.deep.equal({ state: 'failed', failure: 'error' });
    expect(reports).to.deep.equal(['a simulation has failed']);
    expect(await jobs.order('ann', TEXT, ORDER)).to.equal('ordered');
  });

  it('ends with its process, as interrupted', async () => {
    const jobs = jobsWith();
    await jobs.order('ann', TEXT, ORDER);
    await jobs.close();
    expect(await stateOf()).to.deep.equal({ state: 'failed', failure: 'interrupted' });
  });
});
