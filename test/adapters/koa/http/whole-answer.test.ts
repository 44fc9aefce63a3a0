import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect } from 'chai';
import fc from 'fast-check';
import { type Piece, sendWhole } from '../../../../src/adapters/koa/http/whole-answer.ts';
import { sendRaw } from '../../../support/http.ts';
import { until } from '../../../support/until.ts';

interface Answer {
  readonly status: number;
  readonly headers: readonly string[];
  readonly pieces: readonly Piece[];
}

/* As `sendAnswer` does it where the short-cut is not for the answer. */
function sendPlainly(response: ServerResponse, { status, headers, pieces }: Answer): void {
  const length = pieces.reduce((sum, piece) => sum + Buffer.byteLength(piece), 0);
  response.writeHead(status, [...headers, 'Content-Length', `${length}`]);
  for (const piece of pieces) response.write(piece);
  response.end();
}

const bytesOf = (pieces: readonly Piece[]) => Buffer.concat(pieces.map((piece) => Buffer.from(piece)));
const withoutDate = (text: string) => text.replace(/\r\nDate: [^\r]+/g, '\r\nDate: …');

describe('sendWhole', () => {
  const OK: Answer = {
    status: 200,
    headers: ['Content-Type', 'application/json'],
    pieces: ['{"a":"', '摇"}'],
  };
  let server: Server;
  let port: number;
  let answer: Answer;
  let plainly: boolean;
  let sent: boolean[];

  before(async () => {
    server = createServer({ keepAliveTimeout: 65_000 }, (req: IncomingMessage, res: ServerResponse) => {
      const { status, headers, pieces } = answer;
      const whole = !plainly && sendWhole({ req, res }, status, headers, [], pieces);
      sent.push(whole);
      if (!whole) sendPlainly(res, answer);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  after(() => server.close());
  beforeEach(() => {
    sent = [];
    plainly = false;
    answer = OK;
  });

  const LAST = 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';
  const first = (method: string) => `${method} / HTTP/1.1\r\nHost: x\r\n\r\n`;

  /** All that comes back on one connection for these requests, by the short-cut and in the ordinary way. */
  async function both(requests: string, asked: Answer = OK): Promise<{ short: string; plain: string }> {
    answer = asked;
    const short = await sendRaw(port, requests);
    plainly = true;
    const plain = await sendRaw(port, requests);
    plainly = false;
    return { short: withoutDate(short), plain: withoutDate(plain) };
  }

  for (const [what, method, asked] of [
    ['an answer', 'GET', OK],
    ['an answer to HEAD, without its body', 'HEAD', OK],
    ['an empty answer', 'GET', { ...OK, pieces: [] }],
    ['a fault', 'GET', { ...OK, status: 503, headers: [...OK.headers, 'Retry-After', '1'] }],
    ['two headers of one name', 'GET', { ...OK, headers: ['Set-Cookie', 'a=1', 'Set-Cookie', 'b=2'] }],
    ['a halved character', 'GET', { ...OK, pieces: ['"\ud83d"'] }],
  ] as const) {
    it(`sends ${what} byte for byte as Node does`, async () => {
      const { short, plain } = await both(first(method) + LAST, asked);
      expect(sent).to.deep.equal([true, false, false, false]);
      expect(short).to.equal(plain);
    });
  }

  for (const [what, requests, asked] of [
    ['on a connection that ends', LAST, OK],
    ['to HTTP/1.0', 'GET / HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n', OK],
    ['that asks to close', first('GET'), { ...OK, headers: ['Connection', 'close'] }],
    ['without a body by its status', first('GET') + LAST, { ...OK, status: 304, pieces: [] }],
    ['that is large', first('GET') + LAST, { ...OK, pieces: ['x'.repeat(20_000)] }],
    ['whose head is large', first('GET') + LAST, { ...OK, headers: ['X', 'x'.repeat(17_000)] }],
  ] as const) {
    it(`leaves an answer ${what} to Node`, async () => {
      if (what === 'to HTTP/1.0') server.keepAliveTimeout = 50;
      try {
        const { short, plain } = await both(requests, asked);
        expect(sent).to.not.include(true);
        expect(short).to.equal(plain);
      } finally {
        server.keepAliveTimeout = 65_000;
      }
    });
  }

  it('sends any pieces one after the other', async () => {
    const piece = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.uint8Array({ maxLength: 300 }));
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 5 }), async (pieces) => {
        const { short } = await both(first('GET') + LAST, { ...OK, pieces });
        const body = bytesOf(pieces).toString('utf8');
        expect(short).to.include(`\r\nContent-Length: ${bytesOf(pieces).length}\r\n`);
        expect(short.split('\r\n\r\n').slice(1).join('\r\n\r\n').startsWith(body)).to.equal(true);
      }),
      { numRuns: 50 },
    );
  });

  it('answers a crowd of requests on one connection in their order, also to a client that reads late', async () => {
    const COUNT = 2_000;
    let served = 0;
    const numbered = createServer((req, res) => {
      served += 1;
      const body = `${served}`.padStart(10_000, '.');
      if (!sendWhole({ req, res }, 200, [], [], [body]))
        sendPlainly(res, { status: 200, headers: [], pieces: [body] });
    });
    await new Promise<void>((resolve) => numbered.listen(0, '127.0.0.1', resolve));
    const socket = connect((numbered.address() as AddressInfo).port, '127.0.0.1');
    try {
      let text = '';
      socket.setEncoding('latin1').on('data', (more) => {
        text += more;
      });
      socket.pause();
      socket.write(first('GET').repeat(COUNT - 1) + LAST);
      await until(() => served > 10, { what: 'answers that wait' });
      socket.resume();
      await until(() => socket.closed, { what: 'the end of the connection' });
      const bodies = [...text.matchAll(/\.(\d+)(?:HTTP|$)/g)].map(([, number]) => Number(number));
      expect(bodies).to.deep.equal(Array.from({ length: COUNT }, (_, index) => index + 1));
    } finally {
      socket.destroy();
      numbered.close();
    }
  });

  it('leaves the answer of a client that is gone to Node', async () => {
    let done: boolean | undefined;
    const late = createServer((req, res) => {
      res.on('close', () => {
        done = sendWhole({ req, res }, 200, [], [], ['late']);
      });
    });
    await new Promise<void>((resolve) => late.listen(0, '127.0.0.1', resolve));
    const socket = connect((late.address() as AddressInfo).port, '127.0.0.1', () => {
      socket.write(first('GET'), () => socket.destroy());
    });
    await until(() => done !== undefined, { what: 'the connection to be closed' });
    expect(done).to.equal(false);
    late.close();
  });
});
