import { connect } from 'node:net';
import { expect } from 'chai';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { percentile, startSteadyRate } from '../support/steady-rate.ts';
import { until } from '../support/until.ts';

/* `npm run slow-clients` holds 2,000. */
const HELD = Number(process.env.HELD ?? 300);

describe('slow headers, slow body, idle connections by the thousand', function () {
  this.timeout(40_000);
  let program: RunningProgram;
  before(async () => {
    program = await startProgram();
  });
  after(() => program.stop());

  it('408 or closed within 15 s; other clients unharmed', async () => {
    const url = `${program.base}/static?activity_id=1056`;
    const p99Of = async (held: () => boolean) => {
      const load = startSteadyRate(() => url, 100);
      await until(() => load.samples.length >= 200 && !held(), { timeoutMs: 20_000, what: 'the load' });
      const samples = await load.stop();
      expect(samples.filter(({ ret }) => ret !== 0)).to.deep.equal([]);
      return percentile(
        samples.map(({ tookMs }) => tookMs),
        99,
      );
    };
    // What is normal on this machine, which may have something else to do, is the worse of two looks.
    const normal = Math.max(await p99Of(() => false), await p99Of(() => false));

    const slow = Array.from({ length: HELD }, (_, index) => holdSlowly(program.port, index % 2 === 0));
    const open = () => slow.filter(({ answer }) => answer() === null).length;
    const beside = await p99Of(() => open() > 0);
    expect(Math.max(...slow.map(({ heldMs }) => heldMs()))).to.be.at.most(15_000);
    for (const { answer } of slow) expect(answer()).to.match(/^(HTTP\/1\.1 408 .*|)$/s);
    expect(beside - normal).to.be.at.most(100);
  });

  it('idle connections by the thousand disturb nobody', async () => {
    const idle = Array.from({ length: 1000 }, () => connect(program.port, '127.0.0.1').on('error', () => {}));
    const load = startSteadyRate(() => `${program.base}/static?activity_id=1056`, 100);
    await until(() => load.samples.length >= 100, { timeoutMs: 5000, what: 'the load' });
    expect((await load.stop()).filter(({ ret }) => ret !== 0)).to.deep.equal([]);
    for (const socket of idle) socket.destroy();
  });
});

/** Sends a request a byte a second: its headers, or its body. */
function holdSlowly(port: number, headers: boolean): { heldMs(): number; answer(): string | null } {
  const start = 'POST /cms-market/static HTTP/1.1\r\nHost: x\r\n';
  const whole = `${start}Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n`;
  let text = '';
  let from = 0;
  let to: number | null = null;
  let drip: NodeJS.Timeout | undefined;
  const socket = connect(port, '127.0.0.1', () => {
    from = performance.now();
    socket.write(headers ? start : whole);
    drip = setInterval(() => socket.write('x'), 1000);
  });
  socket
    .setEncoding('utf8')
    .on('data', (chunk) => {
      text += chunk;
    })
    .on('error', () => {})
    .on('close', () => {
      clearInterval(drip);
      to = performance.now();
    });
  return { heldMs: () => (to ?? Number.POSITIVE_INFINITY) - from, answer: () => (to === null ? null : text) };
}
