import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import fc from 'fast-check';
import Koa, { type Context } from 'koa';
import bodyParser from 'koa-bodyparser';
import { BodyRefused, readBody } from '../../../../src/adapters/koa/http/body.ts';
import { until } from '../../../support/until.ts';

interface Read {
  readonly body?: unknown;
  readonly text?: unknown;
  readonly refused?: string;
}

/* What is taken from a body, by `readBody` or by the body parser alone. */
describe('readBody', () => {
  let server: Server;
  let url: string;
  let refusals: string[];

  before(async () => {
    const parse = bodyParser({
      enableTypes: ['json', 'form'],
      jsonLimit: '16kb',
      formLimit: '16kb',
      strict: false,
      onerror: ({ status }: Error & { status?: number }) => {
        throw new BodyRefused(status === 413 ? 'body_too_large' : 'unparseable_body');
      },
    });
    const app = new Koa();
    app.silent = true;
    app.use(async (ctx) => {
      const read: (ctx: Context) => Promise<void> =
        ctx.path === '/parser' ? (each) => parse(each, async () => {}) : readBody;
      let result: Read;
      try {
        await read(ctx);
        result = { body: ctx.request.body, text: ctx.request.rawBody };
      } catch (error) {
        if (!(error instanceof BodyRefused)) throw error;
        refusals.push(error.code);
        result = { refused: error.code };
      }
      ctx.body = JSON.stringify(result);
    });
    server = createServer(app.callback());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    refusals = [];
  });

  const JSON_TYPE = { 'Content-Type': 'application/json' };
  async function readBoth(body: Uint8Array, headers: Record<string, string> = JSON_TYPE) {
    const read = async (path: string) =>
      (await (await fetch(url + path, { method: 'POST', headers, body: Buffer.from(body) })).json()) as Read;
    return { ours: await read('/'), parsers: await read('/parser') };
  }

  const texts = {
    'an object': '{"activity_id":"1055","token":"摇"}',
    'a number': '7',
    nothing: ' ',
    'no JSON': '{"a":',
    'two equal names': '{"a":1,"a":2}',
    'a byte order mark': '\ufeff{"a":1}',
    'two byte order marks': '\ufeff\ufeff{"a":1}',
    'a key for the prototype': '{"__proto__":{"a":1}}',
    'one deep inside': '{"a":[{"b":{"__proto__":1}}]}',
    'one behind an escape': '{"\\u005f_proto__":1}',
    'the name of it as a value': '{"a":"__proto__"}',
    'another dangerous name': '{"constructor":{"prototype":{}}}',
    'an escaped quote': '{"a":"\\"__proto__\\":"}',
    'deep nesting': '['.repeat(1_000) + ']'.repeat(1_000),
    'the most bytes': `"${'x'.repeat(16_382)}"`,
    'one byte more': `"${'x'.repeat(16_383)}"`,
  };
  for (const [what, text] of Object.entries(texts)) {
    it(`takes from ${what} what the body parser takes`, async () => {
      const { ours, parsers } = await readBoth(Buffer.from(text));
      expect(ours).to.deep.equal(parsers);
    });
  }

  it('takes from any bytes what the body parser takes', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 40 }),
      fc.json({ noUnicodeString: false }).map((text) => new Uint8Array(Buffer.from(text))),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (body) => {
        fc.pre(body.length > 0);
        const { ours, parsers } = await readBoth(body);
        expect(ours).to.deep.equal(parsers);
      }),
      { numRuns: 150 },
    );
  });

  for (const [what, headers, body] of [
    ['a form', { 'Content-Type': 'application/x-www-form-urlencoded' }, Buffer.from('a=1&b=2')],
    ['JSON with a charset', { 'Content-Type': 'application/json; charset=utf-8' }, Buffer.from('{"a":"摇"}')],
    ['packed JSON', { ...JSON_TYPE, 'Content-Encoding': 'gzip' }, gzipSync('{"a":1}')],
  ] as const) {
    it(`takes from ${what} what the body parser takes`, async () => {
      const { ours, parsers } = await readBoth(body, headers);
      expect(ours).to.deep.equal(parsers);
      expect(ours).to.have.property('body');
    });
  }

  /* Sends a POST in these pieces, each when the one before has been taken. */
  async function inPieces(head: string, pieces: readonly (string | Uint8Array)[]): Promise<string> {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    let text = '';
    socket
      .setNoDelay()
      .setEncoding('utf8')
      .on('data', (more) => {
        text += more;
      });
    try {
      for (const piece of [
        `POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${head}\r\n\r\n`,
        ...pieces,
      ]) {
        await new Promise<void>((resolve) => socket.write(piece, () => setImmediate(resolve)));
      }
      await until(() => text.includes('\r\n\r\n'), { what: 'the answer' });
      return text.slice(text.indexOf('\r\n\r\n') + 4);
    } finally {
      socket.destroy();
    }
  }

  it('joins a body that comes in pieces, also inside a character', async () => {
    const bytes = Buffer.from('{"a":"摇"}');
    const pieces = [...bytes].map((byte) => Uint8Array.of(byte));
    expect(JSON.parse(await inPieces(`Content-Length: ${bytes.length}`, pieces)).body).to.deep.equal({
      a: '摇',
    });
  });

  it('takes chunks', async () => {
    const answer = await inPieces('Transfer-Encoding: chunked', [
      '3\r\n{"a\r\n',
      '4\r\n":1}\r\n',
      '0\r\n\r\n',
    ]);
    expect(JSON.parse(answer).body).to.deep.equal({ a: 1 });
  });

  it('gives up when the client goes away', async () => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => {
      const head =
        'POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{';
      socket.write(head, () => socket.destroy());
    });
    await until(() => refusals.length > 0, { what: 'the body to be refused' });
    expect(refusals).to.deep.equal(['unparseable_body']);
  });
});
