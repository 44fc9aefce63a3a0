import { expect } from 'chai';
import fc from 'fast-check';
import { parseActivityText } from '../../../../src/adapters/filesystem/activity-files.ts';
import { SqlPersonalData } from '../../../../src/adapters/sql/records/sql-personal-data.ts';
import { kindReadings } from '../../../../src/application/kinds/kinds.ts';
import { contentOf } from '../../../../src/application/releases/release-content.ts';
import { openReleaseParts } from '../../../../src/container/open-releases.ts';
import { tokens } from '../../../../src/container/tokens.ts';
import { sealForm } from '../../../../src/domain/deliveries/winner-form.ts';
import type { TrailEntry } from '../../../../src/domain/operators/audit-trail.ts';
import { LUCKY, type LuckyConsole, openLuckyConsole, type PrizeId } from '../../../support/lucky-console.ts';
import { recordStoreNames } from '../../../support/record-stores.ts';

const FORM = { name: '李雷', phone: '+8613800138000', address: '北京市海淀区中关村大街 27 号' };

for (const name of recordStoreNames) {
  describe(`users in the console, with records in ${name}`, () => {
    let people: LuckyConsole;
    let refuseEntries = false;
    before(async () => {
      people = await openLuckyConsole(name, {
        append: async () => {
          if (refuseEntries) throw new Error('the trail does not answer');
        },
      });
    });
    after(() => people?.close());

    const lookUp = (uid: string, more: object = {}) =>
      people.console.post('/users/lookup', { activity_id: 'lucky', uid, ...more }, 'publisher');
    const entries = (action: string): TrailEntry[] =>
      people.console.trail.filter((entry) => entry.action === action);

    async function winWithForm(uid: string): Promise<string> {
      const drawId = await people.draw(uid, 'phone');
      await people.moved();
      const { db } = people.get(tokens.records);
      const form = sealForm(people.vault, FORM, { activityId: 'lucky', drawId });
      await db
        .insertInto('forms')
        .values({ activity_id: 'lucky', draw_id: drawId, form, received_at: 5, changed_at: 6 })
        .execute();
      await db
        .updateTable('deliveries')
        .set({ state: 'form_received' })
        .where('draw_id', '=', drawId)
        .execute();
      return drawId;
    }

    it('shows why a user is served, what is left, and what was drawn and won', async () => {
      for (const prize of ['cup', undefined, 'tea'] as (PrizeId | undefined)[])
        await people.draw('ann', prize);
      await people.moved();
      const { status, body } = await lookUp('ann');
      expect(status).to.equal(200);
      expect(body.activity).to.deep.equal({
        ...{ title: '双十一抽奖', dispatch: 'shake', timezone: 'Asia/Shanghai', phase: 'running' },
        paused: false,
      });
      const { explanation, chances } = body;
      expect(explanation).to.include({ release_no: 1, rollout: null });
      expect(explanation.visit).to.deep.equal({ code: 'served', zh: '正常', en: 'served' });
      expect(explanation.draw.code).to.equal('no_chance');
      const step = explanation.checks.find(({ check }: { check: string }) => check === 'chances');
      expect(step).to.include({ ok: false, zh: '今天已抽 3 次，共 3 次；还剩 0 次' });
      expect(step.en).to.equal('3 drawn today, 3 in all; 0 left');
      expect(chances).to.include({ left: 0, daily_left: 0, earned_left: 0, drawn_today: 3, drawn_total: 3 });
      expect(body.draws.map((draw: { prize_id: string }) => draw.prize_id)).to.deep.equal([
        'tea',
        null,
        'cup',
      ]);
      expect(body.draws[0]).to.include({ draw_no: 3, prize_name: '奖品 tea' });
      expect(body).to.include({ draws_next: null, draws_unlisted: 0, wins_next: null, wins_total: 2 });
      const [tea, cup] = body.wins;
      expect(tea).to.include({ prize_id: 'tea', name: '奖品 tea', unit: 1, value: '10.00' });
      expect(cup.delivery).to.deep.include({
        ...{ method: 'hand', state: 'ready', by: null, attempts: 0, last_error: null },
        may: { resend: false, mark_done: true, open_form: false },
      });
    });

    it('says which draws the risk check denied, among those that won nothing', async () => {
      const denied = await people.draw('moe', undefined, { denied: true });
      const lost = await people.draw('moe');
      const won = await people.draw('moe', 'cup');
      await people.moved();
      const marks = (draws: { draw_id: string; denied: boolean; prize_id: string | null }[]) =>
        draws.map(({ draw_id, denied, prize_id }) => [draw_id, denied, prize_id]);
      expect(marks((await lookUp('moe')).body.draws)).to.deep.equal([
        [won, false, 'cup'],
        [lost, false, null],
        [denied, true, null],
      ]);
      const older = await people.console.post(
        '/users/draws',
        { activity_id: 'lucky', uid: 'moe', before: 2 },
        'publisher',
      );
      expect(marks(older.body.draws)).to.deep.equal([[denied, true, null]]);
    });

    it('says why a user is refused, by zone, window and pause, and of what is not there', async () => {
      const result = async (more: object) => (await lookUp('zoe', more)).body;
      const over = await result({ activity_id: 'over' });
      expect(over.explanation.visit.code).to.equal('ended');
      expect(over.activity.phase).to.equal('ended');
      const none = await result({ activity_id: 'nothing-of-it' });
      expect(none.explanation.visit).to.include({ code: 'no_such_activity', zh: '没有该活动' });
      expect(none).to.include({ activity: null, chances: null, wins_total: 0 });
      const shop = await result({ activity_id: 'shop' });
      expect(shop.chances).to.equal(null);
      expect(shop.explanation.draw.code).to.equal('no_such_activity');
    });

    it('says which side of a rollout a user is on, and what that user gets', async () => {
      const text = JSON.stringify({ ...LUCKY, title: '新版' });
      const reading = parseActivityText('split', text, kindReadings);
      if (!reading.ok) throw new Error('the text is not valid');
      const content = contentOf(text, {});
      const submission = {
        activity: reading.activity,
        content,
        pictures: [],
        by: 'files',
        isDraft: false,
      } as const;
      const drafts = { write: async () => null, hashOf: async () => null, pictureHashOf: async () => null };
      const { desk } = openReleaseParts(people.get, people.get(tokens.records), drafts as never);
      const signed = { activityId: 'split', author: 'eva', note: 'a test' };
      await desk.rollOut(signed, submission, { kind: 'users', uids: ['ann'] });
      const of = async (uid: string) => (await lookUp(uid, { activity_id: 'split' })).body;
      const [ann, bob] = [await of('ann'), await of('bob')];
      const side = { release_no: 1, candidate_no: 2, by: 'users' };
      expect(ann.explanation).to.deep.include({ release_no: 2, rollout: { ...side, gets_candidate: true } });
      expect(bob.explanation).to.deep.include({ release_no: 1, rollout: { ...side, gets_candidate: false } });
      expect([ann.activity.title, bob.activity.title]).to.deep.equal(['新版', '双十一抽奖']);
      await desk.pause(signed);
      const paused = await of('bob');
      expect(paused.explanation.visit).to.deep.equal({ code: 'paused', zh: '活动已暂停', en: 'paused' });
      expect(paused.activity.paused).to.equal(true);
      expect(paused.chances.left).to.equal(3);
    });

    it('lists grants and what was earned, each with how, and what is not archived yet', async () => {
      for (const [key, chances] of [
        ['k1', 2],
        ['k2', 3],
      ] as const) {
        const granted = await people.console.post('/grants', {
          ...{ activity_id: 'lucky', uid: 'eve', chances, key, reason: 'a test' },
        });
        expect(granted.status).to.equal(200);
      }
      await people.draw('eve');
      await people.moved();
      const { body } = await lookUp('eve');
      expect(body.chances).to.include({ left: 7, earned_left: 5, earned_total: 5, earned_unlisted: 0 });
      const [latest, first] = body.chances.earned;
      expect(latest).to.include({ source: 'grant', key: 'grant:k2', detail: 'k2', chances: 3 });
      expect(first).to.include({ key: 'grant:k1', chances: 2 });
    });

    it('finds users by whatever a passport calls them, and nobody else', async () => {
      const odd = ['a b', '用户 "1", it\'s', '../../etc', '%00', "'; drop table deliveries; --", '🦊'];
      for (const uid of odd) await people.draw(uid, 'cup');
      await people.moved();
      for (const uid of odd) {
        const { body } = await lookUp(uid);
        expect(body, uid).to.include({ uid, wins_total: 1 });
        expect(body.wins, uid).to.have.length(1);
        expect((await lookUp(`${uid} `)).body.wins, uid).to.deep.equal([]);
      }
      await fc.assert(
        fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 140 }), async (uid) => {
          const { status } = await lookUp(uid);
          const isOne = uid.length >= 1 && uid.length <= 128 && !uid.includes('\0');
          expect(status).to.equal(isOne ? 200 : 400);
        }),
        { numRuns: 40 },
      );
    });

    it('shows the form of a winner to those who may, and the look is in the trail first', async () => {
      const drawId = await winWithForm('liz');
      const ask = (role: 'publisher' | 'editor' | 'staff', more = {}) =>
        people.console.post(
          '/users/form',
          { activity_id: 'lucky', draw_id: drawId, reason: '客服来电', ...more },
          role,
        );
      expect((await ask('editor')).status).to.equal(403);
      expect((await ask('staff')).status).to.equal(403);
      expect((await ask('publisher', { reason: ' ' })).body.error).to.include({
        code: 'invalid',
        field: 'reason',
      });
      expect(entries('form_seen')).to.deep.equal([]);

      refuseEntries = true;
      const refused = await ask('publisher');
      refuseEntries = false;
      expect(refused.status).to.equal(500);
      expect(JSON.stringify(refused.body)).not.to.match(/李雷|138/);

      const shown = await ask('publisher');
      expect(shown.body).to.deep.include({ uid: 'liz', draw_id: drawId });
      expect(shown.body.fields).to.deep.equal([
        { field: 'name', value: FORM.name },
        { field: 'phone', value: FORM.phone },
        { field: 'address', value: FORM.address },
      ]);
      const [entry] = entries('form_seen');
      expect(entry).to.deep.include({
        ...{ operator: 'publisher', activityId: 'lucky', target: drawId, reason: '客服来电' },
        after: { uid: 'liz', fields: ['name', 'phone', 'address'] },
      });
      expect(JSON.stringify(people.console.trail)).not.to.match(/李雷|138001|海淀/);
      expect(JSON.stringify((await lookUp('liz')).body)).not.to.match(/李雷|138001|海淀/);
    });

    it('has no form where there is none, and nothing personal of who was forgotten', async () => {
      const form = (drawId: string) =>
        people.console.post('/users/form', { activity_id: 'lucky', draw_id: drawId, reason: 'why' });
      const hand = await people.draw('max', 'cup');
      const drawId = await winWithForm('max');
      expect((await form('none')).body.error).to.deep.include({
        code: 'not_found',
        detail: { reason: 'no_win' },
      });
      expect((await form(hand)).body.error.detail).to.deep.equal({ reason: 'no_form' });
      expect((await form(drawId)).status).to.equal(200);
      await new SqlPersonalData(people.get(tokens.records)).erase('max', null, Date.now());
      const seen = entries('form_seen').length;
      expect((await form(drawId)).body.error.detail).to.deep.equal({ reason: 'no_form' });
      expect(entries('form_seen')).to.have.length(seen);
      const { body } = await lookUp('max');
      const win = body.wins.find((each: { draw_id: string }) => each.draw_id === drawId);
      expect(win.delivery).to.deep.include({ state: 'form_wanted', form_changed_at: null });
      expect(win.delivery.may.open_form).to.equal(false);
    });

    it('answers for roles that may look a user up, and for nobody else', async () => {
      const status = async (role: 'viewer' | 'editor' | 'publisher' | 'admin' | 'staff') =>
        (await people.console.post('/users/lookup', { activity_id: 'lucky', uid: 'ann' }, role)).status;
      expect(await Promise.all([status('viewer'), status('editor'), status('staff')])).to.deep.equal([
        403, 403, 403,
      ]);
      expect(await Promise.all([status('publisher'), status('admin')])).to.deep.equal([200, 200]);
      expect((await people.console.asProgram('grants', '/users/lookup', {})).status).to.equal(403);
    });
  });
}
