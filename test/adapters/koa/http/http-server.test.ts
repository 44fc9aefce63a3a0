import { connect, type Socket } from 'node:net';
import { expect } from 'chai';
import sinon from 'sinon';
import { type ListeningServer, listen } from '../../../../src/adapters/koa/http/http-server.ts';
import type { AppListener } from '../../../../src/adapters/koa/http/in-short-turns.ts';
import type { Lifecycle } from '../../../../src/adapters/koa/http/lifecycle.ts';
import { until } from '../../../support/until.ts';

const LARGE = Buffer.alloc(32 * 1024 * 1024, 'x');
const STALLED_MS = 200;

const requestFor = (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;

describe('listen', () => {
  let server: ListeningServer;
  let app: AppListener;
  let lifecycle: Lifecycle;
  const sockets: Socket[] = [];

  beforeEach(async () => {
    lifecycle = { draining: false, closing: false };
    const options = { host: '127.0.0.1', port: 0, drainDelayMs: 0, stalledMs: STALLED_MS };
    server = await listen((...args) => app(...args), lifecycle, options);
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await server.drain();
  });

  function client(bytes: string, port = server.port): { socket: Socket; text(): string; closed(): boolean } {
    let text = '';
    let closed = false;
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    sockets.push(socket);
    socket.setEncoding('latin1').on('error', () => {});
    socket.on('data', (more) => {
      text += more;
    });
    socket.on('close', () => {
      closed = true;
    });
    return { socket, text: () => text, closed: () => closed };
  }

  // Blank lines in front of a request are allowed, and each is a sign of life.
  for (const [name, bytes, everyMs] of [
    ['does not read the answer', requestFor('/'), null],
    ['does not read the answer and goes on sending', requestFor('/'), STALLED_MS / 4],
    ['sends many requests and reads none of the answers', requestFor('/').repeat(1000), null],
  ] as const) {
    it(`ends a connection whose client ${name}`, async () => {
      let [begun, ended] = [0, false];
      app = (_request, response) => {
        begun += 1;
        response.on('close', () => {
          ended = true;
        });
        response.end(LARGE);
      };
      const { socket } = client(bytes);
      socket.pause();
      const sending = everyMs === null ? undefined : setInterval(() => socket.write('\r\n'), everyMs);
      try {
        await until(() => ended, { what: 'the end of the connection' });
      } finally {
        clearInterval(sending);
      }
      expect(begun).to.equal(1);
    });
  }

  it('lets a client read that takes longer than that, as long as something moves', async () => {
    // The periods pass by hand: a busy machine would let one pass in which nothing moved.
    const clock = sinon.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      const options = { host: '127.0.0.1', port: 0, drainDelayMs: 0, stalledMs: STALLED_MS };
      const slow = await listen((...args) => app(...args), lifecycle, options);
      app = (_request, response) => {
        response.setHeader('Connection', 'close').end(LARGE);
      };
      const { socket, text, closed } = client(requestFor('/'), slow.port);
      for (let period = 1; period <= 5; period++) {
        const part = (period * LARGE.length) / 8;
        const stop = () => void (socket.bytesRead >= part && socket.pause());
        socket.on('data', stop).resume();
        await until(() => socket.isPaused(), { what: 'a part of the answer' });
        socket.off('data', stop);
        clock.tick(STALLED_MS);
      }
      socket.resume();
      await until(closed, { what: 'the end of the answer' });
      expect(text().length).to.be.above(LARGE.length);
      await slow.drain();
    } finally {
      clock.restore();
    }
  });

  it('waits for an answer that takes longer than that to be made, and keeps the connection afterwards', async () => {
    app = (_request, response) => {
      setTimeout(() => response.end('made'), 4 * STALLED_MS);
    };
    const { socket, text } = client(requestFor('/'));
    await until(() => text().includes('made'), { what: 'the answer' });
    app = (_request, response) => response.end('again');
    setTimeout(() => socket.write(requestFor('/')), 4 * STALLED_MS);
    await until(() => text().includes('again'), { what: 'the second answer' });
  });

  it('begins with a request when the answer before it is sent, in the order in which they came', async () => {
    const begun: string[] = [];
    let answerFirst = () => {};
    app = ({ url = '' }, response) => {
      begun.push(url);
      if (url !== '/0') response.end(url);
      else answerFirst = () => response.end(`${begun}`);
    };
    const { socket, text } = client(Array.from({ length: 20 }, (_, at) => requestFor(`/${at}`)).join(''));
    // They were sent in one go, and so are there when the first has begun.
    await until(() => begun.length > 0 && socket.writableLength === 0, { what: 'the requests' });
    answerFirst();
    await until(() => text().includes('/19'), { what: 'the last answer' });
    const bodies = text()
      .split('\r\n')
      .filter((line) => line.startsWith('/'))
      .map((line) => line.replace(/HTTP.*/, ''));
    expect(bodies).to.deep.equal(Array.from({ length: 20 }, (_, at) => `/${at}`));
  });

  it('answers at its end what has come on an idle connection while the process was held up', async () => {
    app = (_request, response) => response.end('well');
    const { socket, text } = client(requestFor('/'));
    const answers = () => text().split('well').length - 1;
    await until(() => answers() === 1, { what: 'an answer' });
    const drained = server.drain();
    await until(() => lifecycle.closing, { what: 'idle connections to be closed soon' });
    socket.write(requestFor('/'));
    const heldUpAt = performance.now();
    while (performance.now() - heldUpAt < 400);
    await until(() => answers() === 2, { what: 'the second answer' });
    await drained;
  });
});
