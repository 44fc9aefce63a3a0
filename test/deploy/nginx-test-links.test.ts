import { expect } from 'chai';
import { freePort } from '../support/free-port.ts';
import { startNginx, type TestNginx } from '../support/nginx.ts';
import { startPreviews, type TestPreviews, visit } from '../support/previews.ts';

/* As a balancer on this machine asks, which has ended TLS. */
const HTTPS = { 'X-Forwarded-Proto': 'https' };

const SHAKE = {
  dispatch: 'shake',
  title: '摇一摇',
  is_login_user: true,
  prizes: [{ id: 'tea', name: '奶茶' }],
  rules: { chances: { per_day: 3 }, prizes: { tea: { odds: '1/1' } } },
};

describe('test links behind a real nginx', () => {
  let previews: TestPreviews;
  let nginx: TestNginx;
  let path: string;
  before(async () => {
    previews = await startPreviews({ activities: { a: SHAKE }, env: { PUBLIC_URL: 'https://shop.example' } });
    nginx = await startNginx(await freePort(), (site) => site, Number(new URL(previews.origin).port));
    path = (await previews.testLink('a')).path;
  });
  after(async () => {
    await nginx.stop();
    await previews.close();
  });

  it('are answered by the operations side', async () => {
    expect(path).to.match(/^\/cms-market\/try\//);
    const phone = await visit(nginx.origin, path, HTTPS);
    const answer = await fetch(`${nginx.origin}${path}shake/draw`, {
      method: 'POST',
      headers: {
        ...HTTPS,
        'Content-Type': 'application/json',
        Origin: 'null',
        'Sec-Fetch-Site': 'cross-site',
      },
      body: JSON.stringify({ activity_id: 'a', token: phone.token, request_id: 'request-1' }),
    });
    expect(((await answer.json()) as { data: { won: boolean } }).data.won).to.equal(true);
    expect(answer.headers.get('access-control-allow-origin')).to.equal('null');
  });

  it('keep a phone’s cookie to encrypted connections', async () => {
    const sent = await fetch(`${nginx.origin}${path}`, { headers: HTTPS, redirect: 'manual' });
    expect(sent.headers.get('set-cookie')).to.match(new RegExp(`Path=${path}; .*; Secure$`));
  });

  it('are all of the console that is public', async () => {
    for (const other of ['/api/session', '/preview/x/running/', '/cms-market/preview/x/', '/try/x/', '/']) {
      const { status } = await fetch(`${nginx.origin}${other}`, { headers: HTTPS });
      expect([404, 503], other).to.include(status);
    }
    const climbed = await fetch(`${nginx.origin}/cms-market/try/..%2f..%2fapi/session`, { headers: HTTPS });
    expect(climbed.status).to.not.equal(200);
  });

  it('do not stand in the log', async () => {
    await visit(nginx.origin, path, HTTPS);
    await nginx.stop();
    const log = await nginx.everyLog();
    expect(log)
      .to.match(/GET \/cms-market\/try\/ 200/)
      .and.to.not.include(path.split('/')[3]);
  });
});
