import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { startProgram } from '../../support/built-program.ts';
import { ask } from '../../support/http.ts';
import { startNginx } from '../../support/nginx.ts';
import { SCALE } from '../../support/scale.ts';
import { steadyLoad } from '../../support/steady-load.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { until } from '../../support/until.ts';
import { answersMore, logged, startVisited, visitedActivities, visits } from '../../support/visits.ts';
import { workersOf } from '../../support/workers-of.ts';

describe('SIGHUP under load', () => {
  it('replaces every worker and fails no request', async () => {
    const program = await startVisited({ WORKERS: '2' });
    const load = steadyLoad(program.origin, visits, { clients: 24, pauseMs: 400 });
    const ready: number[] = [];
    let watching = true;
    const watch = (async () => {
      while (watching) {
        // A connection of its own each time; one that is kept would keep an old worker waiting.
        ready.push((await ask(`${program.origin}/readyz`, { headers: { Connection: 'close' } })).status);
      }
    })();
    for (let round = 1; round <= SCALE.sighupRounds; round++) {
      const before = await workersOf(program.pid);
      await answersMore(load, 100);
      process.kill(program.pid, 'SIGHUP');
      const replaced = async () => {
        const now = await workersOf(program.pid);
        return now.length === 2 && before.every((pid) => !now.includes(pid));
      };
      await until(replaced, { what: `round ${round} of new workers` });
    }
    await answersMore(load, 100);
    watching = false;
    await watch;
    await load.stop();
    expect(load.failures()).to.deep.equal([]);
    expect(new Set(ready), 'the service is ready all the time').to.deep.equal(new Set([200]));
    expect(logged(program, 'worker replaced')).to.have.length(2 * SCALE.sighupRounds);
    expect(logged(program, 'worker died')).to.deep.equal([]);
    expect(await program.stop('SIGTERM')).to.equal(0);
  });

  it('fails no request behind nginx, which keeps idle connections', async () => {
    const program = await startVisited({ WORKERS: '2' });
    const nginx = await startNginx(program.port);
    // All of them come from one address, which nginx limits.
    const fewDraws = (count: number) => visits(count, 20);
    const load = steadyLoad(nginx.origin, fewDraws, { clients: 24, pauseMs: 400 });
    await answersMore(load, 100);
    process.kill(program.pid, 'SIGHUP');
    await until(() => logged(program, 'worker replaced').length === 2, {
      what: 'both workers to be replaced',
    });
    await answersMore(load, 200);
    await load.stop();
    expect(load.failures()).to.deep.equal([]);
    // Old workers may still hold connections that nginx does not use: the end does not wait for those.
    expect(await program.stop('SIGTERM')).to.equal(0);
    await nginx.stop();
  });

  it('leaves the old workers when a new one cannot start', async () => {
    const home = await tempDir();
    const ACTIVITIES_DIR = join(home, 'activities');
    await rename(await visitedActivities(), ACTIVITIES_DIR);
    const program = await startProgram({ WORKERS: '2', ACTIVITIES_DIR });
    const before = (await workersOf(program.pid)).sort();
    await rename(ACTIVITIES_DIR, join(home, 'away'));
    process.kill(program.pid, 'SIGHUP');
    const message = 'a new worker did not come to listen; the old ones go on';
    await until(() => logged(program, message).length === 1, { what: 'the line about it' });
    await until(async () => (await workersOf(program.pid)).length === 2, { what: 'the new worker to end' });
    expect((await workersOf(program.pid)).sort()).to.deep.equal(before);
    expect((await ask(`${program.base}/static?activity_id=open`)).json.ret).to.equal(0);
    expect(await program.stop('SIGTERM')).to.equal(0);
  });

  it('that comes while workers are being replaced has its turn afterwards, once', async () => {
    const program = await startVisited({ WORKERS: '2' });
    process.kill(program.pid, 'SIGHUP');
    await until(() => logged(program, 'worker replaced').length === 1, {
      what: 'the first',
    });
    process.kill(program.pid, 'SIGHUP');
    await until(() => logged(program, 'worker replaced').length === 4, {
      what: 'the fourth',
    });
    await until(async () => (await workersOf(program.pid)).length === 2, {
      what: 'the old workers to be gone',
    });
    expect(logged(program, 'replacing workers')).to.have.length(2);
    expect(await program.stop('SIGTERM')).to.equal(0);
  });

  it('of a single worker is answered in the log, and nothing ends', async () => {
    const program = await startProgram();
    process.kill(program.pid, 'SIGHUP');
    await until(() => /SIGHUP changes nothing/.test(program.stdout()), {
      what: 'a line about it',
    });
    expect((await ask(`${program.base}/static?activity_id=1056`)).json.ret).to.equal(0);
    expect(await program.stop('SIGTERM')).to.equal(0);
  });
});
