import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { Webhook } from 'standardwebhooks';
import { HttpWebhookSender } from '../../../src/adapters/http/http-webhook-sender.ts';
import type { WebhookMessage } from '../../../src/domain/deliveries/webhook-sender.ts';
import { freePort } from '../../support/free-port.ts';
import { type Handler, type HttpServer, startHttpServer } from '../../support/http-server.ts';
import { until } from '../../support/until.ts';

const secret = (letter: string) => `whsec_${Buffer.from(letter.repeat(32)).toString('base64')}`;
const [FIRST, SECOND] = [secret('a'), secret('b')];

/* The body of a form, which must stand in no reason and no log. */
const FORM = { name: '张三', phone: '+8613800138000' };

const MESSAGE: WebhookMessage = {
  id: '6f1c7a3e-0000-4000-8000-000000000001',
  kind: 'won',
  prize: {
    activityId: '1055',
    drawId: '6f1c7a3e-0000-4000-8000-000000000001',
    uid: 'u1',
    prizeId: 'coupon-10',
    unit: 7,
    name: '10元优惠券',
    value: '10.00',
    wonAt: Date.UTC(2026, 10, 11, 2, 0, 0, 7),
    form: FORM,
  },
};

describe('the sender of webhooks', () => {
  const closers: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  function senderWith(timeoutMs?: number): HttpWebhookSender {
    const sender = new HttpWebhookSender({ now: () => Date.now() }, timeoutMs);
    closers.push(() => sender.close());
    return sender;
  }

  async function receiver(handler: Handler): Promise<HttpServer> {
    const server = await startHttpServer(handler);
    closers.push(() => server.close());
    return server;
  }

  const send = (sender: HttpWebhookSender, url: string, message = MESSAGE, secrets = [FIRST]) =>
    sender.send({ name: 'crm', url, secrets }, message, new AbortController().signal);

  const answering = async (handler: Handler, timeoutMs?: number) => {
    const { origin } = await receiver(handler);
    return send(senderWith(timeoutMs), origin);
  };

  it('sends what a receiver can verify with either secret, and the same at each attempt', async () => {
    const { origin, requests } = await receiver((_, response) => response.end());
    const sender = senderWith();
    for (let each = 0; each < 2; each++) {
      const answer = await send(sender, `${origin}/hook?a=1`, MESSAGE, [FIRST, SECOND]);
      expect(answer).to.deep.equal({ kind: 'answered', status: 200, retryAfterMs: null });
    }
    const [request, again] = requests as [(typeof requests)[0], (typeof requests)[0]];
    expect(again.body).to.equal(request.body);
    expect(again.headers['webhook-id']).to.equal(request.headers['webhook-id']);
    expect(request).to.include({ method: 'POST', url: '/hook?a=1' });
    expect(request.headers).to.include({
      'content-type': 'application/json',
      'user-agent': 'cms-market',
      'webhook-id': MESSAGE.id,
    });
    expect(request.headers['webhook-signature']).to.match(/^v1,\S+ v1,\S+$/);
    for (const each of [FIRST, SECOND]) {
      expect(new Webhook(each).verify(request.body, request.headers as Record<string, string>)).to.deep.equal(
        {
          type: 'prize.won',
          timestamp: '2026-11-11T02:00:00.007Z',
          data: {
            activity_id: '1055',
            draw_id: MESSAGE.id,
            uid: 'u1',
            prize_id: 'coupon-10',
            unit: 7,
            name: '10元优惠券',
            value: '10.00',
            won_at: '2026-11-11T02:00:00.007Z',
            form: FORM,
          },
        },
      );
    }
    const other = () =>
      new Webhook(secret('c')).verify(request.body, request.headers as Record<string, string>);
    expect(other).to.throw('No matching signature');
  });

  it('has no form where none was asked for, and a type of its own for samples', async () => {
    const { origin, requests } = await receiver((_, response) => response.end());
    const { prize } = MESSAGE;
    await send(senderWith(), origin, { ...MESSAGE, kind: 'sample', prize: { ...prize, form: null } });
    const body = JSON.parse(requests[0]!.body);
    expect(body.type).to.equal('prize.test');
    expect(body.data).to.not.have.property('form');
  });

  it('reports the status as it is, and follows no redirect', async () => {
    const elsewhere = await receiver((_, response) => response.end());
    for (const status of [204, 301, 307, 308, 400, 410, 429, 500, 503]) {
      const answer = await answering((_, response) =>
        response.writeHead(status, { location: elsewhere.origin }).end(),
      );
      expect(answer).to.deep.equal({ kind: 'answered', status, retryAfterMs: null });
    }
    expect(elsewhere.requests).to.deep.equal([]);
  });

  it('reads Retry-After in seconds and as a date, by the clock of the receiver', async () => {
    const asked = async (headers: Record<string, string>) => {
      const answer = await answering((_, response) => response.writeHead(429, headers).end());
      return answer.kind === 'answered' && answer.retryAfterMs;
    };
    expect(await asked({ 'retry-after': '120' })).to.equal(120_000);
    const date = 'Wed, 11 Nov 2026 02:00:00 GMT';
    expect(await asked({ date, 'retry-after': 'Wed, 11 Nov 2026 02:05:00 GMT' })).to.equal(300_000);
    expect(await asked({ date, 'retry-after': 'Wed, 11 Nov 2026 01:00:00 GMT' })).to.equal(0);
    for (const odd of ['soon', '-5', '1e9', '99999999999999999999', '']) {
      expect(await asked({ 'retry-after': odd }), odd).to.equal(null);
    }
  });

  it('ends an attempt in time that gets no answer, or a head byte by byte', async () => {
    const silent = await answering(() => {}, 300);
    expect(silent).to.deep.equal({ kind: 'unanswered', reason: 'no answer in 0.3 s' });
    const dripping = await answering((_, { socket }) => {
      const drip = setInterval(() => socket?.write('H'), 50);
      socket?.on('close', () => clearInterval(drip)).on('error', () => {});
    }, 300);
    expect(dripping.kind).to.equal('unanswered');
  });

  it('names why there is no answer, and nothing of the message', async () => {
    const port = await freePort();
    expect(await send(senderWith(), `http://127.0.0.1:${port}`)).to.deep.equal({
      kind: 'unanswered',
      reason: 'connection refused',
    });
    expect(await answering((_, response) => response.socket?.destroy())).to.deep.equal({
      kind: 'unanswered',
      reason: 'connection broken',
    });
    const notHttp = await answering((_, { socket }) => socket?.end('SSH-2.0-OpenSSH\r\n'));
    expect(notHttp.kind === 'unanswered' && notHttp.reason).to.match(/^no answer \(HPE_[A-Z_]+\)$/);
    const hugeHead = await answering((_, response) =>
      response.writeHead(200, { 'x-a': 'a'.repeat(100_000) }).end(),
    );
    expect(hugeHead.kind === 'unanswered' && hugeHead.reason).to.match(/^no answer \(HPE_[A-Z_]+\)$/);
  });

  it('takes the status of an answer of 64 MB, and does not read it', async () => {
    const MOST = 64 * 2 ** 20;
    let written = 0;
    const chunk = Buffer.alloc(65_536, 'a');
    const answer = await answering((_, response) => {
      const write = () => {
        while (written < MOST && !response.destroyed) {
          written += chunk.length;
          if (!response.write(chunk)) {
            response.once('drain', write);
            return;
          }
        }
      };
      write();
    });
    expect(answer).to.include({ kind: 'answered', status: 200 });
    // What was on its way fills the buffers of the system.
    expect(written).to.be.below(MOST);
  });

  it('takes the status of an answer that would unpack to 50 MB', async () => {
    const bomb = gzipSync(Buffer.alloc(50 * 2 ** 20));
    const answer = await answering((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
    });
    expect(answer).to.include({ kind: 'answered', status: 200 });
  });

  it('takes the status of an answer that drips or breaks after its head', async () => {
    const dripping = await answering((_, response) => {
      const drip = setInterval(() => response.write('a'), 50);
      response.on('close', () => clearInterval(drip));
    });
    expect(dripping).to.include({ kind: 'answered', status: 200 });
    const breaking = await answering((_, response) => {
      response.writeHead(500, { 'content-length': '100' }).write('a');
      setTimeout(() => response.socket?.destroy(), 20);
    });
    expect(breaking).to.include({ kind: 'answered', status: 500 });
  });

  it('uses a connection again', async () => {
    let connections = 0;
    const server: Server = createServer((_, response) => response.end('{"ok":true}'));
    server.on('connection', () => {
      connections += 1;
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(() => server.close());
    const sender = senderWith();
    const { port } = server.address() as AddressInfo;
    for (let each = 0; each < 5; each++) await send(sender, `http://127.0.0.1:${port}`);
    expect(connections).to.equal(1);
  });

  it('ignores a proxy of the environment', async () => {
    const proxy = await receiver((_, response) => response.end());
    const before = process.env.http_proxy;
    process.env.http_proxy = proxy.origin;
    try {
      expect(await answering((_, response) => response.writeHead(202).end())).to.include({ status: 202 });
      expect(proxy.requests).to.deep.equal([]);
    } finally {
      if (before === undefined) delete process.env.http_proxy;
      else process.env.http_proxy = before;
    }
  });

  it('ends at once when it is told to', async () => {
    const { origin, requests } = await receiver(() => {});
    const ending = new AbortController();
    const sending = senderWith().send({ name: 'crm', url: origin, secrets: [FIRST] }, MESSAGE, ending.signal);
    await until(() => requests.length === 1, { what: 'the request to arrive' });
    ending.abort();
    expect(await sending).to.deep.equal({ kind: 'unanswered', reason: 'ended before an answer' });
  });
});
