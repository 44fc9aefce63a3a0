import { expect } from 'chai';
import { NO_DRAWS, type UserDraws } from '../../../src/domain/draws/account.ts';
import { nextChanceAt } from '../../../src/domain/draws/chances.ts';
import { drawDetailsSchema } from '../../../src/domain/draws/draw-details.ts';
import { userDrawInfo } from '../../../src/domain/draws/user-draw-info.ts';

const now = Date.parse('2026-11-11T10:00:00+08:00');

function chances(limits: object, draws: UserDraws = NO_DRAWS) {
  return userDrawInfo('u1', draws, drawDetailsSchema.parse({ rules: { chances: limits } }), now).chancesLeft;
}

const drawn: UserDraws = {
  ...NO_DRAWS,
  drawNo: 8,
  lastDay: '2026-11-11',
  drawnOnLastDay: 2,
  dailyOnLastDay: 2,
};

describe('user_draw_info', () => {
  it('of somebody who never drew is zeros', () => {
    expect(
      userDrawInfo(
        'u1',
        NO_DRAWS,
        drawDetailsSchema.parse({ rules: { chances: { per_day: 3, total: 10 } } }),
        now,
      ),
    ).to.deep.equal({
      uid: 'u1',
      chancesLeft: 3,
      earnedLeft: 0,
      drawnToday: 0,
      drawnTotal: 0,
      ways: [],
      inviteCode: null,
      prizesTotal: 0,
      prizes: [],
    });
  });

  it('has as many chances left as the tighter limit leaves', () => {
    expect(chances({ per_day: 3, total: 10 }, drawn)).to.equal(1);
    expect(chances({ per_day: 5, total: 10 }, drawn)).to.equal(2);
    expect(chances({ total: 10 }, drawn)).to.equal(2);
    expect(chances({ per_day: 3 }, { ...drawn, lastDay: '2026-11-10' })).to.equal(3);
  });

  it('counts an earlier day as the account’s last one', () => {
    expect(chances({ per_day: 3 }, { ...drawn, lastDay: '2026-11-12' })).to.equal(1);
  });

  it('has null where nothing limits, and never less than zero', () => {
    expect(chances({}, drawn)).to.equal(null);
    expect(chances({ per_day: 1, total: 1 }, drawn)).to.equal(0);
  });

  it('joins what was won with the names of the file, and keeps what the file no longer has', () => {
    const shake = drawDetailsSchema.parse({ prizes: [{ id: 'a', name: '优惠券' }] });
    const wins = [
      { drawId: 'd1', prizeId: 'a', unit: 7, wonAt: now },
      { drawId: 'd2', prizeId: 'gone', unit: 1, wonAt: now },
    ];
    expect(userDrawInfo('u1', { ...drawn, wins }, shake, now).prizes).to.deep.equal([
      { drawId: 'd1', prizeId: 'a', unit: 7, name: '优惠券', wonAt: '2026-11-11T10:00:00+08:00' },
      { drawId: 'd2', prizeId: 'gone', unit: 1, name: 'gone', wonAt: '2026-11-11T10:00:00+08:00' },
    ]);
  });
});

describe('user_draw_info with earned chances', () => {
  const earn = { sign_in: { per_day: 1 }, share: { per_day: 2 }, invite: { each: 2, total: 5 } };
  const info = (limits: object, draws: UserDraws) =>
    userDrawInfo('u1', draws, drawDetailsSchema.parse({ rules: { chances: limits } }), now);

  it('adds what is earned and not used to what the day has left', () => {
    const earned = { ...drawn, earned: 5, earnedUsed: 1 };
    expect(info({ per_day: 3 }, earned)).to.include({ chancesLeft: 1 + 4, earnedLeft: 4 });
    expect(info({ per_day: 2 }, earned)).to.include({ chancesLeft: 4, earnedLeft: 4 });
    expect(info({}, earned)).to.include({ chancesLeft: null, earnedLeft: 4 });
    // Eight draws, of which one was with an earned chance.
    expect(info({ total: 8 }, earned)).to.include({ chancesLeft: 1 + 4 });
  });

  it('lists how more can be earned, and how often today or in all', () => {
    const some = { ...drawn, signInsOnLastDay: 1, sharesOnLastDay: 1, invited: 2 };
    expect(info({ per_day: 3, earn }, some).ways).to.deep.equal([
      { source: 'sign_in', worth: 1, left: 0 },
      { source: 'share', worth: 1, left: 1 },
      { source: 'invite', worth: 2, left: 3 },
    ]);
    const before = info({ per_day: 3, earn }, { ...some, lastDay: '2026-11-10' }).ways;
    expect(before.map(({ left }) => left)).to.deep.equal([1, 2, 3]);
  });

  it('counts all wins, also those that it does not list', () => {
    expect(info({}, { ...drawn, won: { a: 60, b: 7 } }).prizesTotal).to.equal(67);
  });
});

describe('the next chance of a user who has none left', () => {
  const spent: UserDraws = {
    ...NO_DRAWS,
    drawNo: 3,
    lastDay: '2026-11-11',
    drawnOnLastDay: 3,
    dailyOnLastDay: 3,
  };
  const next = (limits: object, endsAt: number | null = null, draws = spent) =>
    nextChanceAt(draws, drawDetailsSchema.parse({ rules: { chances: limits } }).rules, endsAt, now);

  it('comes with the next day of the activity’s time zone', () => {
    expect(next({ per_day: 3, total: 10 })).to.equal('2026-11-12T00:00:00+08:00');
    expect(next({ per_day: 3 })).to.equal('2026-11-12T00:00:00+08:00');
  });

  it('comes after the account’s last day where a clock is behind that', () => {
    const ahead = { ...spent, lastDay: '2026-11-14' };
    expect(next({ per_day: 3 }, null, ahead)).to.equal('2026-11-15T00:00:00+08:00');
    expect(next({ per_day: 3 }, Date.parse('2026-11-15T00:00:00+08:00'), ahead)).to.equal(null);
  });

  it('never comes when all are spent, when none is given, or when the end comes first', () => {
    expect(next({ per_day: 3, total: 3 })).to.equal(null);
    expect(next({ total: 3 })).to.equal(null);
    expect(next({ per_day: 3, total: 3 }, null, { ...spent, earned: 1, earnedUsed: 1 })).to.be.a('string');
    expect(next({ per_day: 0 }, null, NO_DRAWS)).to.equal(null);
    expect(next({ per_day: 3 }, Date.parse('2026-11-12T00:00:00+08:00'))).to.equal(null);
    expect(next({ per_day: 3 }, Date.parse('2026-11-12T00:00:01+08:00'))).to.be.a('string');
  });
});
