import { expect } from 'chai';
import { type Answer, fetchActivity } from '../../web/src/client/api.ts';
import { type Handler, type HttpServer, startHttpServer } from '../support/http-server.ts';

type Answered = Extract<Answer, { kind: 'answered' }>;

describe('asking for an activity', () => {
  let server: HttpServer | undefined;

  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  async function ask(handler: Handler, { activityId = '1055', token = '', deadlineMs = 5_000 } = {}) {
    server = await startHttpServer(handler);
    return fetchActivity({ endpoint: `${server.origin}/cms-market/static`, activityId, token }, deadlineMs);
  }

  const answering =
    (text: string, status = 200): Handler =>
    (_request, response) =>
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(text);

  it('posts the activity and the token as JSON', async () => {
    await ask(answering('{}'), { token: 'demo-alice@1000' });
    const [request] = server?.requests ?? [];
    expect(request).to.include({ method: 'POST', url: '/cms-market/static' });
    expect(request?.headers['content-type']).to.equal('application/json');
    expect(JSON.parse(request?.body ?? '')).to.deep.equal({ activity_id: '1055', token: 'demo-alice@1000' });
  });

  it('says nothing of a token where there is none', async () => {
    await ask(answering('{}'));
    expect(JSON.parse(server?.requests[0]?.body ?? '')).to.deep.equal({ activity_id: '1055' });
  });

  it('does not ask for no activity', async () => {
    expect(await ask(answering('{}'), { activityId: '' })).to.deep.equal({ kind: 'not_asked' });
    expect(server?.requests).to.be.empty;
  });

  it('reads the envelope', async () => {
    const body = { ret: 1003, msg: '活动未开始', data: '', timestamp: 1_764_000_000, detail: { title: 'x' } };
    const sentAt = performance.now();
    const { receivedAt, ...answer } = (await ask(answering(JSON.stringify(body)))) as Answered;
    expect(receivedAt).to.be.within(sentAt, performance.now());
    expect(answer).to.deep.equal({
      kind: 'answered',
      ret: 1003,
      msg: '活动未开始',
      data: '',
      detail: { title: 'x' },
      serverTime: 1_764_000_000_000,
      retryAfterMs: 0,
    });
  });

  it("takes a fault's envelope for the answer that it is", async () => {
    const answer = await ask(answering('{"ret":5003,"msg":"系统繁忙，请稍后再试","data":""}', 503));
    expect(answer).to.include({ kind: 'answered', ret: 5003, serverTime: null });
  });

  for (const text of ['<h1>502 Bad Gateway</h1>', '', '{"ret":0', 'null', '[]', '7', '{"ret":"0"}', '{}']) {
    it(`does not take ${JSON.stringify(text)} for an answer`, async () => {
      expect(await ask(answering(text))).to.deep.equal({ kind: 'failed', reason: 'not_an_answer' });
    });
  }

  it('gives up on a server that keeps silent', async () => {
    expect(await ask(() => {}, { deadlineMs: 50 })).to.deep.equal({ kind: 'failed', reason: 'timeout' });
  });

  it('gives up on an answer that never ends', async () => {
    const endless: Handler = (_request, response) => response.writeHead(200).write('{"ret":0');
    expect(await ask(endless, { deadlineMs: 200 })).to.deep.equal({ kind: 'failed', reason: 'timeout' });
  });

  it('knows a connection that breaks', async () => {
    const answer = await ask((request) => request.socket.destroy());
    expect(answer).to.deep.equal({ kind: 'failed', reason: 'network' });
  });
});
