import { expect } from 'chai';
import { type ReleaseConsole, startReleaseConsole } from '../../../support/release-console.ts';

const PRIZES = ['few', 'endless', 'stepped'];
const SHAKE = {
  dispatch: 'shake',
  title: '摇一摇',
  is_login_user: true,
  prizes: PRIZES.map((id) => ({ id, name: id })),
  rules: {
    chances: { per_day: 3 },
    prizes: {
      few: { odds: '1%', stock: 10, value: '5.00' },
      endless: { odds: '1%' },
      stepped: { odds: '1%', stock: 50, release: [{ at: '2026-11-11T00:00:00+08:00', count: 20 }] },
    },
  },
};
/* As somebody has laid it out. */
const TEXT = `${JSON.stringify(SHAKE).replace('"stock":10', '\t"stock" :  10')}\n\n`;

describe('a restock in the console', () => {
  let console: ReleaseConsole;

  before(async () => {
    console = await startReleaseConsole();
    await console.post('/activities', { activity_id: 'a', template: 'shake', title: 'a' });
    await console.post('/activities/a/draft', { version: 1, text: TEXT });
    const { version, content } = (await console.get('/activities/a/review')).body;
    await console.post('/activities/a/publish', { version, content, expect: 0, reason: 'why' });
  });
  after(() => console.close());

  const plan = async (query: string) => console.get(`/activities/a/restock?${query}`);
  const restock = (body: object, role: 'admin' | 'editor' = 'admin') =>
    console.post('/activities/a/restock', { prize_id: 'few', expect: 1, reason: 'sold out', ...body }, role);
  const textOf = async (no: number) => (await console.get(`/activities/a/releases/${no}`)).body.text;

  it('shows what it would change, and changes nothing', async () => {
    const { status, body } = await plan('prize_id=few&add=5');
    expect(status).to.equal(200);
    expect(body).to.deep.include({
      name: 'few',
      live_no: 1,
      before: 10,
      after: 15,
      won: 0,
      needs_approval: false,
    });
    expect(body.diff.changes.map(({ field }: { field: string }) => field)).to.deep.equal([
      'rules.prizes.few.stock',
    ]);
    expect((await console.get('/activities/a')).body.release.no).to.equal(1);
  });

  it('is not undone by who had opened the editor before it', async () => {
    await console.post('/activities', { activity_id: 'b', template: 'shake', title: 'b' });
    await console.post('/activities/b/draft', { version: 1, text: TEXT });
    const review = (await console.get('/activities/b/review')).body;
    const publication = { version: 2, content: review.content, expect: 0, reason: 'why' };
    await console.post('/activities/b/publish', publication);
    const { body: shown } = await console.get('/activities/b/draft');
    const from = { base_no: shown.base_no, hash: shown.hash };
    await console.post('/activities/b/restock', {
      prize_id: 'few',
      stock: 99,
      expect: 1,
      reason: 'sold out',
    });
    const text = shown.text.replace('摇一摇', '摇一摇！');
    const { status, body } = await console.post('/activities/b/draft', { version: 0, text, from });
    expect([status, body.error?.code]).to.deep.equal([409, 'clash']);
    const { theirs, merged, conflicts } = body.error.detail;
    expect([theirs.version, theirs.base_no, conflicts]).to.deep.equal([0, 2, []]);
    const { title, rules } = JSON.parse(merged);
    expect([title, rules.prizes.few.stock]).to.deep.equal(['摇一摇！', 99]);
    // Also where somebody has begun a draft of what is there now.
    const theirEdit = theirs.text.replace('"endless"', '"endless "');
    const onNew = { base_no: 2, hash: theirs.hash };
    expect(
      (await console.post('/activities/b/draft', { version: 0, text: theirEdit, from: onNew })).status,
    ).to.equal(200);
    const late = await console.post('/activities/b/draft', { version: 0, text, from });
    expect(JSON.parse(late.body.error.detail.merged).rules.prizes.few.stock).to.equal(99);
  });

  it('refuses what has no effect, no number, or another form', async () => {
    for (const [query, reason] of [
      ['prize_id=none&add=5', 'no_such_prize'],
      ['prize_id=__proto__&add=5', 'no_such_prize'],
      ['prize_id=endless&add=5', 'no_stock'],
      ['prize_id=stepped&add=5', 'no_effect'],
      ['prize_id=few&stock=10', 'nothing_new'],
    ]) {
      const { status, body } = await plan(query as string);
      expect([status, body.error.detail.reason], query).to.deep.equal([409, reason]);
    }
    expect((await plan('prize_id=few')).status).to.equal(400);
    expect((await plan('prize_id=few&stock=1&add=1')).status).to.equal(400);
    expect((await restock({ stock: 1, add: 1 })).status).to.equal(400);
    expect((await restock({ stock: -1 })).status).to.equal(400);
    expect((await restock({ stock: 20 }, 'editor')).status).to.equal(403);
    expect((await restock({ stock: 20, expect: 7 })).body.error.detail).to.deep.include({
      reason: 'unexpected',
      no: 1,
    });
  });

  it('publishes the live text with this one number changed, and no other byte; a draft stays', async () => {
    const draft = await console.post('/activities/a/draft', {
      version: 0,
      text: TEXT.replace('摇一摇', '草稿'),
    });
    expect(draft.status).to.equal(200);
    const { body } = await restock({ add: 90 });
    expect(body).to.deep.include({ outcome: 'published', no: 2, new_no: 2 });
    expect(await textOf(2)).to.equal(TEXT.replace('10', '100'));
    expect(console.trail.at(-1)).to.deep.include({
      ...{ action: 'restock', activityId: 'a', target: 'few', reason: 'sold out' },
      ...{ before: { no: 1, stock: 10 }, after: { no: 2, stock: 100 } },
    });
    const review = (await console.get('/activities/a/review')).body;
    expect(review).to.deep.include({ base_no: 1, live_no: 2 });
    expect(review.notes[0]).to.deep.include({ code: 'base_is_older' });
    expect(review.diff.changes.map(({ field }: { field: string }) => field)).to.deep.equal([
      'title',
      'rules.prizes.few.stock',
    ]);
  });

  it('is brought into the draft by a merge', async () => {
    const { version } = (await console.get('/activities/a/draft')).body;
    const { body } = await console.post('/activities/a/draft/rebase', { version, onto: 'live' });
    expect(body.conflicts).to.deep.equal([]);
    expect(body.draft).to.deep.include({ base_no: 2, live_no: 2 });
    const review = (await console.get('/activities/a/review')).body;
    expect(review.notes).to.deep.equal([]);
    expect(review.diff.changes.map(({ field }: { field: string }) => field)).to.deep.equal(['title']);
  });

  it('lets one of two who restock at once through', async () => {
    const results = await Promise.all([
      restock({ stock: 200, expect: 2 }),
      restock({ stock: 300, expect: 2 }),
    ]);
    expect(results.map(({ status }) => status).sort()).to.deep.equal([200, 409]);
  });
});
