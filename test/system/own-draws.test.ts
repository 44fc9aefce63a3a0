import { expect } from 'chai';
import { activitiesDir } from '../support/activities-dir.ts';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { ask, postJson } from '../support/http.ts';
import { stores, type TestStore } from '../support/stores.ts';
import { until } from '../support/until.ts';

const activities = {
  blank: { dispatch: 'shake', is_login_user: true, rules: { chances: { per_day: 2 } } },
};

for (const [name, startStore] of Object.entries(stores)) {
  describe(`the list of a user's own draws, on ${name}`, () => {
    let store: TestStore;
    let program: RunningProgram;

    before(async () => {
      store = await startStore();
      // The operations side moves draws to the record store.
      const ACTIVITIES_DIR = await activitiesDir(activities);
      program = await startProgram({ ...store.env, ACTIVITIES_DIR, ROLE: 'all' });
    });
    after(async () => {
      await program.stop();
      await store.stop();
    });

    it('has each draw once it is archived, in pages', async () => {
      const draw = async (request_id: string) => {
        const body = { activity_id: 'blank', token: 'demo-vera', request_id };
        return (await postJson(`${program.base}/shake/draw`, body)).json.data.draw_id as string;
      };
      const drawn = [await draw('request-1'), await draw('request-2')];
      const list = async (more = '', token = 'demo-vera') =>
        (await ask(`${program.base}/shake/draws?activity_id=blank&token=${token}${more}`)).json;
      await until(async () => (await list()).data.draws?.length === 2, { what: 'both draws in the archive' });
      const { draws, draws_before } = (await list()).data;
      expect(draws_before).to.equal(0);
      expect(draws.map(({ draw_id }: { draw_id: string }) => draw_id)).to.deep.equal(drawn);
      expect(draws[1]).to.include({ draw_no: 2, seed_no: 1, rules_no: 1, prize_id: null });
      const latest = (await list('&limit=1')).data;
      expect(latest.draws.map(({ draw_no }: { draw_no: number }) => draw_no)).to.deep.equal([2]);
      expect(latest.draws_before).to.equal(1);
      expect((await list('&before=1')).data.draws).to.have.length(1);
      expect((await list('', 'demo-other')).data).to.deep.equal({ draws: [], draws_before: 0 });
      expect((await list('', '')).ret).to.equal(1004);
    });
  });
}
