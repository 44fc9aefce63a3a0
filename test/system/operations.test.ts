import { expect } from 'chai';
import { type RunningProgram, runProgram, startProgram } from '../support/built-program.ts';
import { ask } from '../support/http.ts';
import { until } from '../support/until.ts';
import { logged } from '../support/visits.ts';
import { isAlive, obeysSignals, operationsOf, workersOf } from '../support/workers-of.ts';

describe('the operations side beside the visitors’', () => {
  /* At work: it obeys signals in its own way. */
  async function operations({ pid }: RunningProgram, otherThan?: number): Promise<number> {
    let found: number | undefined;
    await until(
      async () => {
        found = await operationsOf(pid);
        return found !== undefined && found !== otherThan && (await obeysSignals(found));
      },
      { what: 'the operations process' },
    );
    return found ?? 0;
  }
  const ends = (pid: number) => until(async () => !(await isAlive(pid)), { what: 'the process to end' });
  const served = async ({ base }: RunningProgram) =>
    (await ask(`${base}/static?activity_id=1056`)).json.ret === 0;

  for (const WORKERS of ['1', '2']) {
    describe(`of ${WORKERS} worker(s)`, () => {
      it('is started again when it dies, and ends with the service, whose exit code is 0', async () => {
        const program = await startProgram({ ROLE: 'all', WORKERS });
        const first = await operations(program);
        process.kill(first, 'SIGKILL');
        const second = await operations(program, first);
        expect(logged(program, 'the operations process ended')).to.have.length(1);
        expect(logged(program, 'the operations process ended')[0]).to.include({
          operations_pid: first,
          signal: 'SIGKILL',
        });
        expect(await served(program)).to.equal(true);
        expect(await program.stop('SIGTERM')).to.equal(0);
        expect(await isAlive(second)).to.equal(false);
        expect(logged(program, 'the operations process ended')).to.have.length(1);
      });

      it('ends with a service that is killed', async () => {
        const program = await startProgram({ ROLE: 'all', WORKERS });
        const atWork = await operations(program);
        await program.stop('SIGKILL');
        await ends(atWork);
      });

      it('leaves Ctrl-C, which a terminal sends to all of them, to the service', async () => {
        const program = await startProgram({ ROLE: 'all', WORKERS });
        const pid = await operations(program);
        for (const each of [pid, ...(await workersOf(program.pid))]) process.kill(each, 'SIGINT');
        expect(await program.stop('SIGINT')).to.equal(0);
        expect(await isAlive(pid)).to.equal(false);
        expect(logged(program, 'the operations process ended')).to.deep.equal([]);
      });
    });
  }

  it('ends with a service that is killed while it only starts', async () => {
    const program = await startProgram({ ROLE: 'all' });
    let started: number | undefined;
    await until(
      async () => {
        started = await operationsOf(program.pid);
        return started !== undefined;
      },
      { what: 'the start' },
    );
    await program.stop('SIGKILL');
    await ends(started ?? 0);
  });

  it('is renewed after the workers by SIGHUP', async () => {
    const program = await startProgram({ ROLE: 'all', WORKERS: '2' });
    const before = await operations(program);
    process.kill(program.pid, 'SIGHUP');
    const after = await operations(program, before);
    await ends(before);
    expect(logged(program, 'worker replaced')).to.have.length(2);
    expect(logged(program, 'operations process replaced')).to.have.length(1);
    expect(logged(program, 'the operations process ended')).to.deep.equal([]);
    expect(await program.stop('SIGTERM')).to.equal(0);
    expect(await isAlive(after)).to.equal(false);
  });

  it('stays as it is where SIGHUP changes nothing, and is not started where only visitors are served', async () => {
    const visitors = await startProgram({ ROLE: 'public' });
    // Started later, it has one.
    const both = await startProgram({ ROLE: 'all' });
    const before = await operations(both);
    expect(await operationsOf(visitors.pid)).to.equal(undefined);
    process.kill(both.pid, 'SIGHUP');
    await until(() => /SIGHUP changes nothing/.test(both.stdout()), { what: 'a line about it' });
    expect(await operations(both)).to.equal(before);
    expect(await Promise.all([both.stop('SIGTERM'), visitors.stop('SIGTERM')])).to.deep.equal([0, 0]);
  });
});

describe('the operations side alone', () => {
  let program: RunningProgram;
  before(async () => {
    program = await startProgram({ ROLE: 'operations', WORKERS: '2' });
  });
  after(() => program?.stop());

  it('listens for probes and scrapes, and serves no visitor', async () => {
    expect((await ask(`${program.origin}/healthz`)).status).to.equal(200);
    const ready = await ask(`${program.origin}/readyz`);
    const records = { status: 'ok', kind: 'sqlite' };
    expect([ready.status, ready.json]).to.deep.equal([200, { status: 'ok', checks: { records } }]);
    const { text } = await ask(`${program.origin}/metrics`);
    expect(text).to.match(/^cms_market_records_up 1$/m);
    expect((await ask(`${program.base}/static?activity_id=1056`)).status).to.equal(404);
    process.kill(program.pid, 'SIGHUP');
    await until(() => /SIGHUP changes nothing/.test(program.stdout()), { what: 'a line about it' });
    expect(await operationsOf(program.pid)).to.equal(undefined);
  });

  it('answers 503 to readyz while it ends', async () => {
    const program = await startProgram({ ROLE: 'operations', DRAIN_DELAY_MS: '2000' });
    const exit = program.stop('SIGTERM');
    const ready = async () => (await ask(`${program.origin}/readyz`)).json;
    await until(async () => (await ready()).status === 'draining', { what: 'readyz to say so' });
    expect((await ask(`${program.origin}/readyz`)).status).to.equal(503);
    expect(await exit).to.equal(0);
  });

  it('says in a line why it cannot start', async () => {
    const { code, stdout, stderr } = await runProgram(['serve'], {
      ROLE: 'operations',
      PORT: `${program.port}`,
    });
    expect([code, stdout]).to.deep.equal([1, '']);
    expect(stderr).to.match(/^cms-market: cannot start: 127\.0\.0\.1:\d+ is in use by another program\n$/);
  });

  it('ends at SIGTERM with 0', async () => {
    expect(await program.stop('SIGTERM')).to.equal(0);
  });
});
