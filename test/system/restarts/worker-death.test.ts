import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { startProgram } from '../../support/built-program.ts';
import { ask } from '../../support/http.ts';
import { steadyLoad } from '../../support/steady-load.ts';
import { getOnce } from '../../support/steady-rate.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { until } from '../../support/until.ts';
import { answersMore, logged, startVisited, visitedActivities, visits } from '../../support/visits.ts';
import { workersOf } from '../../support/workers-of.ts';

describe('a worker that dies', () => {
  // Nothing from outside makes the program throw, so the exception is put into it beforehand.
  const code = "process.on('SIGUSR2', () => { throw new Error('thrown by the test'); })";
  const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(code)}`;
  for (const [cause, signal] of [
    ['SIGKILL', 'SIGKILL'],
    ['an uncaught exception', 'SIGUSR2'],
  ] as const) {
    it(`by ${cause} fails only the requests that it was answering, and is replaced`, async () => {
      const clients = 24;
      const program = await startVisited({ WORKERS: '2', NODE_OPTIONS });
      const load = steadyLoad(program.origin, visits, { clients, pauseMs: 20 });
      await answersMore(load, 200);
      const before = await workersOf(program.pid);
      process.kill(before[0] ?? 0, signal);
      const replaced = async () => {
        const now = await workersOf(program.pid);
        return (
          now.length === 2 && !now.includes(before[0] ?? 0) && logged(program, 'worker died').length === 1
        );
      };
      await until(replaced, { what: 'another worker' });
      const replacedAt = performance.now();
      await answersMore(load, 500);
      await load.stop();
      const failures = load.failures();
      expect(failures.length).to.be.at.most(clients);
      for (const { what, askedAt } of failures) {
        expect(what).to.match(/^ECONNRESET|^answer broken/);
        expect(askedAt).to.be.below(replacedAt);
      }
      expect(logged(program, 'listening'), 'both share a port').to.have.length(1);
      expect(await program.stop('SIGTERM')).to.equal(0);
      expect(await workersOf(program.pid)).to.deep.equal([]);
    });
  }

  it('breaks a connection that it was handed and had not taken, and leaves none waiting', async () => {
    const program = await startProgram({ WORKERS: '2' });
    const [victim = 0] = await workersOf(program.pid);
    process.kill(victim, 'SIGSTOP');
    // Each on a connection of its own; the primary hands one to the worker that stands still.
    const visits = Array.from({ length: 4 }, () => getOnce(`${program.base}/static?activity_id=1056`));
    await Promise.any(visits);
    process.kill(victim, 'SIGKILL');
    const samples = await Promise.all(visits);
    expect(samples.filter(({ ret }) => ret === 0)).to.have.length.at.least(3);
    // `null` with no status is a connection that was closed; `getOnce` itself gives up after a minute.
    for (const { gaveUp } of samples) expect(gaveUp).to.equal(false);
    expect(await program.stop('SIGTERM')).to.equal(0);
  });

  it('and cannot start again is tried after longer and longer pauses, until it can', async () => {
    const home = await tempDir();
    const ACTIVITIES_DIR = join(home, 'activities');
    await rename(await visitedActivities(), ACTIVITIES_DIR);
    const program = await startProgram({ WORKERS: '2', ACTIVITIES_DIR });
    const [victim = 0] = await workersOf(program.pid);
    await rename(ACTIVITIES_DIR, join(home, 'away'));
    process.kill(victim, 'SIGKILL');
    const pauses = () => logged(program, 'worker died').map(({ restart_in_ms }) => Number(restart_in_ms));
    await until(() => pauses().length >= 3, { what: 'three deaths' });
    // How long the first one had listened depends on the machine.
    const [, second = 0, third] = pauses();
    expect(second).to.be.at.least(100);
    expect(third).to.equal(second * 2);
    expect((await ask(`${program.base}/static?activity_id=open`)).json.ret).to.equal(0);

    await rename(join(home, 'away'), ACTIVITIES_DIR);
    const other = (await workersOf(program.pid)).find((pid) => pid !== victim) ?? 0;
    await until(async () => (await workersOf(program.pid)).length === 2, { what: 'two workers' });
    expect(await workersOf(program.pid)).to.include(other);
    expect(await program.stop('SIGTERM')).to.equal(0);
  });
});
