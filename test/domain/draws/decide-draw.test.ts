import { createHash } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { commitmentOf, ticketOf } from '../../../src/application/draws/ticket.ts';
import { detailSchemas } from '../../../src/application/kinds/kinds.ts';
import { type Activity, readActivity } from '../../../src/domain/activities/activity.ts';
import { decideDraw, releasedStock } from '../../../src/domain/draws/decide-draw.ts';
import type { DrawDetails } from '../../../src/domain/draws/draw-details.ts';
import { prizeFor, prizeTable } from '../../../src/domain/draws/prize-table.ts';
import {
  afterDraw,
  NO_DRAWS,
  nextChanceAt,
  type UserDraws,
  userDrawInfo,
} from '../../../src/domain/draws/user-draw-info.ts';

const starts_at = '2026-11-11T00:00:00+08:00';
const ends_at = '2026-11-11T10:00:00+08:00';
const start = Date.parse(starts_at);
const HOUR = 3_600_000;

function activityWith(prizes: Record<string, object>, rules: object = {}): Activity<DrawDetails> {
  const file = {
    dispatch: 'shake',
    starts_at,
    ends_at,
    prizes: Object.keys(prizes).map((id) => ({ id, name: id })),
    rules: { prizes, ...rules },
  };
  const reading = readActivity('a1', file, detailSchemas);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.activity as Activity<DrawDetails>;
}

function decide(
  activity: Activity<DrawDetails>,
  ticket: bigint,
  draws: UserDraws = NO_DRAWS,
  uid = 'ann',
  now = start,
) {
  return decideDraw(activity, prizeTable(activity.details), uid, draws, ticket, now);
}

const wins = (...prizeIds: string[]): UserDraws => ({
  drawNo: prizeIds.length,
  lastDay: '2026-11-10',
  drawnOnLastDay: prizeIds.length,
  wins: prizeIds.map((prizeId, index) => ({ drawId: `d${index}`, prizeId, wonAt: 0 })),
});

describe('a table of prizes', () => {
  it('puts odds of every form over one denominator, in the order of the prizes', () => {
    const { details } = activityWith({ a: { odds: '1/3' }, b: { odds: '0.01%' }, c: { odds: '33.33%' } });
    const table = prizeTable(details);
    expect(table.denominator).to.equal(30_000n);
    expect(table.bounds).to.deep.equal([
      { prizeId: 'a', below: 10_000n },
      { prizeId: 'b', below: 10_003n },
      { prizeId: 'c', below: 20_002n },
    ]);
    expect(
      [0n, 9999n, 10_000n, 10_002n, 10_003n, 20_001n, 20_002n, 29_999n].map((ticket) =>
        prizeFor(ticket, table),
      ),
    ).to.deep.equal(['a', 'a', 'b', 'b', 'c', 'c', null, null]);
  });

  it('has for each prize exactly its share of all tickets', () => {
    const someOdds = fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 60, max: 120 })), {
      minLength: 1,
      maxLength: 3,
    });
    fc.assert(
      fc.property(someOdds, (ratios) => {
        const prizes = Object.fromEntries(
          ratios.map(([n, d], index) => [`p${index}`, { odds: `${n}/${d}` }]),
        );
        const table = prizeTable(activityWith(prizes).details);
        let from = 0n;
        for (const [index, { prizeId, below }] of table.bounds.entries()) {
          const [n, d] = ratios[index]!;
          expect(prizeId).to.equal(`p${index}`);
          expect((below - from) * BigInt(d)).to.equal(BigInt(n) * table.denominator);
          from = below;
        }
      }),
    );
  });
});

describe('a ticket', () => {
  const secret = '00'.repeat(32);

  it('can be derived again by anyone who has the seed', () => {
    // From `printf 'a1:1:ann' | openssl dgst -sha256 -mac HMAC -macopt hexkey:00…00`
    const ticket = ticketOf(secret, { activityId: 'a1', drawNo: 1, uid: 'ann' }, 2n ** 256n);
    expect(ticket.toString(16).padStart(64, '0')).to.equal(
      '7b23bf9afbbf83fa09c58f08e4e3af70bf56ca88e0b3c7f17ec202364cc244cc',
    );
  });

  it('is the one of the worked example in docs/fairness.md', () => {
    const seed = '8f2a1c0e5b7d94368f2a1c0e5b7d94368f2a1c0e5b7d94368f2a1c0e5b7d9436';
    expect(commitmentOf(seed)).to.equal('9f4ac65648058ebbfec42425c88794fb0feafcbc008813cf1e8bf45fbbb83e2a');
    const odds = {
      phone: '0.001%',
      earphones: '1/5000',
      'coupon-50': '0.5%',
      'coupon-10': '5%',
      tea: '1/50',
    };
    const table = prizeTable(
      activityWith(Object.fromEntries(Object.entries(odds).map(([id, text]) => [id, { odds: text }])))
        .details,
    );
    expect(table.denominator).to.equal(100_000n);
    const ticket = ticketOf(seed, { activityId: '1055', drawNo: 4, uid: 'bob' }, table.denominator);
    expect(ticket).to.equal(167n);
    expect(prizeFor(ticket, table)).to.equal('coupon-50');
  });

  it('differs with the seed, the activity, the user and the number of the draw', () => {
    const draw = { activityId: 'a1', drawNo: 1, uid: 'ann' };
    const tickets = [
      ticketOf(secret, draw, 2n ** 256n),
      ticketOf('01'.repeat(32), draw, 2n ** 256n),
      ticketOf(secret, { ...draw, activityId: 'a11' }, 2n ** 256n),
      ticketOf(secret, { ...draw, drawNo: 11 }, 2n ** 256n),
      ticketOf(secret, { ...draw, uid: '1:ann' }, 2n ** 256n),
    ];
    expect(new Set(tickets).size).to.equal(tickets.length);
  });

  it('of a million draws fits the odds', () => {
    const { details } = activityWith({
      third: { odds: '1/3' },
      rare: { odds: '0.01%' },
      much: { odds: '33.33%' },
    });
    const table = prizeTable(details);
    const draws = 1_000_000;
    const seed = createHash('sha256').update('a seed that is fixed, so that the test is').digest('hex');
    const seen = new Map<string | null, number>();
    for (let index = 0; index < draws; index++) {
      const prize = prizeFor(
        ticketOf(seed, { activityId: 'a1', drawNo: 1, uid: `u${index}` }, table.denominator),
        table,
      );
      seen.set(prize, (seen.get(prize) ?? 0) + 1);
    }
    const share = new Map<string | null, number>([
      ['third', 10_000 / 30_000],
      ['rare', 3 / 30_000],
      ['much', 9999 / 30_000],
      [null, 9998 / 30_000],
    ]);
    const chiSquare = [...share].reduce(
      (sum, [prize, p]) => sum + ((seen.get(prize) ?? 0) - draws * p) ** 2 / (draws * p),
      0,
    );
    // The 99.9 % quantile of chi-square with 3 degrees of freedom.
    expect(chiSquare).to.be.below(16.27);
  });
});

describe('the decision on a draw', () => {
  const activity = activityWith(
    { car: { odds: '1/2', stock: 3, per_user: 1 }, thanks: {} },
    { fallback: 'thanks', chances: { per_day: 2, total: 4 }, blocked_users: ['mallory'] },
  );

  it('candidates for the prize of the ticket, then for the fallback', () => {
    expect(decide(activity, 0n)).to.deep.equal({
      drawNo: 1,
      day: '2026-11-11',
      candidates: [
        { prizeId: 'car', limit: 3 },
        { prizeId: 'thanks', limit: null },
      ],
    });
    expect(decide(activity, 1n)?.candidates).to.deep.equal([{ prizeId: 'thanks', limit: null }]);
  });

  it('candidates for no more of a prize than one user may win', () => {
    expect(decide(activity, 0n, wins('car'))?.candidates).to.deep.equal([{ prizeId: 'thanks', limit: null }]);
  });

  it('lets a blocked user draw, and win nothing', () => {
    expect(decide(activity, 0n, NO_DRAWS, 'mallory')).to.deep.equal({
      drawNo: 1,
      day: '2026-11-11',
      candidates: [],
    });
  });

  it('is no draw without a chance, by the day and in all', () => {
    const today = { drawNo: 2, lastDay: '2026-11-11', drawnOnLastDay: 2, wins: [] };
    expect(decide(activity, 0n, today)).to.equal(null);
    expect(decide(activity, 0n, { ...today, lastDay: '2026-11-10' })).to.have.property('drawNo', 3);
    expect(decide(activity, 0n, { ...today, drawNo: 4, lastDay: '2026-11-10' })).to.equal(null);
  });

  it('gives a new day’s chances at midnight of the activity’s time zone', () => {
    const lateShow = activityWith({ car: {} }, { chances: { per_day: 1 }, timezone: 'America/New_York' });
    const drawn = { drawNo: 1, lastDay: '2026-11-10', drawnOnLastDay: 1, wins: [] };
    const midnight = Date.parse('2026-11-11T00:00:00-05:00');
    expect(decide(lateShow, 0n, drawn, 'ann', midnight - 1)).to.equal(null);
    expect(decide(lateShow, 0n, drawn, 'ann', midnight)).to.have.property('day', '2026-11-11');
  });

  it('never gives the fallback twice the chance it has by itself', () => {
    const same = activityWith({ thanks: { odds: '1/1', stock: 1 } }, { fallback: 'thanks' });
    expect(decide(same, 0n)?.candidates).to.deep.equal([{ prizeId: 'thanks', limit: 1 }]);
  });
});

describe('stock that is released over time', () => {
  const window = { startsAt: start, endsAt: start + 10 * HOUR };
  const rule = (release: object | string, stock: number | null) =>
    activityWith({ car: { stock, release } }).details.rules.prizes.car!;

  it('is there at once without a release', () => {
    expect(
      releasedStock(activityWith({ car: { stock: 5 } }).details.rules.prizes.car!, window, start),
    ).to.equal(5);
    expect(releasedStock(activityWith({ car: {} }).details.rules.prizes.car!, window, start)).to.equal(null);
  });

  it('comes evenly: the first at the start, the last before the end', () => {
    const linear = rule('linear', 5);
    const hours = [-0.001, 0, 1.999, 2, 4, 7.999, 8, 9.999].map((hour) =>
      releasedStock(linear, window, start + hour * HOUR),
    );
    expect(hours).to.deep.equal([0, 1, 1, 2, 3, 4, 5, 5]);
  });

  it('comes evenly whatever the stock, never more, never less as time goes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 50 }),
        fc.array(fc.integer({ min: 0, max: 10 * HOUR - 1 })),
        (stock, times) => {
          const linear = rule('linear', stock);
          const freed = times
            .sort((a, b) => a - b)
            .map((time) => releasedStock(linear, window, start + time) ?? -1);
          expect(freed.every((each, index) => each <= stock && each >= (freed[index - 1] ?? 0))).to.equal(
            true,
          );
          expect(releasedStock(linear, window, start + 10 * HOUR - 1)).to.be.at.least(
            Math.min(stock, stock - Math.ceil(stock / (10 * HOUR))),
          );
        },
      ),
    );
  });

  it('comes in steps, at most the stock', () => {
    const steps = [
      { at: '2026-11-11T02:00:00+08:00', count: 2 },
      { at: '2026-11-11T04:00:00+08:00', count: 9 },
    ];
    const freed = [1.999, 2, 3.999, 4].map((hour) =>
      releasedStock(rule(steps, 5), window, start + hour * HOUR),
    );
    expect(freed).to.deep.equal([0, 2, 2, 5]);
    expect(releasedStock(rule(steps, null), window, start + 5 * HOUR)).to.equal(11);
  });

  it('is refused where there is nothing to spread, or nothing to spread it over', () => {
    const file = {
      dispatch: 'shake',
      prizes: [{ id: 'car', name: 'car' }],
      rules: { prizes: { car: { release: 'linear' } } },
    };
    const reading = readActivity('a1', file, detailSchemas);
    expect(reading.ok ? [] : reading.problems.map(({ path, code }) => `${path} ${code}`)).to.deep.equal([
      'rules.prizes.car.release linear_without_stock',
      'rules.prizes.car.release linear_without_window',
    ]);
  });
});

describe('the days of an account', () => {
  const midnight = Date.parse('2026-11-12T00:00:00+08:00');
  const zones = ['Asia/Shanghai', 'America/Los_Angeles', 'Pacific/Apia'];
  const visits = fc.array(
    fc.record({
      laterMs: fc.nat({ max: 300 }),
      skewMs: fc.constantFrom(0, 50, 200, 2000, -2000, 3 * 24 * HOUR),
      timezone: fc.constantFrom(...zones),
    }),
    { minLength: 1, maxLength: 60 },
  );

  it('never go back and never have more draws than chances, by any clocks and in any time zones', () => {
    const perDay = 3;
    const inZone = new Map(
      zones.map((timezone) => {
        const activity = activityWith({ car: { odds: '1/1' } }, { timezone, chances: { per_day: perDay } });
        return [timezone, { ...activity, startsAt: null, endsAt: null }];
      }),
    );
    fc.assert(
      fc.property(visits, (list) => {
        let time = midnight - 3000;
        let draws = NO_DRAWS;
        const drawnOn = new Map<string, number>();
        for (const { laterMs, skewMs, timezone } of list) {
          time += laterMs;
          const now = time + skewMs;
          const activity = inZone.get(timezone)!;
          const info = userDrawInfo('ann', draws, activity.details, now);
          const decision = decide(activity, 0n, draws, 'ann', now);
          expect(decision === null).to.equal(info.chancesLeft === 0);
          if (!decision) {
            const next = Date.parse(nextChanceAt(draws, activity.details.rules, null, now)!);
            expect(next).to.be.above(now);
            expect(decide(activity, 0n, draws, 'ann', next - 1000)).to.equal(null);
            expect(decide(activity, 0n, draws, 'ann', next)).not.to.equal(null);
            continue;
          }
          const { day } = decision;
          expect(day >= (draws.lastDay ?? '')).to.equal(true);
          drawnOn.set(day, (drawnOn.get(day) ?? 0) + 1);
          expect(drawnOn.get(day)).to.be.at.most(perDay);
          draws = afterDraw(draws, { drawId: 'd', prizeId: null, day, at: now });
        }
      }),
    );
  });
});
