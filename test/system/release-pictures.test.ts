import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { openMigratedRecords } from '../../src/adapters/sql/records/record-database.ts';
import { activitiesDir } from '../support/activities-dir.ts';
import { type RunningProgram, runProgram, startProgram } from '../support/built-program.ts';
import { ask, getFrom } from '../support/http.ts';
import { tempDir } from '../support/temp-dir.ts';
import { until } from '../support/until.ts';

/* As the service promises of an edited file, and a second for a busy machine. */
const SERVED_WITHIN_MS = 3000;

const FOR_EVER = 'public, max-age=31536000, immutable';
const FIVE_MINUTES = 'public, max-age=300';

const ACTIVITY = {
  dispatch: 'sku',
  title: 'A',
  page: {
    banner: 'media/a.svg',
    share_image: 'media/large.png',
    stage_image: 'media/none.png',
    x: 'media/out.png',
  },
  skus: [{ sku_id: '1', name: 'S', image: 'media/大奖 1.png' }],
};

const versionOf = (content: string | Uint8Array) =>
  createHash('sha256').update(content).digest('hex').slice(0, 16);

const svg = (text: string) => `<svg xmlns="http://www.w3.org/2000/svg"><title>${text}</title></svg>`;

describe('the pictures of releases', () => {
  let root: string;
  let env: Readonly<Record<string, string>>;
  let program: RunningProgram;

  const mediaOf = (id: string, name: string) => join(root, id, 'media', name);

  before(async () => {
    const other = { dispatch: 'sku', page: { banner: 'media/same.png' } };
    const others = Array.from({ length: 100 }, (_, index) => [`other-${index}`, other] as const);
    const shake = {
      ...{ dispatch: 'shake', title: 'S', is_login_user: true, page: { banner: 'media/a.svg' } },
      ...{ prizes: [{ id: 'p', name: 'P', image: 'media/p.png' }], rules: { chances: { per_day: 1 } } },
    };
    const unnamed = { dispatch: 'sku', page: {}, media_versions: { 'a.svg': 'of the file' } };
    root = await activitiesDir({ a1: ACTIVITY, shake, unnamed, ...Object.fromEntries(others) });
    for (const id of ['a1', 'shake', 'unnamed', ...others.map(([name]) => name)])
      await mkdir(join(root, id, 'media'));
    for (const id of ['a1', 'shake', 'unnamed']) await writeFile(mediaOf(id, 'a.svg'), svg('first'));
    await writeFile(mediaOf('a1', '大奖 1.png'), 'png');
    await writeFile(mediaOf('a1', 'large.png'), Buffer.alloc(2 * 1024 * 1024 + 1));
    await symlink('/etc/hostname', mediaOf('a1', 'out.png'));
    await writeFile(mediaOf('shake', 'p.png'), 'prize');
    const same = randomBytes(100_000);
    for (const [id] of others) await writeFile(mediaOf(id, 'same.png'), same);
    env = { ACTIVITIES_DIR: root, DATA_DIR: await tempDir(), ROLE: 'all' };
    program = await startProgram(env);
  });
  after(() => program.stop());

  const media = (path: string) => ask(`${program.base}/media/${path}`);
  const served = async (id: string) => (await ask(`${program.base}/static?activity_id=${id}`)).json;
  const versions = async () => (await served('a1')).data.media_versions as Readonly<Record<string, string>>;
  const bannerIs = (content: string) =>
    until(async () => (await versions())['a.svg'] === versionOf(content), {
      what: 'the picture',
      timeoutMs: SERVED_WITHIN_MS,
    });

  it('have versions, those that are there and small enough', async () => {
    expect(await versions()).to.deep.equal({
      'a.svg': versionOf(svg('first')),
      '大奖 1.png': versionOf('png'),
    });
  });

  it('have them in refusals too', async () => {
    const { ret, detail } = await served('shake');
    expect(ret).to.equal(1004);
    const versions = { 'a.svg': versionOf(svg('first')), 'p.png': versionOf('prize') };
    expect(detail.media_versions).to.deep.equal(versions);
    const { data } = (await ask(`${program.base}/static?activity_id=shake&token=demo-ann`)).json;
    expect(data.media_versions).to.deep.equal(versions);
  });

  it('have none where the text names none, whatever the file says', async () => {
    expect((await served('unnamed')).data).not.to.have.property('media_versions');
    expect((await media('unnamed/a.svg')).text).to.equal(svg('first'));
  });

  it('are kept for ever under an address with the version', async () => {
    const answer = await media(`a1/a.svg?v=${versionOf(svg('first'))}`);
    expect([answer.status, answer.text]).to.deep.equal([200, svg('first')]);
    expect(answer.headers.get('Cache-Control')).to.equal(FOR_EVER);
    expect(answer.headers.get('Content-Type')).to.equal('image/svg+xml');
    expect(answer.headers.get('Content-Security-Policy')).to.include('sandbox');
    const named = `a1/${encodeURIComponent('大奖 1.png')}?v=${versionOf('png')}`;
    expect((await media(named)).text).to.equal('png');
    const part = await ask(`${program.base}/media/${named}`, { headers: { Range: 'bytes=1-' } });
    expect([part.status, part.text]).to.deep.equal([206, 'ng']);
    const etag = (await media(named)).headers.get('ETag') ?? '';
    // `fetch` adds a Cache-Control that asks for the whole.
    const again = await getFrom('127.0.0.1', `${program.base}/media/${named}`, { 'If-None-Match': etag });
    expect(again.status).to.equal(304);
  });

  it('are kept for minutes without it, and not under another', async () => {
    for (const [query, kept] of [
      ['', FIVE_MINUTES],
      ['?v=', 'no-cache'],
      ['?v=0123456789abcdef', 'no-cache'],
      [`?v=${versionOf(svg('first')).slice(0, 8)}`, 'no-cache'],
      ['?w=1', FIVE_MINUTES],
    ]) {
      const answer = await media(`a1/a.svg${query}`);
      expect([answer.text, answer.headers.get('Cache-Control')], query).to.deep.equal([svg('first'), kept]);
    }
  });

  it('come from the folder where they are too large, and never from outside it', async () => {
    expect((await media('a1/large.png')).text).to.have.length(2 * 1024 * 1024 + 1);
    expect((await media('a1/large.png?v=0123456789abcdef')).status).to.equal(200);
    for (const name of ['out.png', 'none.png', 'constructor', '__proto__'])
      expect((await media(`a1/${name}?v=0123456789abcdef`)).status, name).to.equal(404);
  });

  it('are named by the head of the page with the version', async () => {
    const { text } = await ask(`${program.base}/?id=shake`);
    expect(text).to.include(`/media/shake/a.svg?v=${versionOf(svg('first'))}`);
    // The picture for sharing is too large.
    expect((await ask(`${program.base}/?id=a1`)).text).to.include('/media/a1/large.png"');
  });

  it('are stored once, however many activities have the same', async () => {
    const records = await openMigratedRecords({ kind: 'sqlite', dir: env.DATA_DIR as string }, 'visitor');
    const rows = await records.db.selectFrom('release_pictures').select('hash').execute();
    await records.close();
    // Two SVG that are the same, two others, and the one of a hundred.
    expect(rows).to.have.length(4);
  });

  it('are a new release when they are replaced, in place or by another file; the old ones are still there', async () => {
    await writeFile(mediaOf('a1', 'a.svg'), svg('second'));
    await bannerIs(svg('second'));
    await writeFile(mediaOf('a1', 'new.svg'), svg('third'));
    await rename(mediaOf('a1', 'new.svg'), mediaOf('a1', 'a.svg'));
    await bannerIs(svg('third'));
    for (const text of ['first', 'second', 'third']) {
      const answer = await media(`a1/a.svg?v=${versionOf(svg(text))}`);
      expect([answer.text, answer.headers.get('Cache-Control')]).to.deep.equal([svg(text), FOR_EVER]);
    }
    expect((await media('a1/a.svg')).text).to.equal(svg('third'));
  });

  it('come back with a rollback', async () => {
    const { code, stderr } = await runProgram(['rollback', 'a1', '--yes'], env);
    expect([code, stderr]).to.deep.equal([0, '']);
    await bannerIs(svg('second'));
    expect((await media('a1/a.svg')).text).to.equal(svg('second'));
    expect(await readFile(mediaOf('a1', 'a.svg'), 'utf8')).to.equal(svg('second'));
    expect((await media(`a1/a.svg?v=${versionOf(svg('second'))}`)).text).to.equal(svg('second'));
  });

  it('are never torn, though they are rewritten a hundred times while they are asked for', async () => {
    const body = (round: number) => svg(`${round} `.repeat(20_000));
    const known = new Map(Array.from({ length: 101 }, (_, round) => [versionOf(body(round)), body(round)]));
    known.set(versionOf(svg('second')), svg('second'));
    let isWriting = true;
    const asking = (async () => {
      let asked = 0;
      for (; isWriting; asked++) {
        const v = (await versions())['a.svg'] ?? '';
        expect((await media(`a1/a.svg?v=${v}`)).text === known.get(v), v).to.equal(true);
      }
      return asked;
    })();
    for (let round = 1; round <= 100; round++) await writeFile(mediaOf('a1', 'a.svg'), body(round));
    await bannerIs(body(100));
    isWriting = false;
    expect(await asking).to.be.above(3);
  });

  it('stay as they were published when the file is gone', async () => {
    const before = await versions();
    await rm(mediaOf('a1', '大奖 1.png'));
    await until(async () => !('大奖 1.png' in (await versions())), { what: 'the release without it' });
    const name = encodeURIComponent('大奖 1.png');
    expect((await media(`a1/${name}?v=${before['大奖 1.png']}`)).text).to.equal('png');
    expect((await media(`a1/${name}`)).status).to.equal(404);
  });
});
