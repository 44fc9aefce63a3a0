import { expect } from 'chai';
import { activitiesDir } from '../support/activities-dir.ts';
import { startProgram } from '../support/built-program.ts';
import { ask, postJson } from '../support/http.ts';
import { retryWhileBusy } from '../support/retry-while-busy.ts';
import { runCommand } from '../support/run-command.ts';
import { SCALE } from '../support/scale.ts';
import { stores } from '../support/stores.ts';

const INVITERS = 50;
const CONCURRENCY = 200;

/* Every other inviter is at the limit before all friends have come. */
const TOTAL = Math.floor((SCALE.invitations / 2 / INVITERS) * 0.8);

for (const [storeName, segments] of [
  ['SQLite', 1],
  ['Redis', 1],
  ['Redis', 8],
] as const) {
  describe(`${SCALE.invitations} invitations at once, half of them repeated, on ${storeName}, ${segments} segments`, () => {
    it('count once for each friend, up to the limit', async () => {
      const store = await stores[storeName]();
      const rules = { segments, chances: { per_day: 0, earn: { invite: { each: 2, total: TOTAL } } } };
      const ACTIVITIES_DIR = await activitiesDir({
        party: { dispatch: 'shake', is_login_user: true, rules },
      });
      const env = { ...store.env, ACTIVITIES_DIR, WORKERS: '2' };
      const program = await startProgram(env);
      const infoOf = async (inviter: number) => {
        const url = `${program.base}/shake/prizes?activity_id=party&token=demo-inviter-${inviter}`;
        return (await retryWhileBusy(() => ask(url))).json.data;
      };
      const numbers = Array.from({ length: INVITERS }, (_, index) => index);
      const codes = await Promise.all(numbers.map(async (inviter) => (await infoOf(inviter)).invite_code));
      const friends = Array.from({ length: SCALE.invitations }, (_, index) => index >> 1);
      const rets = new Map<number, number>();
      const next = friends.values();
      const work = async () => {
        for (const friend of next) {
          const fields = {
            activity_id: 'party',
            token: `demo-friend-${friend}`,
            from: codes[friend % INVITERS],
          };
          let ret = 5003;
          // As the page does: a service that is busy for a moment is asked again.
          for (let attempt = 0; ret === 5003 && attempt < 50; attempt++) {
            ret = (await postJson(`${program.base}/shake/chances`, fields)).json.ret;
          }
          rets.set(ret, (rets.get(ret) ?? 0) + 1);
        }
      };
      await Promise.all(Array.from({ length: CONCURRENCY }, work));
      expect([...rets.keys()]).to.have.members([0, 2003]);
      for (const inviter of numbers) {
        const { earned_left, ways } = await infoOf(inviter);
        expect(earned_left).to.equal(2 * TOTAL);
        expect(ways).to.deep.equal([{ source: 'invite', worth: 2, left: 0 }]);
      }
      await program.stop();
      const audit = await runCommand(['audit', '--json'], env);
      expect(audit.code, audit.stdout + audit.stderr).to.equal(0);
      await store.stop();
    });
  });
}
