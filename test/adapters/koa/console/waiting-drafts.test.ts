import { expect } from 'chai';
import { homeRoutes } from '../../../../src/adapters/koa/console/routes/home-routes.ts';
import { tokens } from '../../../../src/container/tokens.ts';
import { type Caller, startConsole } from '../../../support/console.ts';
import { type ReleaseConsole, startReleaseConsole } from '../../../support/release-console.ts';

describe('drafts that wait for an approval', () => {
  let console: ReleaseConsole;
  before(async () => {
    console = await startReleaseConsole({ env: { REQUIRE_APPROVAL: 'true' } });
  });
  after(() => console.close());

  const review = async (id: string, by: Caller) => (await console.get(`/activities/${id}/review`, by)).body;

  async function begun(id: string, by: Caller, ageMs = 11 * 60_000): Promise<void> {
    const { status } = await console.post(
      '/activities',
      { activity_id: id, template: 'wheel', title: id },
      by,
    );
    expect(status).to.equal(200);
    await console
      .get_(tokens.records)
      .db.updateTable('console_drafts')
      .set((eb) => ({ at: eb('at', '-', ageMs) }))
      .where('activity_id', '=', id)
      .execute();
  }

  async function approved(id: string, by: Caller): Promise<void> {
    const { content } = await review(id, by);
    expect((await console.post(`/activities/${id}/approve`, { content }, by)).status).to.equal(200);
  }

  async function published(id: string, by: Caller, more: object = {}): Promise<void> {
    const { version, content, live_no: expected } = await review(id, by);
    const order = { version, content, expect: expected, reason: 'why', ...more };
    const { status, body } = await console.post(`/activities/${id}/publish`, order, by);
    expect(status, JSON.stringify(body)).to.equal(200);
  }

  it('are those that could be published: at rest, without errors, and not on their way to visitors', async () => {
    await begun('waits', 'editor.eva');
    await begun('approved', 'editor.eva', 0);
    await approved('approved', 'publisher.pia');
    // One's own approval is none.
    await begun('own', 'publisher.pia');
    await approved('own', 'publisher.pia');
    await begun('being-written', 'editor.eva', 0);
    await begun('broken', 'editor.eva');
    const broken = { version: 1, text: '{"dispatch": "none"}' };
    expect((await console.post('/activities/broken/draft', broken, 'editor.eva')).status).to.equal(200);
    await begun('discarded', 'editor.eva');
    await console.post('/activities/discarded/draft/discard', { version: 1 }, 'editor.eva');
    for (const id of ['live', 'planned', 'rolled-out']) {
      await begun(id, 'editor.eva');
      await approved(id, 'publisher.pia');
    }
    await published('live', 'admin');
    await published('planned', 'admin', { at: new Date(Date.now() + 3_600_000).toISOString() });
    await begunAgain('rolled-out');
    await rolledBack('behind');
    await console
      .get_(tokens.records)
      .db.updateTable('console_drafts')
      .set((eb) => ({ at: eb('at', '-', 11 * 60_000) }))
      .where('activity_id', 'in', ['broken', 'rolled-out', 'behind'])
      .execute();
    const waiting = await console.releases.waiting?.all();
    expect(waiting).to.deep.equal([
      { activityId: 'approved', title: 'approved', by: 'eva', isApproved: true },
      { activityId: 'own', title: 'own', by: 'pia', isApproved: false },
      { activityId: 'waits', title: 'waits', by: 'eva', isApproved: false },
    ]);
  });

  /* What is live is changed, and given to some: the draft stays as the candidate. */
  async function begunAgain(id: string): Promise<void> {
    await published(id, 'admin');
    const { version, text } = (await console.get(`/activities/${id}/draft`)).body;
    const changed = text.replace(`"${id}"`, '"another"');
    expect(changed).not.to.equal(text);
    const saved = await console.post(`/activities/${id}/draft`, { version, text: changed }, 'editor.eva');
    expect(saved.status).to.equal(200);
    await approved(id, 'publisher.pia');
    await published(id, 'admin', { audience: { kind: 'percent', percent: 10 } });
  }

  /* Published for some, for all, and taken back: the draft is approved still, and would bring back what was taken back. */
  async function rolledBack(id: string): Promise<void> {
    await begun(id, 'editor.eva');
    await approved(id, 'publisher.pia');
    await begunAgain(id);
    const post = async (action: string, order: object) => {
      const { status, body } = await console.post(`/activities/${id}/${action}`, order, 'publisher.pia');
      expect(status, JSON.stringify(body)).to.equal(200);
    };
    await post('rollout', { action: 'promote', candidate: 2, reason: 'well' });
    await post('rollback', { no: 1, expect: 2, reason: 'not so well' });
  }

  it('are none where no approval is needed', async () => {
    const other = await startReleaseConsole();
    expect(other.releases.waiting).to.equal(null);
    await other.close();
  });

  it('are at home for those who may approve them, and, once approved, for those who may publish them', async () => {
    const none = { running: [], soon: [], ending: [], attention: [] };
    const counts = { running: 0, soon: 0, ending: 0, paused: 0, ended: 0, all: 0, attention: 0 };
    const waiting = [
      { activityId: 'a', title: 'A', by: 'eva', isApproved: false },
      { activityId: 'b', title: 'B', by: 'pia', isApproved: false },
      { activityId: 'c', title: 'C', by: 'eva', isApproved: true },
    ];
    const routes = homeRoutes(
      { home: async () => ({ at: 0, ...none, counts }) },
      { all: async () => waiting },
    );
    const home = await startConsole({ routes });
    const seen = async (by: Caller) => {
      const { attention, counts: counted } = (await home.get('/home', by)).body;
      expect(counted.attention).to.equal(attention.length);
      return attention.map(
        (need: { kind: string; activity_id: string }) => `${need.kind} ${need.activity_id}`,
      );
    };
    expect(await seen('publisher.pia')).to.deep.equal(['draft_unapproved a', 'draft_approved c']);
    expect(await seen('publisher.eva')).to.deep.equal(['draft_unapproved b', 'draft_approved c']);
    expect(await seen('editor.eva')).to.deep.equal([]);
    expect(await seen('admin.ann')).to.deep.equal([
      'draft_unapproved a',
      'draft_unapproved b',
      'draft_approved c',
    ]);
    expect(await seen('viewer.vic')).to.deep.equal([]);
    expect((await home.get('/home', 'publisher.pia')).body.attention[0]).to.deep.equal({
      ...{
        kind: 'draft_unapproved',
        severity: 'info',
        activity_id: 'a',
        title: 'A',
        params: { by: 'eva' },
      },
      action: { kind: 'review', to: '/activities/a/edit/publish' },
    });
    await home.close();
  });
});
