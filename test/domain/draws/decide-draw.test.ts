import { createHash } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { commitmentOf, ticketOf } from '../../../src/application/draws/ticket.ts';
import { kindReadings } from '../../../src/application/kinds/kinds.ts';
import { type Activity, readActivity } from '../../../src/domain/activities/activity.ts';
import { afterDraw, NO_DRAWS, type UserDraws, withCount } from '../../../src/domain/draws/account.ts';
import { chancesOf, nextChanceAt } from '../../../src/domain/draws/chances.ts';
import {
  type Candidate,
  decideDraw,
  firstAvailable,
  isAvailable,
  releasedStock,
} from '../../../src/domain/draws/decide-draw.ts';
import type { DrawDetails } from '../../../src/domain/draws/draw-details.ts';
import { prizeFor, prizeTable } from '../../../src/domain/draws/prize-table.ts';
import { userDrawInfo } from '../../../src/domain/draws/user-draw-info.ts';
import { MOST_CENTS } from '../../../src/domain/shared/money.ts';

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
  const reading = readActivity('a1', file, kindReadings);
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
  ...NO_DRAWS,
  drawNo: prizeIds.length,
  lastDay: '2026-11-10',
  drawnOnLastDay: prizeIds.length,
  dailyOnLastDay: prizeIds.length,
  won: Object.fromEntries(prizeIds.map((id) => [id, prizeIds.filter((each) => each === id).length])),
});

/** A prize without a value, as it may be won. */
const free = (prizeId: string, limit: number | null = null): Candidate => ({
  prizeId,
  limit,
  cost: 0,
  endsStreak: false,
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
      usesEarned: false,
      candidates: [free('car', 3), free('thanks')],
    });
    expect(decide(activity, 1n)?.candidates).to.deep.equal([free('thanks')]);
  });

  it('candidates for no more of a prize than one user may win', () => {
    expect(decide(activity, 0n, wins('car'))?.candidates).to.deep.equal([free('thanks')]);
  });

  it('lets a blocked user draw, and win nothing', () => {
    expect(decide(activity, 0n, NO_DRAWS, 'mallory')).to.deep.equal({
      drawNo: 1,
      day: '2026-11-11',
      usesEarned: false,
      candidates: [],
    });
  });

  it('is no draw without a chance, by the day and in all', () => {
    const today = { ...NO_DRAWS, drawNo: 2, lastDay: '2026-11-11', drawnOnLastDay: 2, dailyOnLastDay: 2 };
    expect(decide(activity, 0n, today)).to.equal(null);
    expect(decide(activity, 0n, { ...today, lastDay: '2026-11-10' })).to.have.property('drawNo', 3);
    expect(decide(activity, 0n, { ...today, drawNo: 4, lastDay: '2026-11-10' })).to.equal(null);
  });

  it('gives a new day’s chances at midnight of the activity’s time zone', () => {
    const lateShow = activityWith({ car: {} }, { chances: { per_day: 1 }, timezone: 'America/New_York' });
    const drawn = { ...NO_DRAWS, drawNo: 1, lastDay: '2026-11-10', drawnOnLastDay: 1, dailyOnLastDay: 1 };
    const midnight = Date.parse('2026-11-11T00:00:00-05:00');
    expect(decide(lateShow, 0n, drawn, 'ann', midnight - 1)).to.equal(null);
    expect(decide(lateShow, 0n, drawn, 'ann', midnight)).to.have.property('day', '2026-11-11');
  });

  it('never gives the fallback twice the chance it has by itself', () => {
    const same = activityWith({ thanks: { odds: '1/1', stock: 1 } }, { fallback: 'thanks' });
    expect(decide(same, 0n)?.candidates).to.deep.equal([free('thanks', 1)]);
  });

  it('spends an earned chance only where the day has none of its own left', () => {
    const today = { ...NO_DRAWS, drawNo: 1, lastDay: '2026-11-11', drawnOnLastDay: 1, dailyOnLastDay: 1 };
    expect(decide(activity, 0n, { ...today, earned: 2 })).to.have.property('usesEarned', false);
    const spent = { ...today, drawNo: 3, drawnOnLastDay: 3, dailyOnLastDay: 2, earned: 2, earnedUsed: 1 };
    expect(decide(activity, 0n, spent)).to.include({ drawNo: 4, usesEarned: true });
    expect(decide(activity, 0n, { ...spent, earned: 1 })).to.equal(null);
    // A new day has chances of its own, up to those in all: the earned one of before does not count among these.
    expect(decide(activity, 0n, { ...spent, lastDay: '2026-11-10' })).to.have.property('usesEarned', false);
    const inAll = { ...spent, drawNo: 5, lastDay: '2026-11-10' };
    expect(decide(activity, 0n, inAll)).to.have.property('usesEarned', true);
  });

  it('never spends an earned chance where draws have no limit', () => {
    const endless = activityWith({ car: { odds: '1/1' } });
    expect(decide(endless, 0n, { ...NO_DRAWS, earned: 5 })).to.have.property('usesEarned', false);
  });
});

describe('a prize that is locked at first', () => {
  const activity = activityWith(
    { car: { odds: '1/2', unlock_after: 2 }, thanks: { unlock_after: 1 } },
    { fallback: 'thanks' },
  );
  const after = (drawNo: number) =>
    decide(activity, 0n, { ...NO_DRAWS, drawNo })?.candidates.map(({ prizeId }) => prizeId);

  it('can be won from the draw on that follows so many of the same user', () => {
    expect([0, 1, 2, 3].map(after)).to.deep.equal([[], ['thanks'], ['car', 'thanks'], ['car', 'thanks']]);
  });
});

describe('a guarantee', () => {
  const activity = activityWith(
    {
      car: { odds: '1/4', value: '9.99' },
      thanks: { odds: '1/4' },
      tea: { per_user: 2, value: '0.00' },
    },
    { fallback: 'thanks', guarantee: { after: 3, prize: 'tea' } },
  );
  const [onCar, onThanks, onNothing] = [0n, 1n, 2n];
  const winnable = (ticket: bigint, streak: number, more: Partial<UserDraws> = {}) =>
    decide(activity, ticket, { ...NO_DRAWS, streak, ...more })?.candidates.map(({ prizeId }) => prizeId);

  it('comes with the draw that makes the row so long, before anything that is of no value', () => {
    expect(winnable(onThanks, 1)).to.deep.equal(['thanks']);
    expect(winnable(onThanks, 2)).to.deep.equal(['tea', 'thanks']);
    expect(winnable(onNothing, 2)).to.deep.equal(['tea', 'thanks']);
    expect(winnable(onNothing, 7)).to.deep.equal(['tea', 'thanks']);
  });

  it('leaves a prize of value that was drawn, and stands in for it where that is gone', () => {
    expect(winnable(onCar, 2)).to.deep.equal(['car', 'tea', 'thanks']);
  });

  it('does not lift the limits of its prize', () => {
    expect(winnable(onNothing, 2, { won: { tea: 2 } })).to.deep.equal(['thanks']);
  });

  it('ends a row with its prize, also without a value, and with any that costs something', () => {
    const ends = decide(activity, onCar, { ...NO_DRAWS, streak: 2 })?.candidates ?? [];
    expect(ends.map(({ prizeId, endsStreak, cost }) => [prizeId, endsStreak, cost])).to.deep.equal([
      ['car', true, 999],
      ['tea', true, 0],
      ['thanks', false, 0],
    ]);
  });

  it('leaves no user a longer row than it says, while its prize is there', () => {
    const tickets = fc.array(fc.bigInt({ min: 0n, max: 3n }), { maxLength: 60 });
    const endless = activityWith(
      { car: { odds: '1/4', value: '9.99', stock: 2 }, thanks: { odds: '1/4' }, tea: {} },
      { guarantee: { after: 3, prize: 'tea' } },
    );
    fc.assert(
      fc.property(tickets, (list) => {
        const awarded = new Map<string, number>();
        const count = (id: string) => awarded.get(id) ?? 0;
        let draws = NO_DRAWS;
        for (const ticket of list) {
          const decision = decide(endless, ticket, draws)!;
          const won = firstAvailable(decision.candidates, { count, spent: 0, budget: null });
          draws = afterDraw(draws, decision);
          if (won) {
            awarded.set(won.prizeId, count(won.prizeId) + 1);
            draws = withCount(draws, won.prizeId, won.endsStreak);
          }
          expect(draws.streak).to.be.below(3);
        }
      }),
    );
  });
});

describe('what a ledger awards', () => {
  const candidate = (prizeId: string, limit: number | null, cost = 0) => ({ ...free(prizeId, limit), cost });

  it('is the first candidate of which there are some left and that the budget has room for', () => {
    const candidates = [candidate('car', 1, 500), candidate('tea', 2, 100), candidate('thanks', null)];
    const first = (counts: Record<string, number>, spent: number, budget: number | null) =>
      firstAvailable(candidates, { count: (id) => counts[id] ?? 0, spent, budget })?.prizeId;
    expect(first({}, 0, null)).to.equal('car');
    expect(first({ car: 1 }, 0, null)).to.equal('tea');
    expect(first({}, 500, 1000)).to.equal('car');
    expect(first({}, 501, 1000)).to.equal('tea');
    expect(first({}, 901, 1000)).to.equal('thanks');
    // A budget that was lowered below what is spent stops all but what costs nothing.
    expect(first({}, 2000, 1000)).to.equal('thanks');
    expect(firstAvailable(candidates.slice(0, 2), { count: () => 9, spent: 0, budget: null })).to.equal(null);
  });

  it('never makes the sum of the costs one that is not exact', () => {
    const dear = candidate('car', null, MOST_CENTS);
    expect(isAvailable(dear, 0, { spent: 0, budget: null })).to.equal(true);
    expect(isAvailable(dear, 0, { spent: 1, budget: null })).to.equal(false);
    expect(isAvailable(free('thanks'), 0, { spent: MOST_CENTS, budget: 0 })).to.equal(true);
  });

  it('keeps every budget, whatever is drawn in whatever order', () => {
    const costs = fc.array(fc.nat(500), { minLength: 1, maxLength: 5 });
    const order = fc.array(fc.nat(), { maxLength: 100 });
    fc.assert(
      fc.property(costs, order, fc.nat(3000), (list, picks, budget) => {
        let spent = 0;
        for (const pick of picks) {
          const candidates: Candidate[] = list
            .map((cost, index) => candidate(`p${index}`, null, cost))
            .slice(pick % list.length);
          const won = firstAvailable(candidates, { count: () => 0, spent, budget });
          // What comes before it would not have fitted.
          const passed = won === null ? candidates : candidates.slice(0, candidates.indexOf(won));
          expect(passed.every(({ cost }) => cost > 0 && spent + cost > budget)).to.equal(true);
          spent += won?.cost ?? 0;
          expect(spent).to.be.at.most(budget);
        }
      }),
    );
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
    const reading = readActivity('a1', file, kindReadings);
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
      earns: fc.nat(1),
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
        let withEarned = 0;
        for (const { laterMs, skewMs, timezone, earns } of list) {
          time += laterMs;
          const now = time + skewMs;
          const activity = inZone.get(timezone)!;
          draws = { ...draws, earned: draws.earned + earns };
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
          const { day, usesEarned } = decision;
          expect(day >= (draws.lastDay ?? '')).to.equal(true);
          if (usesEarned) withEarned++;
          else drawnOn.set(day, (drawnOn.get(day) ?? 0) + 1);
          expect(drawnOn.get(day) ?? 0).to.be.at.most(perDay);
          // The day's own come first.
          if (usesEarned) expect(drawnOn.get(day)).to.equal(perDay);
          draws = afterDraw(draws, decision);
          expect(draws.earnedUsed).to.equal(withEarned).and.to.be.at.most(draws.earned);
          expect(chancesOf(activity.details.rules.chances, draws, day).earned).to.be.at.least(0);
        }
      }),
    );
  });
});
