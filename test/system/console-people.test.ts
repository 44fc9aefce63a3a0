import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { activitiesDir } from '../support/activities-dir.ts';
import type { Browser } from '../support/browser.ts';
import { type ConsoleProgram, startConsoleProgram } from '../support/console-program.ts';
import { postJson } from '../support/http.ts';
import { recordStoreNames, recordTargets } from '../support/record-stores.ts';
import { runCommand } from '../support/run-command.ts';
import { stores } from '../support/stores.ts';
import { tempDir } from '../support/temp-dir.ts';
import { until } from '../support/until.ts';

const FORM = { name: '李雷', phone: '13800138000' };

const drawing = (prize: string, delivery: object) => ({
  dispatch: 'shake',
  title: `活动 ${prize}`,
  is_login_user: true,
  prizes: [{ id: prize, name: `奖品 ${prize}` }],
  rules: { chances: { per_day: 1 }, prizes: { [prize]: { odds: '100%', delivery } } },
});

const ACTIVITIES = {
  hand: drawing('cup', { by: 'hand' }),
  desk: drawing('tea', { by: 'counter' }),
  form: drawing('phone', { by: 'form', fields: ['name', 'phone'] }),
};

for (const name of recordStoreNames) {
  describe(`people’s questions beside the running service, with records in ${name}`, () => {
    let console: ConsoleProgram;
    let support: Browser;
    let env: Record<string, string>;
    let stop = async () => {};
    before(async () => {
      const target = await recordTargets[name]();
      const store = await (name === 'PostgreSQL' ? stores.Redis() : null);
      env = {
        ...store?.env,
        DATA_DIR: target.kind === 'sqlite' ? target.dir : await tempDir(),
        ...(target.kind === 'postgres' && { DATABASE_URL: target.url }),
        ACTIVITIES_DIR: await activitiesDir(ACTIVITIES),
        ROLE: 'all',
      };
      console = await startConsoleProgram(env);
      stop = async () => {
        await console.stop();
        await store?.stop();
      };
      support = await console.signedIn('publisher');
      await until(async () => (await draw('hand', 'first')).ret !== 1002, {
        what: 'the activities to be served',
      });
    });
    after(() => stop());

    const draw = async (activity_id: string, uid: string) => {
      const body = { activity_id, token: `demo-${uid}`, request_id: randomUUID() };
      const { json } = await postJson(`${console.program.base}/shake/draw`, body);
      return json as { ret: number; data: { draw_id: string } };
    };
    const lookUp = async (activity_id: string, uid: string) =>
      (await support.post('/users/lookup', { activity_id, uid })).body;

    /* The relay has it within moments. */
    async function won(activity_id: string, uid: string): Promise<string> {
      const { data } = await draw(activity_id, uid);
      await until(async () => (await lookUp(activity_id, uid)).wins[0]?.delivery, {
        what: 'the win to be moved',
      });
      return data.draw_id;
    }

    it('gives a chance that the service takes at once, though it knows the account', async () => {
      expect((await draw('hand', 'ann')).ret).to.equal(0);
      const refused = (await draw('hand', 'ann')).ret;
      expect(refused).to.not.equal(0);
      expect((await lookUp('hand', 'ann')).explanation.draw.code).to.equal('no_chance');
      const order = { activity_id: 'hand', uid: 'ann', chances: 1, key: 'sorry', reason: '补偿' };
      expect((await support.post('/grants', order)).body).to.include({ granted: 1 });
      expect((await support.post('/grants', order)).body).to.include({ known: 1 });
      // As a back end that uses the command meanwhile.
      const { stdout } = await runCommand(
        ['grant', 'hand', 'ann', '--key', 'sorry', '--chances', '5', '--json'],
        env,
      );
      expect(JSON.parse(stdout)).to.include({ granted: 0 });
      expect((await draw('hand', 'ann')).ret).to.equal(0);
      expect((await draw('hand', 'ann')).ret).to.equal(refused);
      await until(async () => (await lookUp('hand', 'ann')).draws_unlisted === 0, {
        what: 'the draws to be moved',
      });
      const { chances, draws } = await lookUp('hand', 'ann');
      expect(chances).to.include({ left: 0, drawn_total: 2, earned_total: 1, earned_unlisted: 0 });
      expect(chances.earned[0]).to.include({ source: 'grant', detail: 'sorry', chances: 1 });
      expect(draws).to.have.length(2);
    });

    it('marks a prize as handed over, and the winner sees it', async () => {
      const drawId = await won('hand', 'bob');
      const done = { activity_id: 'hand', draw_ids: [drawId], reason: '已寄出' };
      expect((await support.post('/deliveries/done', done)).body).to.include({ delivered: 1 });
      const { json } = await postJson(`${console.program.base}/shake/prizes`, {
        activity_id: 'hand',
        token: 'demo-bob',
      });
      expect(json.data.prizes[0].delivery.state).to.equal('delivered');
      expect((await lookUp('hand', 'bob')).wins[0].delivery).to.deep.include({
        by: 'publisher-1',
        state: 'delivered',
      });
    });

    it('redeems at the counter what the winner shows, in the name of the staff', async () => {
      const staff = await console.signedIn('staff');
      const drawId = await won('desk', 'eve');
      const { json } = await postJson(`${console.program.base}/shake/ticket`, {
        ...{ activity_id: 'desk', token: 'demo-eve', draw_id: drawId },
      });
      const code = json.data.url;
      const seen = await staff.post('/counter/look', { code });
      expect(seen.body.win).to.include({ activity_title: '活动 tea', state: 'ready' });
      const redeem = { code, place: '一号店', request_id: randomUUID() };
      const [one, other] = await Promise.all([
        staff.post('/counter/redeem', redeem),
        support.post('/counter/redeem', { ...redeem, request_id: randomUUID() }),
      ]);
      expect([one.body.redeemed, other.body.redeemed].sort()).to.deep.equal([false, true]);
      expect(one.body.win.redemption).to.deep.equal(other.body.win.redemption);
      const { body } = await staff.get('/counter/activities');
      expect(body.activities).to.deep.include.members([
        { ...body.activities[0], activity_id: 'desk', open: 0, redeemed: 1 },
      ]);
      expect((await staff.get('/deliveries?activity_id=desk')).status).to.equal(403);
    });

    it('shows what a winner has typed, with the look in the trail, until the winner is forgotten', async () => {
      const drawId = await won('form', 'liz');
      const claim = { activity_id: 'form', token: 'demo-liz', draw_id: drawId, form: FORM };
      expect((await postJson(`${console.program.base}/shake/claim`, claim)).json.ret).to.equal(0);
      const look = () =>
        support.post('/users/form', { activity_id: 'form', draw_id: drawId, reason: '客服' });
      expect((await look()).body.fields).to.deep.equal([
        { field: 'name', value: '李雷' },
        { field: 'phone', value: '+8613800138000' },
      ]);
      const csv = await support.get('/activities/form/winners.csv?forms=1');
      expect(csv.body).to.include('李雷').and.include('13800138000');
      const admin = await console.signedIn('admin');
      const { body } = await admin.get('/trail?activity_id=form');
      expect(body.entries.map(({ action }: { action: string }) => action)).to.deep.equal([
        'winners_exported',
        'form_seen',
      ]);
      expect(JSON.stringify(body)).not.to.match(/李雷|138001/);
      await runCommand(['forget', '--uid', 'liz', '--yes'], env);
      expect((await look()).body.error.detail).to.deep.equal({ reason: 'no_form' });
      expect((await support.get('/activities/form/winners.csv?forms=1')).body).not.to.match(/李雷|138001/);
    });
  });
}
