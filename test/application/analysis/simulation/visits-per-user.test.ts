import { expect } from 'chai';
import fc from 'fast-check';
import { simulateMessages } from '../../../../src/adapters/cli/i18n/simulate-messages.ts';
import { type Shape, trafficOf } from '../../../../src/application/analysis/simulation/traffic.ts';
import { readTraffic } from '../../../../src/application/analysis/simulation/traffic-csv.ts';
import { visitsPerUser } from '../../../../src/application/analysis/simulation/visits-per-user.ts';
import { launch, runOnce } from '../../../support/simulations.ts';

const ZONE = 'Asia/Shanghai';
const activityWith = (chances: object) => launch({ prize: { odds: '1/1' } }, { chances });
const windowOf = ({ startsAt, endsAt }: { startsAt: number | null; endsAt: number | null }) => ({
  startsAt: startsAt as number,
  endsAt: endsAt as number,
});

describe('how often users come, where nobody says', () => {
  const chancesOf = fc.record({
    per_day: fc.option(fc.integer({ min: 1, max: 9 })),
    total: fc.option(fc.integer({ min: 1, max: 30 })),
  });

  it('is all that the rules allow on the days of the window, and no visit finds a spent day', () => {
    const shapes = fc.constantFrom<Shape>('flat', 'evening', 'spike');
    fc.assert(
      fc.property(
        chancesOf,
        shapes,
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom(0, 2, 6),
        ({ per_day, total }, shape, users, earned) => {
          fc.pre(per_day !== null || total !== null);
          // Two local days.
          const activity = activityWith({ ...(per_day && { per_day }), ...(total && { total }) });
          const whole = trafficOf(shape, windowOf(activity), ZONE);
          const { count, traffic, why } = visitsPerUser(
            activity.details.rules.chances,
            whole,
            ZONE,
            undefined,
            earned,
          );
          expect(why).to.equal('all_allowed');
          expect(count).to.equal(Math.min(total ?? Infinity, 2 * (per_day ?? Infinity)) + earned);
          const run = runOnce(activity, { users, drawsPerUser: count, traffic, pieces: 4, earned }, 1);
          expect(run).to.include({ draws: users * count, refused: 0, earnedUsed: users * earned });
        },
      ),
      { numRuns: 60 },
    );
  });

  it('follows the traffic as far as the days have chances', () => {
    const activity = activityWith({ per_day: 3, total: 4 });
    const spike = trafficOf('spike', windowOf(activity), ZONE);
    const { count, traffic } = visitsPerUser(activity.details.rules.chances, spike, ZONE, undefined);
    const scenario = { users: 100, drawsPerUser: count, traffic, pieces: 2, earned: 0 };
    // By the traffic 80 % come on the first day, so 320 visits, of which its chances allow 300.
    expect([...runOnce(activity, scenario, 1).winsBy]).to.deep.equal([300, 400]);
  });

  it('counts no day on which nobody comes', () => {
    const activity = activityWith({ per_day: 3 });
    const csv = '2026-11-12T20:00:00+08:00,9\n2026-11-12T20:10:00+08:00,0\n';
    const reading = readTraffic(csv, windowOf(activity), ZONE);
    if (!reading.ok) throw new Error('not valid');
    const visits = visitsPerUser(activity.details.rules.chances, reading.traffic, ZONE, undefined);
    expect(visits).to.include({ count: 3, days: 1 });
  });

  it('is assumed in words, but where the caller said how often', () => {
    const words = (chances: object, asked?: number) => {
      const { rules } = activityWith(chances).details;
      const traffic = trafficOf('flat', windowOf(activityWith(chances)), ZONE);
      const { per_day, total } = rules.chances;
      const { count, why, days } = visitsPerUser(rules.chances, traffic, ZONE, asked);
      return simulateMessages.en.assumption({
        users: 1000,
        draws_per_user: count,
        draws_assumed: { why, per_day, total, days, earned: 0, earn_offered: false },
      });
    };
    expect(words({ per_day: 3, total: 10 })).to.equal(
      'assumed: each of 1,000 users draws 6 times, all that rules.chances allow: 3 a day on 2 days, at most 10 in all; --draws-per-user N changes it',
    );
    expect(words({})).to.match(/draws once, since rules.chances set no limit/);
    expect(words({ per_day: 0 })).to.match(/has no chance/);
    expect(words({ total: 20_000 })).to.match(/10,000 times, the most that can be simulated/);
    expect(words({ per_day: 3 }, 5)).to.equal(null);
  });

  it('says what was assumed of earned chances', () => {
    const [none, daily] = [
      { per_day: null, total: null },
      { per_day: 3, total: null },
    ];
    const said = (earned: number, earn_offered: boolean, limits: typeof none | typeof daily) =>
      simulateMessages.en.earned({
        draws_assumed: { why: 'asked', ...limits, days: null, earned, earn_offered },
        earned_draws: 1200,
      });
    expect(said(0, false, daily)).to.equal(null);
    expect(said(0, true, daily)).to.match(/left out; --earned N/);
    expect(said(2, false, daily)).to.match(/each user earns 2 chances in all.*; 1,200 draws/);
    expect(said(1, true, none)).to.match(/1 chance, and uses none/);
  });
});
