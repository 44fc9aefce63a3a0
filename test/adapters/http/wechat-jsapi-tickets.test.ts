import { expect } from 'chai';
import { WechatJsapiTickets } from '../../../src/adapters/http/wechat-jsapi-tickets.ts';
import { describeError } from '../../../src/adapters/pino/describe-error.ts';
import { DependencyError } from '../../../src/domain/shared/dependency-error.ts';
import { freePort } from '../../support/free-port.ts';
import { type Handler, startHttpServer } from '../../support/http-server.ts';

const DEADLINE_MS = 300;
const PATIENT_MS = 30_000;
const SECRET = 's3cret'.padEnd(32, '0');
const TOKEN = 'a-t0ken';

const json =
  (body: unknown): Handler =>
  (_request, response) =>
    response.end(JSON.stringify(body));
const token = json({ access_token: TOKEN, expires_in: 7200 });
const ticket = json({ errcode: 0, errmsg: 'ok', ticket: 't-1', expires_in: 7200 });

/** WeChat's API of the tests' own, and what comes of one ticket. */
async function issued(
  answers: { token?: Handler; ticket?: Handler } = {},
  apiUrl: (origin: string) => string = (origin) => origin,
  deadlineMs = DEADLINE_MS,
) {
  const server = await startHttpServer((request, response, body) => {
    const isToken = request.url?.endsWith('/cgi-bin/stable_token');
    return (isToken ? (answers.token ?? token) : (answers.ticket ?? ticket))(request, response, body);
  });
  const account = { appId: 'wx0123456789abcdef', secret: SECRET, apiUrl: apiUrl(server.origin) };
  const tickets = new WechatJsapiTickets(account, deadlineMs);
  try {
    const result = await tickets.issue().catch((error: unknown) => error);
    return { result, requests: server.requests };
  } finally {
    tickets.close();
    await server.close();
  }
}

const paths = (requests: readonly { url: string }[]) => requests.map(({ url }) => url.split('?')[0]);

describe('WechatJsapiTickets', () => {
  it('asks for a stable token with the secret in the body, and with the token for a ticket', async () => {
    const { result, requests } = await issued();
    expect(result).to.deep.equal({ text: 't-1', lastsMs: 7_200_000 });
    expect(requests.map(({ method, url }) => [method, url])).to.deep.equal([
      ['POST', '/cgi-bin/stable_token'],
      ['GET', `/cgi-bin/ticket/getticket?access_token=${TOKEN}&type=jsapi`],
    ]);
    expect(requests[0]?.headers['content-type']).to.match(/^application\/json/);
    expect(JSON.parse(requests[0]?.body ?? '')).to.deep.equal({
      grant_type: 'client_credential',
      appid: 'wx0123456789abcdef',
      secret: SECRET,
    });
  });

  it('asks below the path of a proxy', async () => {
    const { requests } = await issued({}, (origin) => `${origin}/wechat`);
    expect(paths(requests)).to.deep.equal([
      '/wechat/cgi-bin/stable_token',
      '/wechat/cgi-bin/ticket/getticket',
    ]);
  });

  for (const errcode of [40001, 40014, 42001]) {
    it(`asks for a fresh token once when the ticket is refused with ${errcode}`, async () => {
      const refusing = json({ errcode, errmsg: 'invalid credential' });
      let refusals = 1;
      const once: Handler = (...args) => (refusals-- > 0 ? refusing : ticket)(...args);
      const mended = await issued({ ticket: once });
      expect(mended.result).to.deep.equal({ text: 't-1', lastsMs: 7_200_000 });
      const { result, requests } = await issued({ ticket: refusing });
      expect(String(result)).to.include(`errcode ${errcode}`);
      expect(requests).to.have.length(4);
      expect(requests.map(({ body }) => body).join()).not.to.include('force_refresh');
    });
  }

  it('says what an operator can mend, and takes no other words from WeChat', async () => {
    const refused = async (errcode: number, errmsg: string) =>
      String((await issued({ token: json({ errcode, errmsg }) })).result);
    expect(await refused(40164, 'invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist')).to.match(
      /errcode 40164, .* IP whitelist: 203\.0\.113\.7$/,
    );
    expect(await refused(40164, `invalid ip 1.1.1.1.1 ${SECRET}`)).to.match(/IP whitelist$/);
    expect(await refused(40125, `invalid secret ${SECRET}`)).to.match(/WECHAT_SECRET_FILE is not that of/);
    expect(await refused(-1, `system error ${SECRET}`)).to.match(/errcode -1$/);
  });

  const faults: Record<string, Handler> = {
    'HTTP 500': (_request, response) => response.writeHead(500).end('{"errcode":0}'),
    'HTTP 204': (_request, response) => response.writeHead(204).end(),
    'a redirect': (_request, response) => response.writeHead(307, { Location: '/elsewhere' }).end(),
    'no JSON': (_request, response) => response.end('<html>ok</html>'),
    'an empty body': (_request, response) => response.end(),
    null: json(null),
    'errcode 0 alone': json({ errcode: 0, errmsg: 'ok' }),
    'a text that is no secret': json({ access_token: 'a\nb', ticket: 'a\nb', expires_in: 7200 }),
    'a number': json({ access_token: 1, ticket: 1, expires_in: 7200 }),
    '10 MB': json({ access_token: 'a', ticket: 't', expires_in: 7200, more: 'x'.repeat(10_000_000) }),
    'a packed body': (_request, response) =>
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(Buffer.from('1f8b0800', 'hex')),
    'no answer': () => {},
    'a body that drips': (_request, response) => {
      const drip = setInterval(() => response.write(' '), DEADLINE_MS / 5);
      response.on('close', () => clearInterval(drip));
    },
    'a connection cut off': (request) => request.socket.destroy(),
  };
  for (const [what, handler] of Object.entries(faults)) {
    it(`takes ${what} for a fault, from both calls, and shows no secret`, async () => {
      for (const which of ['token', 'ticket'] as const) {
        const { result, requests } = await issued({ [which]: handler });
        expect(result, which).to.be.instanceOf(DependencyError);
        expect(requests).to.have.length(which === 'token' ? 1 : 2);
        expect(JSON.stringify([result, describeError(result)])).not.to.match(/s3cret|a-t0ken/);
      }
    });
  }

  it('gives up both calls together after the deadline', async () => {
    const slow: Handler = (...args) => setTimeout(() => token(...args), DEADLINE_MS * 0.7);
    const { result } = await issued({ token: slow, ticket: slow });
    expect(String(result)).to.match(/no answer in time$/);
  });

  it('names what kept a call from its answer', async () => {
    const port = await freePort();
    // These come before any deadline, on a busy machine later.
    const refused = await issued({}, () => `http://127.0.0.1:${port}`, PATIENT_MS);
    expect(String(refused.result)).to.match(/ECONNREFUSED/);
    const huge = await issued({ token: faults['10 MB']! }, undefined, PATIENT_MS);
    expect(String(huge.result)).to.match(/more than 65536 bytes/);
    expect(String((await issued({ token: faults['no answer']! })).result)).to.match(/no answer in time$/);
  });
});
