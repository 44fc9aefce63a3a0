import { once } from 'node:events';
import { connect } from 'node:net';
import { expect } from 'chai';
import { startProgram } from '../../support/built-program.ts';
import { ask } from '../../support/http.ts';
import { type LoadFailure, steadyLoad } from '../../support/steady-load.ts';
import { answersMore, drains, startVisited, visits } from '../../support/visits.ts';
import { workersOf } from '../../support/workers-of.ts';

describe('SIGTERM under load', () => {
  for (const WORKERS of ['1', '2']) {
    it(`fails no request of ${WORKERS} worker(s) when the balancer stops sending at the 503 of readyz`, async () => {
      const program = await startVisited({ WORKERS, DRAIN_DELAY_MS: '1500' });
      const load = steadyLoad(program.origin, visits);
      await answersMore(load, 200);
      const ended = program.stop('SIGTERM');
      await drains(program);
      await load.stop();
      expect(load.failures()).to.deep.equal([]);
      expect(await ended).to.equal(0);
    });
  }

  /* A request may be sent at the moment in which its connection is closed; all 32 broke when that was not avoided. */
  async function brokenOf32(WORKERS: string): Promise<LoadFailure[]> {
    const program = await startVisited({ WORKERS });
    const load = steadyLoad(program.origin, visits, { clients: 32, pauseMs: 20 });
    await answersMore(load, 200);
    expect(await program.stop('SIGTERM')).to.equal(0);
    await load.stop();
    return load.failures().filter(({ what }) => !what.startsWith('ECONNREFUSED'));
  }
  for (const WORKERS of ['1', '2']) {
    it(`under a load that goes on breaks few of the 32 connections of ${WORKERS} worker(s)`, async () => {
      let broken = await brokenOf32(WORKERS);
      // A process that the machine holds up for long reads too late; that happens to one in many.
      for (let again = 1; broken.length > 10 && again < 3; again++) broken = await brokenOf32(WORKERS);
      expect(broken.length, JSON.stringify(broken)).to.be.at.most(10);
    });
  }

  it('takes new connections for DRAIN_DELAY_MS, and ends although a client holds an idle one', async () => {
    const program = await startProgram({ DRAIN_DELAY_MS: '1500' });
    const idle = connect(program.port, '127.0.0.1', () =>
      idle.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'),
    );
    await once(idle, 'data');
    const startedAt = performance.now();
    const ended = program.stop('SIGTERM');
    await drains(program);
    expect((await ask(`${program.base}/static?activity_id=1056`)).json.ret).to.equal(0);
    expect(await ended).to.equal(0);
    expect(performance.now() - startedAt).to.be.at.least(1500);
    idle.destroy();
  });

  it('that the workers get too, as systemd sends it, fails no request', async () => {
    const program = await startVisited({ WORKERS: '2', DRAIN_DELAY_MS: '1500' });
    const load = steadyLoad(program.origin, visits);
    await answersMore(load, 100);
    for (const pid of await workersOf(program.pid)) process.kill(pid, 'SIGTERM');
    const ended = program.stop('SIGTERM');
    await drains(program);
    await load.stop();
    expect(load.failures()).to.deep.equal([]);
    expect(await ended).to.equal(0);
  });
});
