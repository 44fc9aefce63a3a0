import { expect } from 'chai';
import { startPreviews, type TestPreviews, visit } from '../../../support/previews.ts';

const SHAKE = {
  dispatch: 'shake',
  title: '摇一摇',
  is_login_user: true,
  page: { login_url: 'javascript:alert(1)' },
  prizes: [{ id: 'tea', name: '奶茶' }],
  rules: { chances: { per_day: 3 }, prizes: { tea: { odds: '50%' } } },
};

describe('who gets into previews, and what gets out of them', () => {
  let previews: TestPreviews;
  let running: string;
  beforeEach(async () => {
    previews = await startPreviews({ activities: { a: SHAKE } });
    running = (await previews.preview('a', undefined, 'editor')).get('running') ?? '';
  });
  afterEach(() => previews.close());

  const page = (role: string | null, path = running) =>
    fetch(`${previews.origin}${path}`, {
      ...(role !== null && { headers: { Cookie: `cms_console=${role}` } }),
      redirect: 'manual',
    });

  it('opens the page for the operator who made it, and for no other person', async () => {
    expect((await page('editor')).status).to.equal(302);
    for (const role of ['admin', 'publisher', 'viewer'])
      expect((await page(role)).status, role).to.equal(404);
    expect((await page('staff')).status).to.equal(403);
    expect((await page('nobody')).status).to.equal(401);
    expect((await page(null)).status).to.equal(401);
  });

  it('knows the operator over https by the cookie of that alone', async () => {
    const over = (Cookie: string) =>
      fetch(`${previews.origin}${running}`, {
        headers: { Cookie, 'X-Forwarded-Proto': 'https' },
        redirect: 'manual',
      });
    expect((await over('a=b; __Host-cms_console=editor')).status).to.equal(302);
    expect((await over('cms_console=editor')).status).to.equal(401);
  });

  it('keeps texts only for those who may view', async () => {
    expect((await previews.post('/activities/a/preview', {}, 'staff')).status).to.equal(403);
    expect((await previews.post('/activities/none/preview', {}, 'viewer')).status).to.equal(404);
    expect((await previews.post('/activities/..%2Fa/preview', {}, 'viewer')).status).to.equal(400);
  });

  it('does not say whether a key is one of somebody else', async () => {
    const unknown = running.replace(
      /preview\/./,
      (start) => `${start.slice(0, -1)}${start.endsWith('A') ? 'B' : 'A'}`,
    );
    const [one, other] = [await page('editor', unknown), await page('viewer')];
    expect([one.status, await one.text()]).to.deep.equal([other.status, await other.text()]);
    expect((await page(null, `${unknown}static?activity_id=a`)).status).to.equal(404);
  });

  it('gives the same text of two operators two keys', async () => {
    const others = (await previews.preview('a', undefined, 'viewer')).get('running');
    expect(others).to.not.equal(running);
    expect((await previews.preview('a', undefined, 'editor')).get('running')).to.equal(running);
  });

  it('sends the page in a sandbox, with its own policy besides, to be framed by the console alone', async () => {
    const { token } = await visit(previews.origin, running, previews.headersOf('editor'));
    const answer = await page('editor', `${running}?id=a&token=${token}`);
    const csp = answer.headers.get('content-security-policy') ?? '';
    expect(csp).to.match(/(^|, )sandbox allow-scripts [^,]*/);
    expect(csp).to.not.match(/allow-same-origin|allow-top-navigation/);
    expect(csp)
      .to.match(/frame-ancestors 'self'/)
      .and.to.match(/script-src 'self';/);
    expect(answer.headers.get('referrer-policy')).to.equal('no-referrer');
    expect(answer.headers.get('x-robots-tag')).to.match(/noindex/);
    const html = await answer.text();
    expect(html)
      .to.match(/src="\.\.\/\.\.\/assets\/index-/)
      .and.to.not.match(/javascript:/);
  });

  it('sends every other answer in a sandbox too, also errors and redirects', async () => {
    for (const path of [
      'static',
      'media/a/x.svg',
      'p/a/',
      'openapi.json',
      'counter',
      'none',
      '../nothing/',
    ]) {
      const { headers } = await page('editor', `${running}${path}`);
      expect(headers.get('content-security-policy'), path).to.match(/sandbox/);
    }
  });

  it('lets the sandbox ask, and gives no cookie of the console to what it asks', async () => {
    const asked = await fetch(`${previews.origin}${running}shake/draw`, {
      method: 'OPTIONS',
      headers: { Origin: 'null', 'Access-Control-Request-Method': 'POST' },
    });
    expect([asked.status, asked.headers.get('access-control-allow-origin')]).to.deep.equal([204, 'null']);
    // A token in a cookie is nobody's here.
    const answer = await fetch(`${previews.origin}${running}static?activity_id=a`, {
      headers: { Cookie: 'token=demo-preview-1; cms_console=editor' },
    });
    expect(await answer.json()).to.include({ ret: 1004 });
    expect(answer.headers.get('set-cookie')).to.equal(null);
  });

  it('cannot be used to call the API: a request from the sandbox is refused, even with a cookie', async () => {
    const answer = await fetch(`${previews.origin}/api/activities/a/test-link`, {
      method: 'POST',
      headers: {
        ...previews.headersOf('admin'),
        'Content-Type': 'application/json',
        Origin: 'null',
        'Sec-Fetch-Site': 'cross-site',
      },
      body: '{}',
    });
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).to.deep.equal([403, null]);
    const text = await fetch(`${previews.origin}/api/activities/a/preview`, { headers: { Origin: 'null' } });
    expect(text.headers.get('access-control-allow-origin')).to.equal(null);
  });

  it('has files of the page that are the same for all', async () => {
    const { token } = await visit(previews.origin, running, previews.headersOf('editor'));
    const html = await (await page('editor', `${running}?id=a&token=${token}`)).text();
    const script = /src="\.\.\/\.\.\/(assets\/index-[^"]+)"/.exec(html)?.[1];
    const answer = await fetch(`${previews.origin}/preview/${script}`);
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).to.deep.equal([200, '*']);
    expect(answer.headers.get('cache-control')).to.match(/immutable/);
    expect((await fetch(`${previews.origin}/preview/assets/..%2F..%2Fmain.js`)).status).to.equal(404);
  });

  it('takes bodies of visitors as the public side does', async () => {
    const send = (body: string, type = 'application/json') =>
      fetch(`${previews.origin}${running}shake/draw`, {
        method: 'POST',
        headers: { 'Content-Type': type },
        body,
      });
    expect((await send('x'.repeat(20_000))).status).to.equal(413);
    expect((await send('{')).status).to.equal(400);
    expect((await send('a', 'text/plain')).status).to.equal(415);
  });

  it('refuses a text of more than 1 MiB', async () => {
    const { status } = await previews.post(
      '/activities/a/preview',
      { text: 'x'.repeat(1_048_577) },
      'editor',
    );
    expect(status).to.equal(400);
  });
});
