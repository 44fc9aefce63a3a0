import { expect } from 'chai';
import { drawDetailsSchema } from '../../../src/domain/draws/draw-details.ts';
import {
  NO_DRAWS,
  nextChanceAt,
  type UserDraws,
  userDrawInfo,
} from '../../../src/domain/draws/user-draw-info.ts';

const now = Date.parse('2026-11-11T10:00:00+08:00');

function chances(limits: object, draws: UserDraws = NO_DRAWS) {
  return userDrawInfo('u1', draws, drawDetailsSchema.parse({ rules: { chances: limits } }), now).chancesLeft;
}

const drawn: UserDraws = { drawNo: 8, lastDay: '2026-11-11', drawnOnLastDay: 2, wins: [] };

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
      drawnToday: 0,
      drawnTotal: 0,
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
      { drawId: 'd1', prizeId: 'a', wonAt: now },
      { drawId: 'd2', prizeId: 'gone', wonAt: now },
    ];
    expect(userDrawInfo('u1', { ...drawn, wins }, shake, now).prizes).to.deep.equal([
      { drawId: 'd1', prizeId: 'a', name: '优惠券', wonAt: '2026-11-11T10:00:00+08:00' },
      { drawId: 'd2', prizeId: 'gone', name: 'gone', wonAt: '2026-11-11T10:00:00+08:00' },
    ]);
  });
});

describe('the next chance of a user who has none left', () => {
  const spent: UserDraws = { drawNo: 3, lastDay: '2026-11-11', drawnOnLastDay: 3, wins: [] };
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
    expect(next({ per_day: 0 }, null, NO_DRAWS)).to.equal(null);
    expect(next({ per_day: 3 }, Date.parse('2026-11-12T00:00:00+08:00'))).to.equal(null);
    expect(next({ per_day: 3 }, Date.parse('2026-11-12T00:00:01+08:00'))).to.be.a('string');
  });
});
