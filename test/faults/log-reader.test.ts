import { connect } from 'node:net';
import { expect } from 'chai';
import { logLines, type RunningProgram, startProgram } from '../support/built-program.ts';
import { ask } from '../support/http.ts';
import { familiesOf, sampleValue } from '../support/scrape.ts';
import { until } from '../support/until.ts';

const CONNECTIONS = 16;
const AT_ONCE = 25;

/* The longest line that a request can have. */
const REQUEST =
  `GET /cms-market/static?activity_id=${'n'.repeat(64)} HTTP/1.1\r\nHost: x\r\n` +
  `X-Request-Id: ${'r'.repeat(128)}\r\ntraceparent: 00-${'a'.repeat(32)}-${'b'.repeat(16)}-01\r\n\r\n`;

describe('a reader of the log that stalls', () => {
  let program: RunningProgram;
  before(async () => {
    program = await startProgram({ LOG_REQUESTS: 'all' });
  });
  after(() => program.stop());

  async function droppedLines(): Promise<number> {
    const families = familiesOf((await ask(`${program.origin}/metrics`)).text);
    return sampleValue(families, 'cms_market_log_lines_dropped_total', {}) ?? Number.NaN;
  }

  it('costs bounded memory: lines are dropped, counted and reported, and the service goes on', async () => {
    expect(await droppedLines()).to.equal(0);
    program.holdStdout();
    const flood = startFlood(program.port);
    await until(async () => (await droppedLines()) > 0, { what: 'lines to be dropped' });
    flood.stop();
    expect((await ask(`${program.base}/static?activity_id=1056`)).json.ret).to.equal(0);

    program.readStdout();
    const report = () => logLines(program.stdout()).find(({ msg }) => /were dropped/.test(String(msg)));
    await until(() => report() !== undefined, { what: 'the report' });
    const dropped = await droppedLines();
    expect(report()).to.include({ level: 40, lines: dropped });
    expect(program.stdout().length).to.be.below(9 * 1024 * 1024);
  });

  for (const WORKERS of ['1', '2']) {
    it(`does not keep ${WORKERS} worker(s) from ending`, async () => {
      const ending = await startProgram({ WORKERS, LOG_REQUESTS: 'all' });
      ending.holdStdout();
      const flood = startFlood(ending.port);
      await until(() => flood.answered() > 4000, { what: 'the pipe to be full' });
      flood.stop();
      const ended = ending.stop('SIGTERM');
      await until(() => !isAlive(ending.pid), { what: 'the end of the process' });
      ending.readStdout();
      expect(await ended).to.equal(0);
    });
  }
});

/** Asks as fast as it is answered. `stop` returns how many answers have come. */
function startFlood(port: number): { answered(): number; stop(): number } {
  let answered = 0;
  const sockets = Array.from({ length: CONNECTIONS }, () => {
    let missing = AT_ONCE;
    const socket = connect(port, '127.0.0.1', () => socket.write(REQUEST.repeat(AT_ONCE)));
    socket.setEncoding('latin1').on('error', () => {});
    return socket.on('data', (text) => {
      const heads = String(text).split('HTTP/1.1 200 ').length - 1;
      answered += heads;
      missing -= heads;
      if (missing > 0) return;
      missing = AT_ONCE;
      socket.write(REQUEST.repeat(AT_ONCE));
    });
  });
  return {
    answered: () => answered,
    stop: () => {
      for (const socket of sockets) socket.destroy();
      return answered;
    },
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
