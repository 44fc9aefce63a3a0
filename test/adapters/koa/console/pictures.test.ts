import { once } from 'node:events';
import { request } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import sharp from 'sharp';
import { type ReleaseConsole, startReleaseConsole } from '../../../support/release-console.ts';

// biome-ignore lint/suspicious/noExplicitAny: tests look at any member.
type Json = any;

const png = (r: number, side = 20) =>
  sharp({ create: { width: side, height: side, channels: 3, background: { r, g: 0, b: 0 } } })
    .png()
    .toBuffer();

describe('the pictures of drafts in the console', () => {
  let console: ReleaseConsole;

  before(async () => {
    console = await startReleaseConsole();
    await console.post('/activities', { activity_id: 'a', template: 'sku', title: 'a' });
  });
  after(() => console.close());

  const upload = async (bytes: Buffer | string, name = '', role: 'admin' | 'viewer' = 'admin', id = 'a') => {
    const response = await fetch(
      `${console.origin}/api/activities/${id}/pictures?name=${encodeURIComponent(name)}`,
      {
        method: 'POST',
        headers: { ...console.headersOf(role), 'Content-Type': 'image/png' },
        body: new Uint8Array(Buffer.from(bytes)),
      },
    );
    return { status: response.status, body: (await response.json()) as Json };
  };
  const download = (url: string, headers = console.headersOf('viewer')) =>
    fetch(console.origin + url, { headers });

  it('adds one under a plain name of its own, and sends it', async () => {
    const { status, body } = await upload(await png(1), 'Banner 图 (1).PNG');
    expect(status, JSON.stringify(body)).to.equal(200);
    expect(body).to.deep.include({ name: 'banner-1.png', width: 20, height: 20, version: 2 });
    const response = await download(body.url);
    expect(response.status).to.equal(200);
    expect(response.headers.get('content-type')).to.equal('image/png');
    expect(response.headers.get('content-security-policy')).to.contain("default-src 'none'");
    expect(response.headers.get('cache-control')).to.contain('private');
    expect((await response.arrayBuffer()).byteLength).to.equal(body.bytes);
    const { pictures } = (await console.get('/activities/a/draft')).body;
    expect(pictures.map(({ name }: { name: string }) => name)).to.deep.equal(['banner-1.png']);
  });

  it('takes no more uploads at once than it may have in memory', async () => {
    await console.post('/activities', { activity_id: 'crowd', template: 'sku', title: 'crowd' });
    const picture = await png(3);
    const begun = Array.from({ length: 12 }, () => {
      const headers = { ...console.headersOf('admin'), 'Content-Length': picture.length };
      const call = request(`${console.origin}/api/activities/crowd/pictures`, { method: 'POST', headers });
      call.write(picture.subarray(0, 8));
      return { call, status: once(call, 'response').then(([answer]) => answer.resume().statusCode) };
    });
    await setTimeout(300);
    expect((await upload(picture, '', 'admin', 'crowd')).status).to.equal(429);
    for (const { call } of begun) call.end(picture.subarray(8));
    expect(await Promise.all(begun.map(({ status }) => status))).to.deep.equal(Array(12).fill(200));
    expect((await upload(picture, '', 'admin', 'crowd')).status).to.equal(200);
  });

  it('gives each a name that no other one has, also where many come at once', async () => {
    const uploads = await Promise.all([2, 3, 4, 5, 6].map(async (r) => upload(await png(r), '../../x')));
    expect(uploads.map(({ body }) => body.name).sort()).to.deep.equal([
      'x-2.png',
      'x-3.png',
      'x-4.png',
      'x-5.png',
      'x.png',
    ]);
    expect((await upload(await png(9), '图')).body.name).to.equal('picture.png');
  });

  it('refuses what is no picture, is too large, or comes from somebody who may not', async () => {
    for (const bytes of ['<svg xmlns="http://www.w3.org/2000/svg"/>', 'GIF89a<script>', '']) {
      const { status, body } = await upload(bytes);
      expect([status, body.error.code]).to.deep.equal([415, 'unsupported_type']);
    }
    expect((await upload(Buffer.alloc(10 * 1024 * 1024 + 1))).status).to.equal(413);
    expect((await upload(await png(1), '', 'viewer')).status).to.equal(403);
    expect((await upload(await png(1), '', 'admin', 'none')).status).to.equal(404);
    const foreign = await fetch(`${console.origin}/api/activities/a/pictures`, {
      method: 'POST',
      headers: { Cookie: console.headersOf('admin').Cookie as string, 'Content-Type': 'image/png' },
      body: new Uint8Array(await png(1)),
    });
    expect(foreign.status).to.equal(403);
  });

  it('sends none to those who are not signed in, and none of another name or version', async () => {
    expect((await download('/api/activities/a/pictures/x.png', {})).status).to.equal(401);
    for (const name of [
      'none.png',
      '..%2f..%2fdata.json',
      'x.png?v=0000000000000000',
      '__proto__',
      'remove',
    ]) {
      expect((await download(`/api/activities/a/pictures/${name}`)).status, name).to.be.oneOf([
        400, 404, 405,
      ]);
    }
  });

  it('does not make another one decide over a text that only a picture came between', async () => {
    const draft = (await console.get('/activities/a/draft')).body;
    await upload(await png(20), 'between');
    const { status, body } = await console.post('/activities/a/draft', {
      version: draft.version,
      text: `${draft.text} `,
    });
    expect([status, body.version]).to.deep.equal([200, draft.version + 2]);
  });

  it('publishes those that the text names, and serves them to the page', async () => {
    const draft = (await console.get('/activities/a/draft')).body;
    const data = { ...JSON.parse(draft.text) };
    data.page.banner = 'media/banner-1.png';
    const saved = await console.post('/activities/a/draft', {
      version: draft.version,
      text: JSON.stringify(data),
    });
    expect(saved.body.findings).to.deep.equal([]);
    const { version, content } = (await console.get('/activities/a/review')).body;
    await console.post('/activities/a/publish', { version, content, expect: 0, reason: 'why' });
    const release = (await console.get('/activities/a/releases/1')).body;
    expect(release.pictures).to.deep.equal(['banner-1.png']);
    const row = (await console.get('/activities/a')).body;
    expect((await download(row.image)).status).to.equal(200);
  });

  it('takes one out of the version that was shown', async () => {
    const { body: added } = await upload(await png(30), 'gone');
    const remove = (version: number) =>
      console.post('/activities/a/pictures/remove', { name: 'gone.png', version });
    expect((await remove(added.version - 1)).body.error.code).to.equal('clash');
    expect((await remove(added.version)).body).to.deep.equal({ version: added.version + 1 });
    expect((await remove(added.version + 1)).status).to.equal(404);
  });

  it('warns of a picture that the text names and nobody has uploaded', async () => {
    const draft = (await console.get('/activities/a/draft')).body;
    const data = { ...JSON.parse(draft.text) };
    data.page.banner = 'media/bannr-1.png';
    const { body } = await console.post('/activities/a/check', { text: JSON.stringify(data) });
    expect(
      body.findings.map(({ field, code }: { field: string; code: string }) => [field, code]),
    ).to.deep.equal([['page.banner', 'no-media']]);
  });
});
