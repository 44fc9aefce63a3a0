import { expect } from 'chai';
import { crowd, startPreviews, type TestPreviews, visit } from '../../../support/previews.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-11T12:00:00+08:00');

const SHAKE = {
  dispatch: 'shake',
  title: '摇一摇',
  is_check_zone: true,
  zones: ['1000'],
  starts_at: '2027-01-01T00:00:00+08:00',
  ends_at: '2027-02-01T00:00:00+08:00',
  prizes: [{ id: 'tea', name: '奶茶' }],
  rules: { chances: { per_day: 3 }, prizes: { tea: { odds: '1/1', stock: 100 } } },
};

describe('test links', () => {
  let now = NOW;
  let previews: TestPreviews;
  const start = async (env: Readonly<Record<string, string>> = {}) => {
    now = NOW;
    previews = await startPreviews({ now: () => now, env, activities: { a: SHAKE } });
  };
  afterEach(() => previews.close());

  it('let anybody try the draft, before its start too, with draws of its own rules', async () => {
    await start();
    const { path } = await previews.testLink('a');
    const phone = await visit(previews.origin, path);
    expect((await phone.ask('static')).data.user_draw_info.chances_left).to.equal(3);
    const drawn = await phone.ask('shake/draw', { request_id: 'request-1' });
    expect(drawn.data.prize.id).to.equal('tea');
    const other = await visit(previews.origin, path);
    expect((await other.ask('static')).data.user_draw_info.chances_left).to.equal(3);
  });

  it('know a phone again by its cookie, which no other link gets', async () => {
    await start();
    const { path } = await previews.testLink('a');
    const first = await fetch(`${previews.origin}${path}`, { redirect: 'manual' });
    const cookie = first.headers.get('set-cookie') ?? '';
    expect(cookie).to.match(new RegExp(`^trial=[A-Za-z0-9_-]{22}; Path=${path}; .*HttpOnly; SameSite=Lax$`));
    const Cookie = cookie.split(';')[0] ?? '';
    const [one, two] = [
      await visit(previews.origin, path, { Cookie }),
      await visit(previews.origin, path, { Cookie }),
    ];
    expect(one.token).to.equal(two.token);
    expect((await visit(previews.origin, path, { Cookie: 'trial=x' })).token).to.not.equal(one.token);
  });

  it('keep an invitation on the way to the page', async () => {
    await start();
    const { path } = await previews.testLink('a');
    const answer = await fetch(`${previews.origin}${path}?id=a&from=abc`, { redirect: 'manual' });
    expect(answer.headers.get('location')).to.match(/^\?id=a&token=demo-test-[0-9a-f]{12}&from=abc$/);
  });

  it('lead to no other host, whatever their address', async () => {
    await start();
    for (const path of ['/try/https:example.com', '/try/http:example.com', '/preview/a/http:example.com']) {
      const answer = await fetch(`${previews.origin}${path}`, { redirect: 'manual' });
      expect(answer.status).to.equal(308);
      const to = new URL(answer.headers.get('location') ?? '', 'https://shop.example/try/x');
      expect(to.origin, path).to.equal('https://shop.example');
    }
  });

  it('say on the page and before its title that it is a test, and want to be in no list', async () => {
    await start();
    const { path } = await previews.testLink('a');
    const answer = await fetch(`${previews.origin}${path}`);
    const html = await answer.text();
    expect(html).to.match(/<p class="test-mark" role="note">测试 · 不计入/);
    expect(html)
      .to.match(/<title>测试 · 摇一摇<\/title>/)
      .and.to.match(/og:title" content="测试 · 摇一摇"/);
    expect(answer.headers.get('x-robots-tag')).to.match(/noindex/);
    expect(answer.headers.get('referrer-policy')).to.equal('no-referrer');
    expect(answer.headers.get('content-security-policy')).to.match(/sandbox allow-scripts/);
    const style = /href="\.\.\/(assets\/test-mark[^"]+)"/.exec(html)?.[1];
    const css = await fetch(`${previews.origin}/try/${style}`);
    expect([css.status, css.headers.get('content-type')]).to.deep.equal([200, 'text/css; charset=utf-8']);
  });

  it('are a copy: what is saved later does not show', async () => {
    await start();
    const { path } = await previews.testLink('a');
    previews.drafts.set('a', { text: JSON.stringify({ ...SHAKE, title: '后来' }), pictures: {} });
    expect((await (await visit(previews.origin, path)).ask('static')).data.title).to.equal('摇一摇');
  });

  it('have the public address where that is set, and work below both', async () => {
    await start({ PUBLIC_URL: 'https://shop.example', PASSPORT_URL: 'http://127.0.0.1:1/check' });
    const made = await previews.post('/activities/a/test-link', {}, 'editor');
    expect(made.body.url).to.match(/^https:\/\/shop\.example\/cms-market\/try\/[A-Za-z0-9_-]{32}\/$/);
    expect(made.body.public).to.equal(true);
    const { pathname } = new URL(made.body.url);
    const phone = await visit(previews.origin, pathname);
    await phone.ask('shake/draw', { request_id: 'request-1' });
    // The same phone by the other address.
    const direct = await visit(previews.origin, pathname.replace('/cms-market', ''));
    const asked = await direct.ask('static', { token: phone.token });
    expect(asked.data.user_draw_info.chances_left).to.equal(2);
    const sent = await fetch(`${previews.origin}${pathname}`, { redirect: 'manual' });
    expect(sent.headers.get('set-cookie')).to.include(`Path=${pathname};`);
    const asset = await fetch(`${previews.origin}/cms-market/try/assets/test-mark.css`);
    expect(asset.status).to.equal(200);
  });

  it('end after seven days, and when they are revoked, within seconds', async () => {
    await start();
    const [one, two] = [await previews.testLink('a'), await previews.testLink('a')];
    const phone = await visit(previews.origin, one.path);
    const listed = await previews.get('/activities/a/test-links', 'viewer');
    expect(listed.body.links.map(({ id }: { id: string }) => id)).to.have.members([one.id, two.id]);
    expect(JSON.stringify(listed.body)).to.not.include(one.path.split('/')[2]);
    const { body } = await previews.post('/activities/a/test-link/revoke', { link: one.id }, 'editor');
    expect(body).to.deep.equal({ revoked: 1 });
    now += 3000;
    expect((await fetch(`${previews.origin}${one.path}`)).status).to.equal(404);
    await phone.ask('static').then(
      () => expect.fail('it still answers'),
      (error: Error) => expect(error.name).to.equal('SyntaxError'),
    );
    expect((await fetch(`${previews.origin}${two.path}`)).status).to.equal(200);
    now += 7 * DAY;
    expect((await fetch(`${previews.origin}${two.path}`)).status).to.equal(404);
  });

  it('leave who made and ended them in the trail, without their address', async () => {
    await start();
    const { id, path } = await previews.testLink('a');
    await previews.post('/activities/a/test-link/revoke', {}, 'editor');
    expect(
      previews.trail.map(({ action, activityId, target }) => [action, activityId, target]),
    ).to.deep.equal([
      ['test_link_made', 'a', id],
      ['test_link_revoked', 'a', null],
    ]);
    expect(JSON.stringify(previews.trail)).to.not.include(path.split('/')[2]);
  });

  it('are for those who may edit, and for a draft that can be served', async () => {
    await start();
    for (const role of ['viewer', 'staff'] as const) {
      expect((await previews.post('/activities/a/test-link', {}, role)).status, role).to.equal(403);
      expect((await previews.post('/activities/a/test-link/revoke', {}, role)).status, role).to.equal(403);
    }
    expect((await previews.post('/activities/none/test-link', {}, 'editor')).status).to.equal(404);
    previews.drafts.set('a', { text: '{', pictures: {} });
    const { status, body } = await previews.post('/activities/a/test-link', {}, 'editor');
    expect([status, body.error.code, body.error.detail.reason]).to.deep.equal([409, 'refused', 'invalid']);
  });

  it('are at most twenty of an activity at a time', async () => {
    await start();
    for (let no = 0; no < 20; no++) await previews.testLink('a');
    const { status, body } = await previews.post('/activities/a/test-link', {}, 'editor');
    expect([status, body.error.detail.reason]).to.deep.equal([409, 'too_many_test_links']);
  });

  it('are nothing for who guesses', async () => {
    await start();
    for (const path of [
      '/try/',
      '/try/x/',
      `/try/${'A'.repeat(32)}/`,
      `/try/${'A'.repeat(32)}/static`,
      '/try/%00/',
    ]) {
      const answer = await fetch(`${previews.origin}${path}`);
      expect(answer.status, path).to.equal(404);
    }
  });

  it('take a thousand users, and then say that they are full', async () => {
    await start({ DRAW_RATE_LIMIT: 'off' });
    const { path } = await previews.testLink('a');
    const phone = await visit(previews.origin, path);
    await crowd(phone);
    expect((await phone.ask('static', { token: 'demo-more' })).ret).to.equal(1005);
    expect((await phone.ask('static', { token: 'demo-u0-1' })).ret).to.equal(0);
    const late = await fetch(`${previews.origin}${path}`);
    expect([late.status, await late.text()]).to.deep.equal([503, '测试人数已满']);
  });
});
