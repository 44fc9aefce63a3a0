import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { logLines, startProgram } from '../support/built-program.ts';
import { drawAll } from '../support/draw-load.ts';
import { startSteadyRate } from '../support/steady-rate.ts';
import { until } from '../support/until.ts';
import { workersOf } from '../support/workers-of.ts';

describe('SIGKILL of a worker; uncaught exception', () => {
  // Nothing from outside makes the program throw, so the exception is put into it beforehand.
  const code = "process.on('SIGUSR2', () => { throw new Error('thrown by the test'); })";
  const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(code)}`;
  for (const [what, signal] of [
    ['SIGKILL', 'SIGKILL'],
    ['an uncaught exception', 'SIGUSR2'],
  ] as const) {
    it(`${what}: only requests in flight fail; a new worker serves; no draw is made twice`, async () => {
      const program = await startProgram({ WORKERS: '2', NODE_OPTIONS });
      const [victim] = await workersOf(program.pid);
      const load = startSteadyRate(() => `${program.base}/static?activity_id=1056`, 100);
      await until(() => load.samples.length > 50, { what: 'the load to run' });
      process.kill(victim ?? 0, signal);
      const killedAt = performance.now();
      const replaced = async () => {
        const now = await workersOf(program.pid);
        return now.length === 2 && !now.includes(victim ?? 0);
      };
      await until(replaced, { what: 'another worker' });
      await until(() => load.samples.filter(({ at }) => at > killedAt + 500).length > 50, {
        what: 'the load to go on',
      });
      const failed = (await load.stop()).filter(({ ret }) => ret !== 0);
      const cutOff = ({ at, status }: { at: number; status: number | null }) =>
        status === null && at < killedAt + 500;
      expect(failed.filter((sample) => !cutOff(sample))).to.deep.equal([]);
      expect(logLines(program.stdout()).map(({ msg }) => msg)).to.include('worker died');

      const requests = Array.from({ length: 40 }, (_, uid) => ({ uid: `u${uid}`, requestId: randomUUID() }));
      const [first, again] = [
        await drawAll(program.base, '1055', requests),
        await drawAll(program.base, '1055', requests),
      ];
      expect(first.every(({ ret }) => ret === 0)).to.equal(true);
      expect(again.every(({ data }) => data.replayed)).to.equal(true);
      expect(await program.stop()).to.equal(0);
    });
  }
});
