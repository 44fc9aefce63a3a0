import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { activitiesDir } from '../support/activities-dir.ts';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { ask, getFrom } from '../support/http.ts';

const LONG_BYTES = 4 * 1024 * 1024;

describe('the page and the media', () => {
  let program: RunningProgram;
  let root: string;

  before(async () => {
    root = await activitiesDir({ a1: { dispatch: 'sku', rules: { secret: 1 } } });
    const media = join(root, 'a1', 'media');
    await mkdir(join(media, 'deeper'), { recursive: true });
    await writeFile(join(media, 'banner.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
    await writeFile(join(media, '摇一摇 (1).PNG'), 'png');
    await writeFile(join(media, 'win.mp3'), '0123456789');
    await writeFile(join(media, 'empty.mp3'), '');
    await writeFile(join(media, 'long.mp3'), Buffer.alloc(LONG_BYTES, 'x'));
    await writeFile(join(media, '.hidden.svg'), '<svg/>');
    await writeFile(join(media, 'notes.txt'), 'private');
    await writeFile(join(media, 'deeper', 'x.svg'), '<svg/>');
    await symlink('/etc/hostname', join(media, 'out.svg'));
    await symlink(join(root, 'a1', 'data.json'), join(media, 'data.svg.json'));
    program = await startProgram({ ACTIVITIES_DIR: root });
  });
  after(() => program.stop());

  it('redirects to the folder, the query kept', async () => {
    const answer = await ask(`${program.base}?id=1055&token=a%20b`);
    expect(answer.status).to.equal(308);
    expect(answer.headers.get('Location')).to.equal('/cms-market/?id=1055&token=a%20b');
    expect((await ask(program.base)).headers.get('Location')).to.equal('/cms-market/');
  });

  it('serves the page under a strict policy, the same for every id that it does not know', async () => {
    const page = await ask(`${program.base}/?id=a1`);
    expect(page.status).to.equal(200);
    expect(page.headers.get('Content-Type')).to.equal('text/html; charset=utf-8');
    expect(page.headers.get('Referrer-Policy')).to.equal('no-referrer');
    expect(page.headers.get('X-Content-Type-Options')).to.equal('nosniff');
    const policy = page.headers.get('Content-Security-Policy') ?? '';
    expect(policy).to.include("script-src 'self'").and.to.include("default-src 'none'");
    expect(policy).not.to.match(/unsafe|\*/);
    expect(page.text).not.to.match(/<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son\w+=/);
    expect((await ask(`${program.base}/?id=other`)).text).to.equal((await ask(`${program.base}/`)).text);
  });

  it('serves the page’s files under names that change with them, for ever', async () => {
    const { text } = await ask(`${program.base}/`);
    const files = [...text.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)].map(([, path]) => path);
    expect(files).to.have.length.above(1);
    for (const file of files) {
      expect(file).to.match(/-[\w-]{8,}\.\w+$/);
      const asset = await ask(`${program.base}/${file}`);
      expect(asset.status).to.equal(200);
      expect(asset.headers.get('Cache-Control')).to.equal('public, max-age=31536000, immutable');
      expect(asset.headers.get('X-Content-Type-Options')).to.equal('nosniff');
    }
  });

  it('says that a copy is still right', async () => {
    for (const path of ['', 'media/a1/banner.svg']) {
      const etag = (await ask(`${program.base}/${path}`)).headers.get('ETag') ?? '';
      // `fetch` adds a Cache-Control that asks for the whole.
      const again = await getFrom('127.0.0.1', `${program.base}/${path}`, { 'If-None-Match': etag });
      expect([again.status, again.statusText]).to.deep.equal([304, 'Not Modified']);
    }
  });

  it('serves an activity’s pictures, an SVG in a sandbox', async () => {
    const svg = await ask(`${program.base}/media/a1/banner.svg`);
    expect(svg.status).to.equal(200);
    expect(svg.headers.get('Content-Type')).to.equal('image/svg+xml');
    expect(svg.headers.get('Cache-Control')).to.equal('public, max-age=300');
    expect(svg.headers.get('X-Content-Type-Options')).to.equal('nosniff');
    expect(svg.headers.get('Content-Security-Policy'))
      .to.include('sandbox')
      .and.to.include("default-src 'none'");
    const png = await ask(`${program.base}/media/a1/${encodeURIComponent('摇一摇 (1).PNG')}`);
    expect(png.headers.get('Content-Type')).to.equal('image/png');
  });

  it('serves a part of a sound, as players on phones ask for it', async () => {
    const range = (Range: string) => ask(`${program.base}/media/a1/win.mp3`, { headers: { Range } });
    const part = await range('bytes=2-5');
    expect(part.status).to.equal(206);
    expect(part.text).to.equal('2345');
    expect(part.headers.get('Content-Range')).to.equal('bytes 2-5/10');
    expect((await range('bytes=50-')).status).to.equal(416);
    expect((await range('nonsense')).text).to.equal('0123456789');
    const head = await ask(`${program.base}/media/a1/win.mp3`, {
      method: 'HEAD',
      headers: { Range: 'bytes=2-5' },
    });
    expect([head.status, head.headers.get('Content-Length')]).to.deep.equal([200, '10']);
  });

  it('reads no more of a file than it sends', async () => {
    const url = `${program.base}/media/a1/long.mp3`;
    const etag = (await ask(url, { method: 'HEAD' })).headers.get('ETag') ?? '';
    const before = await readBytes(program.pid);
    for (let round = 0; round < 10; round++) {
      const head = await ask(url, { method: 'HEAD' });
      expect([head.status, head.headers.get('Content-Length')]).to.deep.equal([200, `${LONG_BYTES}`]);
      expect((await getFrom('127.0.0.1', url, { 'If-None-Match': etag })).status).to.equal(304);
      const part = await ask(url, { headers: { Range: 'bytes=-100' } });
      expect([part.status, part.text]).to.deep.equal([206, 'x'.repeat(100)]);
    }
    expect((await readBytes(program.pid)) - before).to.be.below(LONG_BYTES);
    expect((await ask(url)).text).to.equal('x'.repeat(LONG_BYTES));
  });

  it('serves an empty file', async () => {
    const answer = await ask(`${program.base}/media/a1/empty.mp3`);
    expect([answer.status, answer.text, answer.headers.get('Content-Length')]).to.deep.equal([200, '', '0']);
  });

  for (const path of [
    'a1/data.json',
    'a1/..%2fdata.json',
    'a1/%2e%2e/data.json',
    'a1/..%2f..%2f..%2fetc%2fpasswd',
    '..%2fa1/banner.svg',
    'a1/banner.svg%00',
    'a1/banner.svg%00.png',
    'a1/.hidden.svg',
    'a1/notes.txt',
    'a1/out.svg',
    'a1/deeper/x.svg',
    'a1/deeper%2fx.svg',
    'a1/deeper',
    'a1/%E0%A4%A.svg',
    'a1/none.svg',
    'a2/banner.svg',
    'a1/',
    'a1',
  ]) {
    it(`has no media/${path}`, async () => {
      const answer = await ask(`${program.base}/media/${path}`);
      expect(answer.status).to.equal(404);
      expect(answer.json).to.include({ ret: 4004, data: '' });
    });
  }
});

/** How much a process has read so far, from files and else. */
async function readBytes(pid: number): Promise<number> {
  const io = await readFile(`/proc/${pid}/io`, 'utf8');
  return Number(/^rchar: (\d+)/m.exec(io)?.[1]);
}
