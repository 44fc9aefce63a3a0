import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { recordTargets } from '../../../support/record-stores.ts';
import { type ReleaseConsole, startReleaseConsole } from '../../../support/release-console.ts';
import { until } from '../../../support/until.ts';

const GOODS = { dispatch: 'sku', title: 'one', is_login_user: true, skus: [] };

describe('two consoles on one PostgreSQL', () => {
  let one: ReleaseConsole;
  let two: ReleaseConsole;

  before(async () => {
    const target = await recordTargets.PostgreSQL();
    const env = { DATABASE_URL: target.kind === 'postgres' ? target.url : '' };
    one = await startReleaseConsole({ env });
    two = await startReleaseConsole({ env });
  });
  after(async () => {
    await one.close();
    await two.close();
  });

  it('have one draft, of which two people lose nothing, and publish it once', async () => {
    const { body: draft } = await one.post('/activities', { activity_id: 'a', template: 'egg', title: 'a' });
    const text = (change: object) => JSON.stringify({ ...JSON.parse(draft.text), ...change }, null, 2);
    const results = await Promise.all([
      one.post('/activities/a/draft', { version: 1, text: text({ title: 'by one' }) }),
      two.post(
        '/activities/a/draft',
        { version: 1, text: text({ is_login_user: true, extra: 'by two' }) },
        'editor',
      ),
    ]);
    expect(results.map(({ status }) => status).sort()).to.deep.equal([200, 409]);
    const clash = results.find(({ status }) => status === 409)?.body.error.detail;
    const merged = await two.post('/activities/a/draft', {
      version: clash.theirs.version,
      text: clash.merged,
    });
    expect(JSON.parse(merged.body.text)).to.deep.include({ title: 'by one', extra: 'by two' });
    const { version, content } = (await one.get('/activities/a/review')).body;
    const body = { version, content, expect: 0, reason: 'why' };
    const published = await Promise.all([
      one.post('/activities/a/publish', body),
      two.post('/activities/a/publish', body, 'publisher'),
    ]);
    expect(published.filter(({ status }) => status === 200)).to.have.length(1);
    expect((await two.get('/activities/a')).body.release.no).to.equal(1);
  });

  it('simulate an activity once, and both show it', async () => {
    const order = { users: 20, runs: 3, shape: 'flat' };
    const results = await Promise.all([
      one.post('/activities/a/simulation', order),
      two.post('/activities/a/simulation', order),
    ]);
    expect(results.some(({ status }) => status === 200)).to.equal(true);
    await until(async () => (await two.get('/activities/a/simulation')).body.state === 'done', {
      what: 'the simulation to be done',
    });
    expect((await one.get('/activities/a/simulation')).body.report.users).to.equal(20);
  });
});

describe('a console beside a publisher of files', () => {
  let console: ReleaseConsole;

  before(async () => {
    console = await startReleaseConsole({ files: { a: GOODS }, publishes: true });
  });
  after(() => console.close());

  it('publishes, and the file that it writes is taken for what everyone has', async () => {
    await until(async () => (await console.get('/activities/a')).body.release?.no === 1, {
      what: 'the file to be published',
    });
    const draft = (await console.get('/activities/a/draft')).body;
    const text = draft.text.replace('"one"', '"two"');
    await console.post('/activities/a/draft', { version: 0, text });
    const { version, content } = (await console.get('/activities/a/review')).body;
    const { body } = await console.post('/activities/a/publish', {
      version,
      content,
      expect: 1,
      reason: 'why',
    });
    expect(body).to.deep.include({ outcome: 'published', no: 2, folder: 'written' });
    expect(await readFile(join(console.activitiesDir, 'a', 'data.json'), 'utf8')).to.equal(text);
    // The publisher has seen the file when that is recorded as taken.
    const taken = async () => (await console.releases.desk.open('a'))?.state.serving?.draft;
    await until(async () => (await taken()) === content, { what: 'the file to be taken' });
    const { changes } = (await console.get('/activities/a/history')).body;
    expect(changes.map(({ no, author }: { no: number; author: string }) => [no, author])).to.deep.equal([
      [2, 'admin'],
      [1, 'files'],
    ]);
  });
});
