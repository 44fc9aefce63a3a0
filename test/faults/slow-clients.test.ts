import { once } from 'node:events';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { activitiesDir } from '../support/activities-dir.ts';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { ask } from '../support/http.ts';
import { promised } from '../support/promised.ts';
import { SCALE } from '../support/scale.ts';
import { percentile, startSteadyRate } from '../support/steady-rate.ts';
import { until } from '../support/until.ts';

const PICTURE_BYTES = 8 * 1024 * 1024;

describe('slow headers, slow body, idle connections by the thousand', () => {
  let program: RunningProgram;
  let picture: string;
  before(async () => {
    const dir = await activitiesDir({ 1056: { dispatch: 'sku' } });
    const media = join(dir, '1056', 'media');
    picture = join(media, 'large.png');
    await mkdir(media);
    await writeFile(picture, Buffer.alloc(PICTURE_BYTES, 'a'));
    program = await startProgram({ ACTIVITIES_DIR: dir });
  });
  after(() => program.stop());

  /* test/adapters/koa/http/http-server.test.ts shows that their connections are ended. */
  it('clients that ask for large pictures and do not read cost little memory, and no open file once they are gone', async () => {
    const url = `${program.base}/media/1056/large.png`;
    expect(Buffer.from(await (await fetch(url)).arrayBuffer())).to.have.length(PICTURE_BYTES);
    const [rssBefore, filesBefore] = [await rssMb(program.pid), await openFiles(program.pid)];
    const clients = Array.from({ length: 200 }, () => {
      const socket = connect(program.port, '127.0.0.1', () =>
        socket.write(`GET ${new URL(url).pathname} HTTP/1.1\r\nHost: x\r\n\r\n`.repeat(20)),
      );
      return socket.pause().on('error', () => {});
    });
    await until(async () => (await openFiles(program.pid)) >= filesBefore + 2 * clients.length, {
      what: 'all of them to be answered',
    });
    expect((await ask(`${program.base}/static?activity_id=1056`)).json.ret).to.equal(0);
    expect((await rssMb(program.pid)) - rssBefore).to.be.at.most(300);
    for (const socket of clients) socket.destroy();
    await until(async () => (await openFiles(program.pid)) <= filesBefore, {
      what: 'the files to be closed',
    });
  });

  it('a picture that is rewritten in place while it is sent is cut off, and never a mixture', async () => {
    const socket = connect(program.port, '127.0.0.1', () =>
      socket.write('GET /cms-market/media/1056/large.png HTTP/1.1\r\nHost: x\r\n\r\n'),
    );
    let body = '';
    socket.setEncoding('latin1').on('data', (text) => {
      body += text;
    });
    await once(socket, 'data');
    // The system takes some of it ahead, though not all.
    socket.pause();
    await writeFile(picture, Buffer.alloc(PICTURE_BYTES, 'b'));
    socket.resume();
    await once(socket, 'close');
    const [head = '', bytes = ''] = body.split('\r\n\r\n');
    expect(head).to.include(`Content-Length: ${PICTURE_BYTES}`);
    expect(bytes.length).to.be.below(PICTURE_BYTES);
    expect(bytes).not.to.include('b');
    const anew = await fetch(`${program.base}/media/1056/large.png`);
    expect(await anew.text()).to.equal('b'.repeat(PICTURE_BYTES));
  });

  it('408 or closed within 15 s; other clients unharmed', async () => {
    const p99While = async (goesOn: () => boolean) => {
      const load = startSteadyRate(() => `${program.base}/static?activity_id=1056`, 100);
      await until(() => load.samples.length >= 200 && !goesOn(), { what: 'the load' });
      const samples = await load.stop();
      expect(samples.filter(({ ret }) => ret !== 0)).to.deep.equal([]);
      return percentile(
        samples.map(({ tookMs }) => tookMs),
        99,
      );
    };
    await promised({ heldMs: 15_000, p99Ms: 100 }, async () => {
      const slow = Array.from({ length: SCALE.heldClients }, (_, index) =>
        holdSlowly(program.port, index % 2 === 0),
      );
      const p99Ms = await p99While(() => slow.some(({ answer }) => answer() === null));
      for (const { answer } of slow) expect(answer()).to.match(/^(HTTP\/1\.1 408 .*|)$/s);
      return { heldMs: Math.max(...slow.map(({ heldMs }) => heldMs())), p99Ms };
    });
  });

  it('a thousand idle connections disturb no other client', async () => {
    const idle = Array.from({ length: 1000 }, () => connect(program.port, '127.0.0.1').on('error', () => {}));
    const load = startSteadyRate(() => `${program.base}/static?activity_id=1056`, 100);
    await until(() => load.samples.length >= 100, { what: 'the load' });
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

async function rssMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

/** Files and connections. */
async function openFiles(pid: number): Promise<number> {
  return (await readdir(`/proc/${pid}/fd`)).length;
}
