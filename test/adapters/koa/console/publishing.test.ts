import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { ConsoleAnswer } from '../../../support/console.ts';
import { type ReleaseConsole, startReleaseConsole } from '../../../support/release-console.ts';

const GOODS = { dispatch: 'sku', title: 'one', is_login_user: true, skus: [] };
const text = (title: string) => `${JSON.stringify({ ...GOODS, title }, null, 2)}\n`;

type Role = 'admin' | 'publisher' | 'editor' | 'viewer';

function actionsOf(console: () => ReleaseConsole) {
  const review = async (id: string, role: Role = 'admin') =>
    (await console().get(`/activities/${id}/review`, role)).body;
  return {
    review,
    create: (id: string, template = 'sku') =>
      console().post('/activities', { activity_id: id, template, title: id }),
    save: async (id: string, title: string) => {
      const { version } = (await console().get(`/activities/${id}/draft`)).body;
      return console().post(`/activities/${id}/draft`, { version, text: text(title) });
    },
    publish: async (id: string, more: object = {}, role: Role = 'admin'): Promise<ConsoleAnswer> => {
      const { version, content, live_no: expect } = await review(id, role);
      return console().post(
        `/activities/${id}/publish`,
        { version, content, expect, reason: 'why', ...more },
        role,
      );
    },
    post: (id: string, action: string, body: object = {}, role: Role = 'admin') =>
      console().post(`/activities/${id}/${action}`, { reason: 'why', ...body }, role),
    row: async (id: string) => (await console().get(`/activities/${id}`)).body,
  };
}

const reasonOf = ({ status, body }: ConsoleAnswer) => [status, body.error?.detail?.reason];

describe('publishing in the console', () => {
  let console: ReleaseConsole;
  const { review, create, save, publish, post, row } = actionsOf(() => console);

  before(async () => {
    console = await startReleaseConsole({
      files: { filed: GOODS, edited: GOODS, locked: GOODS, killed: GOODS },
    });
  });
  after(() => console.close());

  it('publishes a new activity from its template, as managed by the console', async () => {
    await create('new', 'wheel');
    const shown = await review('new');
    expect(shown).to.deep.include({ live_no: 0, next_no: 1, may_publish: true, blocked_by: [], diff: null });
    expect(shown.cost.find(({ key }: { key: string }) => key === 'left')).to.deep.include({
      before: null,
      after: '0.00',
    });
    const { status, body } = await publish('new');
    expect(status).to.equal(200);
    expect(body).to.deep.include({ outcome: 'published', no: 1, new_no: 1, folder: null, warnings: [] });
    expect(await row('new')).to.deep.include({ phase: 'not_started', managed_by: 'console', draft: null });
    const entry = console.trail.at(-1);
    expect(entry).to.deep.include({ action: 'publish', activityId: 'new', reason: 'why', before: { no: 0 } });
    expect(entry?.after).to.deep.include({ no: 1 });
  });

  it('shows what changes for visitors and in the rules, in both languages, beside what is live', async () => {
    await create('diff', 'wheel');
    await publish('diff');
    const draft = (await console.get('/activities/diff/draft')).body;
    expect(draft).to.deep.include({ version: 0, differs_from_live: false, live_no: 1, base_no: 1 });
    const changed = JSON.parse(draft.text);
    changed.title = '改了';
    changed.rules.prizes['coupon-5'].stock = 10;
    await console.post('/activities/diff/draft', { version: 0, text: JSON.stringify(changed) });
    const { diff, findings, cost } = await review('diff');
    expect(
      diff.changes.map(({ about, field }: { about: string; field: string }) => [about, field]),
    ).to.deep.equal([
      ['visitors', 'title'],
      ['draws', 'rules.prizes.coupon-5.stock'],
    ]);
    expect(diff.changes[1]).to.deep.include({ before: '3000', after: '10' });
    expect(diff.changes[1].zh).to.contain('3000 → 10');
    expect(diff.changes[1].label.zh).to.not.equal('');
    expect(findings.every(({ severity }: { severity: string }) => severity === 'warning')).to.equal(true);
    expect(cost.find(({ key }: { key: string }) => key === 'cost').before).to.not.equal(null);
  });

  it('refuses what was not shown: another version, another text, another release', async () => {
    await create('pinned');
    const { version, content } = await review('pinned');
    const body = { version, content, expect: 0 };
    for (const [other, code] of [
      [{ version: version + 1 }, 'clash'],
      [{ content: '0'.repeat(64) }, 'clash'],
    ] as const) {
      const answer = await post('pinned', 'publish', { ...body, ...other });
      expect([answer.status, answer.body.error.code]).to.deep.equal([409, code]);
      expect(answer.body.error.detail.theirs.version).to.equal(version);
    }
    expect(reasonOf(await post('pinned', 'publish', { ...body, expect: 3 }))).to.deep.equal([
      409,
      'unexpected',
    ]);
    expect((await post('pinned', 'publish', { ...body, reason: ' ' })).status).to.equal(400);
    expect((await row('pinned')).phase).to.equal('draft');
  });

  it('publishes one of two drafts that two people publish at once, and one alone', async () => {
    await create('race');
    await publish('race');
    for (let round = 1; round <= 5; round++) {
      await save('race', `round ${round}`);
      const { version, content, live_no } = await review('race');
      const body = { version, content, expect: live_no };
      const results = await Promise.all([
        post('race', 'publish', body),
        post('race', 'publish', body, 'publisher'),
      ]);
      expect(results.map(({ status }) => status).sort()).to.deep.equal([200, 409]);
      expect((await row('race')).release.no).to.equal(live_no + 1);
    }
  });

  it('refuses a text with errors, and one that everyone has', async () => {
    await create('errors');
    await console.post('/activities/errors/draft', { version: 1, text: '{}' });
    const { may_publish, blocked_by, diff } = await review('errors');
    expect([may_publish, blocked_by, diff]).to.deep.equal([false, ['has_errors'], null]);
    expect(reasonOf(await publish('errors'))).to.deep.equal([409, 'has_errors']);
    expect((await review('new')).blocked_by).to.deep.equal(['unchanged']);
    expect((await publish('new')).body.outcome).to.equal('unchanged');
  });

  it('tells an editor that somebody else must publish it', async () => {
    await create('editors');
    expect((await review('editors', 'editor')).blocked_by).to.deep.equal(['forbidden']);
    expect((await post('editors', 'publish', {}, 'editor')).status).to.equal(403);
  });

  it('publishes nothing of what was saved after it was shown, and keeps that', async () => {
    await create('meanwhile');
    const { version, content } = await review('meanwhile');
    await save('meanwhile', 'later');
    const answer = await post('meanwhile', 'publish', { version, content, expect: 0 });
    expect(answer.body.error.code).to.equal('clash');
    expect(JSON.parse(answer.body.error.detail.theirs.text).title).to.equal('later');
    expect((await row('meanwhile')).phase).to.equal('draft');
  });

  describe('of a duplicate', () => {
    it('pauses it by the very change that publishes it', async () => {
      await create('original');
      await console.post('/activities/original/duplicate', { to: 'paused' });
      expect((await review('paused')).notes.map(({ code }: { code: string }) => code)).to.deep.equal([
        'starts_paused',
      ]);
      const at = new Date(Date.now() + 60_000).toISOString();
      expect(reasonOf(await publish('paused', { at }))).to.deep.equal([409, 'starts_paused']);
      expect((await publish('paused')).body.outcome).to.equal('published');
      expect((await row('paused')).phase).to.equal('paused');
      const { changes } = (await console.get('/activities/paused/history')).body;
      expect(
        changes.map(({ action, is_paused }: { action: string; is_paused: boolean }) => [action, is_paused]),
      ).to.deep.equal([['publish', true]]);
      expect((await post('paused', 'resume')).body.outcome).to.equal('changed');
      expect((await row('paused')).phase).to.not.equal('paused');
    });
  });

  describe('of an activity with a folder', () => {
    const fileOf = (id: string) => join(console.activitiesDir, id, 'data.json');

    it('publishes it as managed by files, and writes the folder', async () => {
      await save('filed', 'from the console');
      const { body } = await publish('filed');
      expect(body).to.deep.include({ outcome: 'published', no: 1, folder: 'written' });
      expect(await readFile(fileOf('filed'), 'utf8')).to.equal(text('from the console'));
      expect(await row('filed')).to.deep.include({ managed_by: 'files', has_folder: true, draft: null });
    });

    it('loses no edit of the folder: it is refused, and brought in by a merge', async () => {
      await save('edited', 'mine');
      await publish('edited');
      await save('edited', 'mine again');
      const foreign = text('mine').replace('"skus": []', '"skus": [],\n  "note": "theirs"');
      await writeFile(fileOf('edited'), foreign);
      expect((await review('edited')).blocked_by).to.deep.equal(['folder_edited']);
      expect(reasonOf(await publish('edited'))).to.deep.equal([409, 'folder_edited']);
      expect(await readFile(fileOf('edited'), 'utf8')).to.equal(foreign);
      const { version } = (await console.get('/activities/edited/draft')).body;
      const rebased = await console.post('/activities/edited/draft/rebase', { version, onto: 'folder' });
      expect([rebased.status, rebased.body.conflicts]).to.deep.equal([200, []]);
      expect(JSON.parse(rebased.body.draft.text)).to.deep.include({ title: 'mine again', note: 'theirs' });
      expect((await publish('edited')).body.folder).to.equal('written');
      expect(JSON.parse(await readFile(fileOf('edited'), 'utf8')).note).to.equal('theirs');
    });

    it('rolls back although the folder was edited, and leaves the edit there', async () => {
      await writeFile(fileOf('edited'), text('an edit that is not published'));
      const { release } = await row('edited');
      const { body } = await post('edited', 'rollback', { no: 1, expect: release.no });
      expect(body).to.deep.include({ outcome: 'changed', no: release.no + 1, folder: 'kept' });
      expect(body.warnings.map(({ code }: { code: string }) => code)).to.deep.equal(['folder_kept']);
      expect(await readFile(fileOf('edited'), 'utf8')).to.equal(text('an edit that is not published'));
    });

    it('takes a folder that was left behind by a kill for no edit', async () => {
      await save('killed', 'one');
      await publish('killed');
      await save('killed', 'two');
      await publish('killed');
      // As if the process had ended between the release and the file.
      await writeFile(fileOf('killed'), text('one'));
      await save('killed', 'three');
      expect((await review('killed')).blocked_by).to.deep.equal([]);
      expect((await publish('killed')).body.folder).to.equal('written');
      expect(await readFile(fileOf('killed'), 'utf8')).to.equal(text('three'));
    });

    it('publishes where the folder is gone, and writes none', async () => {
      await save('locked', 'one');
      await publish('locked');
      await rm(join(console.activitiesDir, 'locked'), { recursive: true });
      await save('locked', 'two');
      expect((await publish('locked')).body).to.deep.include({ outcome: 'published', no: 2, folder: 'none' });
    });
  });

  describe('at a time, and to some users', () => {
    it('schedules it, shows it, and cancels it', async () => {
      await create('timed');
      const past = new Date(Date.now() - 1000).toISOString();
      expect(reasonOf(await publish('timed', { at: past }))).to.deep.equal([409, 'in_past']);
      const at = new Date(Date.now() + 3_600_000).toISOString();
      expect((await publish('timed', { at })).body).to.deep.include({ outcome: 'scheduled', no: 0 });
      const { scheduled, phase } = await row('timed');
      expect([phase, scheduled.length, scheduled[0].due_at, scheduled[0].note]).to.deep.equal([
        'draft',
        1,
        at,
        'why',
      ]);
      expect((await post('timed', 'schedule/cancel')).body.cancelled).to.have.length(1);
      expect((await row('timed')).cancelled[0]).to.deep.include({ reason: 'operator', detail: 'admin' });
    });

    it('gives it to some users, to more, and to everyone', async () => {
      await create('rollout');
      await console.post('/activities/rollout/draft', { version: 1, text: text('one') });
      await publish('rollout');
      await save('rollout', 'two');
      const audience = { kind: 'percent', percent: 10 };
      const begun = await publish('rollout', { audience });
      expect(begun.body).to.deep.include({ outcome: 'published', no: 1, new_no: 2 });
      expect((await row('rollout')).candidate).to.deep.equal({ no: 2, audience });
      const users = { kind: 'users', uids: ['u1', 'u2'] };
      const widened = await post('rollout', 'rollout', { action: 'widen', candidate: 2, audience: users });
      expect(widened.body.outcome).to.equal('changed');
      expect((await row('rollout')).candidate.audience).to.deep.equal({ kind: 'users', count: 2 });
      expect(reasonOf(await post('rollout', 'rollout', { action: 'promote', candidate: 9 }))).to.deep.equal([
        409,
        'unexpected_candidate',
      ]);
      expect((await post('rollout', 'rollout', { action: 'promote', candidate: 2 })).body).to.deep.include({
        no: 2,
      });
      expect((await row('rollout')).candidate).to.equal(null);
      expect((await row('rollout')).draft.differs).to.equal(false);
    });

    it('refuses an audience that is none', async () => {
      for (const audience of [
        { kind: 'percent', percent: 0 },
        { kind: 'percent', percent: 1.234 },
        { kind: 'users', uids: ['a\nb'] },
        { kind: 'zones', zones: [] },
      ]) {
        expect((await publish('rollout', { audience })).status, JSON.stringify(audience)).to.equal(400);
      }
    });
  });

  describe('what was published before', () => {
    it('lists it, shows it, and publishes it again', async () => {
      await create('past');
      await console.post('/activities/past/draft', { version: 1, text: text('one') });
      await publish('past');
      await save('past', 'two');
      await publish('past', {}, 'publisher');
      const { changes, next } = (await console.get('/activities/past/history')).body;
      expect(next).to.equal(null);
      expect(
        changes.map(({ no, author, is_live }: { no: number; author: string; is_live: boolean }) => [
          no,
          author,
          is_live,
        ]),
      ).to.deep.equal([
        [2, 'publisher', true],
        [1, 'admin', false],
      ]);
      const release = (await console.get('/activities/past/releases/1')).body;
      expect(release).to.deep.include({ no: 1, text: text('one'), live_no: 2, is_readable: true });
      expect(release.diff.changes[0]).to.deep.include({ field: 'title', before: '"two"', after: '"one"' });
      expect((await console.get('/activities/past/releases/9')).status).to.equal(404);
      expect(reasonOf(await post('past', 'rollback', { no: 1, expect: 1 }))).to.deep.equal([
        409,
        'unexpected',
      ]);
      expect(reasonOf(await post('past', 'rollback', { no: 7, expect: 2 }))).to.deep.equal([
        409,
        'no_such_release',
      ]);
      expect((await post('past', 'rollback', { no: 1, expect: 2 })).body).to.deep.include({
        outcome: 'changed',
        no: 3,
      });
    });
  });

  it('pauses and resumes at once, each once', async () => {
    await create('switch');
    expect(reasonOf(await post('switch', 'pause'))).to.deep.equal([409, 'no_release']);
    await publish('switch');
    expect((await post('switch', 'pause')).body.outcome).to.equal('changed');
    expect((await post('switch', 'pause')).body.outcome).to.equal('unchanged');
    expect((await row('switch')).phase).to.equal('paused');
    expect((await post('switch', 'resume')).body.outcome).to.equal('changed');
    expect((await console.post('/activities/switch/pause', {})).status).to.equal(400);
    const paused = console.trail.filter(
      ({ action, activityId }) => action === 'pause' && activityId === 'switch',
    );
    expect(paused).to.have.length(1);
  });
});

describe('publishing in the console with REQUIRE_APPROVAL', () => {
  let console: ReleaseConsole;
  const { review, create, publish, post } = actionsOf(() => console);

  before(async () => {
    console = await startReleaseConsole({ env: { REQUIRE_APPROVAL: 'true' } });
  });
  after(() => console.close());

  it('publishes what another person has approved, and that alone', async () => {
    await create('a', 'wheel');
    expect((await review('a')).blocked_by).to.deep.equal(['not_approved']);
    expect(reasonOf(await publish('a'))).to.deep.equal([409, 'not_approved']);
    const { content } = await review('a');
    expect(
      (await console.post('/activities/a/approve', { content: '0'.repeat(64) })).body.error.code,
    ).to.equal('clash');
    expect((await console.post('/activities/a/approve', { content })).body.approvals).to.deep.equal([
      'admin',
    ]);
    // One's own approval is none.
    expect(reasonOf(await publish('a'))).to.deep.equal([409, 'not_approved']);
    expect((await review('a', 'publisher')).blocked_by).to.deep.equal([]);
    expect((await publish('a', {}, 'publisher')).body.outcome).to.equal('published');
  });

  it('asks for it where one number is changed too', async () => {
    const restock = { prize_id: 'coupon-5', add: 100, expect: 1 };
    expect(reasonOf(await post('a', 'restock', restock, 'publisher'))).to.deep.equal([409, 'not_approved']);
    const plan = (await console.get('/activities/a/restock?prize_id=coupon-5&add=100')).body;
    expect(plan).to.deep.include({ before: 3000, after: 3100, needs_approval: true, approvals: [] });
    const approval = { content: plan.content, restock: { prize_id: 'coupon-5', stock: 3100 } };
    expect((await console.post('/activities/a/approve', approval)).status).to.equal(200);
    expect((await post('a', 'restock', restock, 'publisher')).body).to.deep.include({ no: 2 });
  });
});
