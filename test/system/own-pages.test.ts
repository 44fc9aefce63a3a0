import { execFileSync } from 'node:child_process';
import { mkdir, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { activitiesDir } from '../support/activities-dir.ts';
import { askUndecoded } from '../support/ask-undecoded.ts';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { ask, getFrom, sendRaw } from '../support/http.ts';
import { until } from '../support/until.ts';

const SECRET = 'nobody-reads-this';
const SCRIPT = 'document.title = "own";\n'.repeat(200);

describe('a page of an activity’s own', () => {
  let program: RunningProgram;
  let root: string;
  let page: string;

  before(async () => {
    const sku = { dispatch: 'sku', title: 'plain' };
    root = await activitiesDir({
      own: { ...sku, rules: { note: SECRET } },
      plain: sku,
      later: sku,
      broken: '{',
    });
    page = join(root, 'own', 'page');
    await mkdir(join(page, 'assets', 'deep'), { recursive: true });
    await mkdir(join(page, '.git'));
    await mkdir(join(root, 'ghost', 'page'), { recursive: true });
    await writeFile(join(root, 'ghost', 'page', 'index.html'), SECRET);
    await writeFile(join(page, 'index.html'), '<title>own</title>');
    await writeFile(join(page, 'assets', 'deep', 'app-Ab12Cd34.js'), SCRIPT);
    await writeFile(join(page, 'win.mp3'), '0123456789');
    await writeFile(join(page, 'server.php'), SECRET);
    await writeFile(join(page, '.git', 'config.txt'), SECRET);
    await writeFile(join(page, 'long.mp4'), '');
    await truncate(join(page, 'long.mp4'), 3 * 1024 * 1024);
    await writeFile(join(page, 'large.mp4'), '');
    await truncate(join(page, 'large.mp4'), 16 * 1024 * 1024 + 1);
    await symlink('../data.json', join(page, 'rules.json'));
    await symlink('/etc/passwd', join(page, 'passwd.txt'));
    execFileSync('mkfifo', [join(page, 'pipe.js')]);
    const longAgo = new Date('2020-01-01');
    await utimes(join(page, 'assets', 'deep', 'app-Ab12Cd34.js'), longAgo, longAgo);
    program = await startProgram({ ACTIVITIES_DIR: root });
  });
  after(() => program.stop());

  it('is where the activity’s address leads, the query kept', async () => {
    const { status, headers } = await ask(`${program.base}/?id=own&token=a%20b&from=x`);
    expect(status).to.equal(302);
    expect(headers.get('Location')).to.equal('/cms-market/p/own/?id=own&token=a%20b&from=x');
    expect(headers.get('Cache-Control')).to.equal('no-cache');
    const bare = await ask(`${program.base}/p/own?id=own`);
    expect([bare.status, bare.headers.get('Location')]).to.deep.equal([308, '/cms-market/p/own/?id=own']);
    for (const id of ['plain', 'ghost', '', '..', 'own%2f', '%2fevil.example'])
      expect((await ask(`${program.base}/?id=${id}`)).status, id).to.equal(200);
  });

  it('is served with its files, under a policy of its own', async () => {
    const index = await ask(`${program.base}/p/own/?id=own`);
    expect([index.status, index.text]).to.deep.equal([200, '<title>own</title>']);
    const policy = index.headers.get('Content-Security-Policy') ?? '';
    expect(policy.split('; ')).to.have.members([
      "default-src 'self'",
      "script-src 'self'",
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data: https:",
      "media-src 'self' https:",
      "font-src 'self' data:",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'self'",
      "object-src 'none'",
    ]);
    const script = await ask(`${program.base}/p/own/assets/deep/app-Ab12Cd34.js`);
    expect([script.status, script.text]).to.deep.equal([200, SCRIPT]);
    for (const [{ headers }, type, kept] of [
      [index, 'text/html; charset=utf-8', 'no-cache'],
      [script, 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
    ] as const) {
      expect(headers.get('Content-Type')).to.equal(type);
      expect(headers.get('Cache-Control')).to.equal(kept);
      expect(headers.get('Referrer-Policy')).to.equal('no-referrer');
      expect(headers.get('X-Content-Type-Options')).to.equal('nosniff');
      expect(headers.get('Content-Security-Policy')).to.equal(policy);
    }
  });

  it('is compressed, answered in parts, and not sent twice', async () => {
    const url = `${program.base}/p/own/assets/deep/app-Ab12Cd34.js`;
    for (const encoding of ['br', 'gzip']) {
      const packed = await askUndecoded(url, { headers: { 'Accept-Encoding': encoding } });
      expect(packed.headers).to.include({ 'content-encoding': encoding, vary: 'Accept-Encoding' });
      expect(packed.text()).to.equal(SCRIPT);
      const again = await getFrom('127.0.0.1', url, {
        'Accept-Encoding': encoding,
        'If-None-Match': packed.headers.etag ?? '',
      });
      expect(again.status).to.equal(304);
    }
    const part = await ask(`${program.base}/p/own/win.mp3`, { headers: { Range: 'bytes=2-5' } });
    expect([part.status, part.text, part.headers.get('Content-Range')]).to.deep.equal([
      206,
      '2345',
      'bytes 2-5/10',
    ]);
    const head = await ask(`${program.base}/p/own/long.mp4`, { method: 'HEAD' });
    expect([head.status, head.headers.get('Content-Length')]).to.deep.equal([200, `${3 * 1024 * 1024}`]);
    expect((await ask(`${program.base}/p/own/`, { method: 'POST' })).json.ret).to.equal(4005);
  });

  for (const path of [
    'own/none.js',
    'own/assets',
    'own/assets/',
    'own/assets/deep',
    'own//index.html',
    'own/server.php',
    'own/.git/config.txt',
    'own/%2egit/config.txt',
    'own/rules.json',
    'own/passwd.txt',
    'own/pipe.js',
    'own/large.mp4',
    'own/..%2fdata.json',
    'own/%2e%2e/data.json',
    'own/%2e%2e%2fdata.json',
    'own/assets%2fdeep%2fapp-Ab12Cd34.js',
    'own/..%5cdata.json',
    'own/index.html%00',
    'own/index.html%00.js',
    'own/%E0%A4%A.js',
    'own%2fpage/index.html',
    'plain/',
    'plain',
    'ghost/',
    'ghost',
    'broken/',
    '../own/',
    '%2e%2e/own/data.json',
    '',
  ]) {
    it(`has no p/${path}`, async () => {
      const { status, json } = await ask(`${program.base}/p/${path}`);
      expect(status).to.equal(404);
      expect(json).to.include({ ret: 4004, data: '' });
    });
  }

  it('is never left, whatever the path', async () => {
    const part = fc.constantFrom(
      ...['..', '.', '%2e', '%2E%2e', '/', '//', '%2f', '\\', '%5c', '%00', ';', '%', '%c0%ae', '?', '#'],
      ...['own', 'page', 'data.json', 'index.html', 'etc/passwd', 'assets', 'x.txt', '.git/config.txt'],
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { maxLength: 8 }),
        fc.constantFrom('own/', ''),
        async (parts, start) => {
          const path = `/cms-market/p/${start}${parts.join('')}`.replaceAll(' ', '');
          // As it is: `fetch` would resolve the dots.
          const answer = await sendRaw(
            program.port,
            `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
          );
          expect(answer).to.match(/^HTTP\/1\.1 (200|308|400|404) /);
          expect(answer, path).not.to.include(SECRET).and.not.to.include('root:');
        },
      ),
      { numRuns: 300 },
    );
  });

  it('comes and goes with its folder, without a restart', async () => {
    const url = `${program.base}/?id=later`;
    const has = async (status: number) => (await ask(url)).status === status;
    expect(await has(200)).to.equal(true);
    await mkdir(join(root, 'later', 'page'));
    await writeFile(join(root, 'later', 'page', 'index.html'), 'later');
    await until(() => has(302), { what: 'the page to be found' });
    expect((await ask(`${program.base}/p/later/`)).text).to.equal('later');
    await rm(join(root, 'later', 'page'), { recursive: true });
    await until(() => has(200), { what: 'the page to be gone' });
  });
});
