import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { freePort } from '../support/free-port.ts';
import { ask, postJson } from '../support/http.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { familiesOf, sampleValue } from '../support/scrape.ts';
import { until } from '../support/until.ts';

describe('PostgreSQL absent, hung, killed, read-only', () => {
  let postgres: TestPostgres | undefined;
  let url = '';
  const programs: RunningProgram[] = [];
  const visitors = () => programs[0] as RunningProgram;

  const stateOf = async ({ origin }: RunningProgram) =>
    (await ask(`${origin}/readyz`)).json.checks.records?.status;
  const shown = async ({ origin }: RunningProgram) =>
    sampleValue(familiesOf((await ask(`${origin}/metrics`)).text), 'cms_market_records_up', {});

  /** Both sides say so, and visitors draw meanwhile. */
  async function isSeen(state: 'ok' | 'degraded'): Promise<void> {
    for (const program of programs) {
      await until(async () => (await stateOf(program)) === state, { what: `readyz to be ${state}` });
      await until(async () => (await shown(program)) === Number(state === 'ok'), { what: 'the gauge' });
    }
    const fields = { activity_id: '1055', token: `demo-${randomUUID()}@1000`, request_id: randomUUID() };
    expect((await postJson(`${visitors().base}/shake/draw`, fields)).json.ret).to.equal(0);
  }

  before(async () => {
    const port = await freePort();
    // It is not there yet.
    url = `postgres://postgres@127.0.0.1:${port}/postgres`;
    const starting = ['all', 'operations'].map((ROLE) => startProgram({ ROLE, DATABASE_URL: url }));
    programs.push(...(await Promise.all(starting)));
  });
  after(async () => {
    await Promise.all(programs.map((program) => program.stop()));
    await postgres?.stop();
  });

  it('absent at the start: visitors draw, and it is used when it comes', async () => {
    await isSeen('degraded');
    postgres = await startPostgres({ port: Number(new URL(url).port) });
    await isSeen('ok');
  });

  it('hung: the same, and a scrape is answered', async () => {
    postgres?.pause();
    await isSeen('degraded');
    postgres?.resume();
    await isSeen('ok');
  });

  it('read-only, as a server that became a replica: the same', async () => {
    await postgres?.query('alter database postgres set default_transaction_read_only = on');
    // Sessions keep their settings until they are made anew.
    await postgres?.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()',
    );
    await isSeen('degraded');
    await postgres?.query(
      'set transaction read write; alter database postgres reset default_transaction_read_only',
    );
    await postgres?.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()',
    );
    await isSeen('ok');
  });

  it('killed as by a crash: the same', async () => {
    const { port, dir } = postgres as TestPostgres;
    await postgres?.kill();
    await isSeen('degraded');
    postgres = await startPostgres({ port, dir });
    await isSeen('ok');
  });

  it('hung: the operations side ends within 10 s of the signal, also where it has hung since its start', async () => {
    const running = await startProgram({ ROLE: 'operations', DATABASE_URL: url });
    await until(async () => (await stateOf(running)) === 'ok', { what: 'readyz to be ok' });
    postgres?.pause();
    try {
      const starting = await startProgram({ ROLE: 'operations', DATABASE_URL: url });
      await until(async () => (await stateOf(running)) === 'degraded', { what: 'readyz to be degraded' });
      const signalledAt = performance.now();
      expect(await Promise.all([running.stop(), starting.stop()])).to.deep.equal([0, 0]);
      expect(performance.now() - signalledAt).to.be.below(10_000);
    } finally {
      postgres?.resume();
    }
  });

  it('writes no password into the log', async () => {
    const other = await startProgram({ ROLE: 'all', DATABASE_URL: 'postgres://me:s3cret@127.0.0.1:9/db' });
    await until(() => /the record store does not answer/.test(other.stdout()), { what: 'a line about it' });
    expect(await other.stop()).to.equal(0);
    expect(other.stdout() + other.stderr()).not.to.include('s3cret');
  });
});
