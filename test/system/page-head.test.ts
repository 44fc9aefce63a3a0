import { expect } from 'chai';
import { activitiesDir } from '../support/activities-dir.ts';
import { askUndecoded } from '../support/ask-undecoded.ts';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { ask, getFrom } from '../support/http.ts';

describe('the head of the served page', () => {
  let program: RunningProgram;
  const served = (query: string, headers: Record<string, string> = {}) =>
    askUndecoded(`${program.base}/${query}`, { headers });
  const textOf = async (query: string, headers?: Record<string, string>) =>
    (await served(query, headers)).text();

  before(async () => {
    const page = { subtitle: '<每天> & "三次"', banner: 'media/banner.png', theme: { name: 'spring' } };
    program = await startProgram({
      ACTIVITIES_DIR: await activitiesDir({ a1: { dispatch: 'sku', title: '摇一摇 </title>', page } }),
    });
  });
  after(() => program.stop());

  it('is the activity’s, at the origin of the request', async () => {
    const text = await textOf('?id=a1');
    for (const part of [
      '<html lang="zh-CN" data-theme="spring">',
      '<title>摇一摇 &lt;/title&gt;</title>',
      '<meta name="description" content="&lt;每天&gt; &amp; &quot;三次&quot;" />',
      '<meta property="og:title" content="摇一摇 &lt;/title&gt;" />',
      `<meta property="og:url" content="${program.base}/?id=a1" />`,
      `<meta property="og:image" content="${program.base}/media/a1/banner.png" />`,
    ]) {
      expect(text.split(part), part).to.have.length(2);
    }
    expect(text.match(/<title>/g)).to.have.length(1);
    expect(text).to.match(/<script type="module" crossorigin src="\.\/assets\/index-/);
  });

  it('follows a trusted proxy, and no visitor', async () => {
    const forwarded = { 'X-Forwarded-Host': 'shop.example', 'X-Forwarded-Proto': 'https' };
    expect(await textOf('?id=a1', forwarded)).to.include('content="https://shop.example/cms-market/?id=a1"');
    const odd = await textOf('?id=a1', { Host: 'a"><script>', 'X-Forwarded-Host': '"><script>' });
    expect(odd).not.to.include('"><script>').and.not.to.include('og:url');
    const distrustful = await startProgram({ TRUST_PROXY: 'none' });
    const page = await askUndecoded(`${distrustful.base}/?id=1055`, { headers: forwarded });
    expect(page.text()).not.to.include('shop.example');
    await distrustful.stop();
  });

  it('is the general one for every other id, with a description', async () => {
    const general = await textOf('');
    expect(general).to.match(/<meta name="description" content="[^"]{10,}" \/>/);
    for (const query of [
      '?id=unknown',
      '?id=',
      '?id=..',
      '?ID=a1',
      '?x=a1',
      '?id=unknown&id=a1',
      '?id=%00',
      '?%',
    ])
      expect(await textOf(query), query).to.equal(general);
    expect(await textOf('?x=1&id=a1&id=unknown')).to.include('og:title');
  });

  it('is compressed, and a copy is right as long as the activity is the same', async () => {
    const plain = await served('?id=a1');
    for (const encoding of ['br', 'gzip']) {
      const packed = await served('?id=a1', { 'Accept-Encoding': encoding });
      expect(packed.headers).to.include({ 'content-encoding': encoding, vary: 'Accept-Encoding' });
      expect(packed.headers['cache-control']).to.equal('no-cache');
      expect(packed.text()).to.equal(plain.text());
      expect(packed.bytes.length).to.be.below(plain.bytes.length);
    }
    const again = (etag: string) => getFrom('127.0.0.1', `${program.base}/?id=a1`, { 'If-None-Match': etag });
    expect((await again(plain.headers.etag ?? '')).status).to.equal(304);
    expect((await again((await served('')).headers.etag ?? '')).status).to.equal(200);
  });

  it('is that of each activity of this repository', async () => {
    const samples = await startProgram();
    for (const id of ['1055', '1056', '1057']) {
      const { text, headers } = await ask(`${samples.base}/?id=${id}`);
      for (const name of ['og:title', 'og:description', 'og:image', 'og:url', 'og:type'])
        expect(text, id).to.match(new RegExp(`<meta property="${name}" content="[^"]+" />`));
      expect(text).not.to.include('<title>活动</title>');
      expect(headers.get('Content-Security-Policy')).to.include("script-src 'self'");
    }
    await samples.stop();
  });
});
