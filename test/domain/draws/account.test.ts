import { expect } from 'chai';
import fc from 'fast-check';
import {
  afterDraw,
  afterEarning,
  afterHelp,
  LATEST_WINS,
  NO_DRAWS,
  type UserDraws,
  winCount,
  withWin,
} from '../../../src/domain/draws/account.ts';

const win = (no: number, prizeId = 'a') => ({ drawId: `d${no}`, prizeId, unit: no, wonAt: no });
const daily = (day: string) => ({ day, usesEarned: false });

describe('an account', () => {
  it('counts draws with daily and with earned chances apart, and starts anew each day', () => {
    const first = afterDraw({ ...NO_DRAWS, earned: 3 }, daily('2026-11-11'));
    const second = afterDraw(first, { day: '2026-11-11', usesEarned: true });
    expect(second).to.include({ drawNo: 2, drawnOnLastDay: 2, dailyOnLastDay: 1, earned: 3, earnedUsed: 1 });
    const next = afterDraw(second, daily('2026-11-12'));
    expect(next).to.include({
      drawNo: 3,
      lastDay: '2026-11-12',
      drawnOnLastDay: 1,
      dailyOnLastDay: 1,
      earnedUsed: 1,
    });
    // A clock that is behind.
    expect(afterDraw(next, daily('2026-11-11'))).to.include({ lastDay: '2026-11-12', drawnOnLastDay: 2 });
  });

  it('keeps the counts of the day through an earning, and forgets those of the day before', () => {
    const drawn = afterDraw(NO_DRAWS, daily('2026-11-11'));
    const signed = afterEarning(drawn, { source: 'sign_in', chances: 1, day: '2026-11-11' });
    expect(signed).to.include({
      earned: 1,
      signInsOnLastDay: 1,
      sharesOnLastDay: 0,
      drawnOnLastDay: 1,
      drawNo: 1,
    });
    const shared = afterEarning(signed, { source: 'share', chances: 1, day: '2026-11-12' });
    expect(shared).to.include({ earned: 2, signInsOnLastDay: 0, sharesOnLastDay: 1, drawnOnLastDay: 0 });
    expect(shared).to.include({ lastDay: '2026-11-12', dailyOnLastDay: 0, drawNo: 1, streak: 1 });
  });

  it('counts friends apart from the chances that they bring, and grants not at all', () => {
    const invited = afterEarning(NO_DRAWS, { source: 'invite', chances: 3, day: '2026-11-11' });
    expect(invited).to.include({ earned: 3, invited: 1 });
    expect(afterEarning(invited, { source: 'grant', chances: 9, day: '2026-11-11' })).to.include({
      ...{ earned: 12, invited: 1, signInsOnLastDay: 0, sharesOnLastDay: 0 },
    });
  });

  it('remembers whose invitation was followed, and stays on its day', () => {
    const drawn = afterDraw(NO_DRAWS, daily('2026-11-11'));
    expect(afterHelp(drawn, 'ann')).to.deep.equal({ ...drawn, version: 2, helped: 'ann' });
  });

  it('has a longer row with each draw, until a prize of value ends it', () => {
    const two = afterDraw(afterDraw(NO_DRAWS, daily('2026-11-11')), daily('2026-11-11'));
    expect(two.streak).to.equal(2);
    expect(withWin(two, win(1, 'thanks'), false)).to.deep.include({ streak: 2, won: { thanks: 1 } });
    expect(withWin(two, win(1, 'car'), true)).to.deep.include({ streak: 0, won: { car: 1 } });
  });

  it('does not grow with draws and wins, and changes its version with every change', () => {
    const changes = fc.array(fc.constantFrom('draw', 'win', 'earn', 'help'), { maxLength: 200 });
    fc.assert(
      fc.property(changes, (list) => {
        let account: UserDraws = NO_DRAWS;
        let wins = 0;
        for (const [index, change] of list.entries()) {
          const { version } = account;
          const day = `2026-11-${10 + (index % 20)}`;
          if (change === 'earn') account = afterEarning(account, { source: 'share', chances: 1, day });
          else if (change === 'help') account = afterHelp(account, 'ann');
          else account = afterDraw(account, daily(day));
          if (change === 'win') account = withWin(account, win(++wins), false);
          expect(account.version).to.equal(version + 1);
        }
        expect(winCount(account)).to.equal(wins);
        const units = account.wins.map(({ unit }) => unit);
        const latest = Array.from(
          { length: Math.min(wins, LATEST_WINS) },
          (_, back) => wins - back,
        ).reverse();
        expect(units).to.deep.equal(latest);
      }),
      { numRuns: 50 },
    );
  });
});
