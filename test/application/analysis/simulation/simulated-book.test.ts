import { expect } from 'chai';
import fc from 'fast-check';
import { seededRandomness } from '../../../../src/adapters/threads/seeded-randomness.ts';
import { boundSource } from '../../../../src/application/analysis/simulation/randomness.ts';
import {
  NO_CHANCE,
  NOTHING,
  SimulatedBook,
} from '../../../../src/application/analysis/simulation/simulated-book.ts';
import { afterDraw, NO_DRAWS, withCount } from '../../../../src/domain/draws/account.ts';
import { decideDraw, firstAvailable } from '../../../../src/domain/draws/decide-draw.ts';

import { launch } from '../../../support/simulations.ts';

const HOUR = 3_600_000;

describe('the books of a simulation', () => {
  const prize = fc.record(
    {
      odds: fc.constantFrom('0%', '1/5', '1/7', '20%'),
      stock: fc.integer({ min: 0, max: 12 }),
      per_user: fc.integer({ min: 1, max: 3 }),
      unlock_after: fc.integer({ min: 0, max: 4 }),
      value: fc.constantFrom('0.00', '1.50', '0.015'),
      release: fc.constantFrom('linear', [
        { at: '2026-11-11T12:00:00+08:00', count: 2 },
        { at: '2026-11-12T06:00:00+08:00', count: 3 },
      ]),
    },
    { requiredKeys: ['odds', 'stock'] },
  );
  const rulesOf = fc.record({
    chances: fc.record({ per_day: fc.integer({ min: 1, max: 4 }), total: fc.integer({ min: 1, max: 9 }) }),
    fallback: fc.constantFrom('a', 'b', null),
    guarantee: fc.constantFrom(null, { after: 2, prize: 'b' }, { after: 3, prize: 'c' }),
    budget: fc.constantFrom(null, '2.99', '4.51'),
    blocked_users: fc.constantFrom([], ['u2']),
  });
  const visits = fc.array(fc.tuple(fc.nat(3), fc.bigInt({ min: 0n, max: 34n }), fc.nat(47)), {
    maxLength: 80,
  });

  it('book what the decision of the service and the ledger would', () => {
    fc.assert(
      fc.property(prize, prize, rulesOf, fc.nat(3), visits, (a, b, { budget, ...rules }, earned, all) => {
        const activity = launch({ a, b, c: { odds: '1/7' } }, { ...rules, ...(budget && { budget }) });
        const book = new SimulatedBook(activity, 4, new Set(rules.blocked_users.map(() => 1)), earned);
        const accounts = Array.from({ length: 4 }, () => ({ ...NO_DRAWS, earned }));
        const awarded = new Map<string, number>();
        const count = (id: string) => awarded.get(id) ?? 0;
        let spent = 0;
        for (const [user, ticket, hour] of all.sort((one, other) => one[2] - other[2])) {
          const now = (activity.startsAt as number) + hour * HOUR;
          const [uid, draws] = [`u${user + 1}`, accounts[user]!];
          const falls = ticket % book.table.denominator;
          const decision = decideDraw(activity, book.table, uid, draws, falls, now);
          const booked = book.draw(user, falls, now);
          if (!decision) {
            expect(booked).to.equal(NO_CHANCE);
            continue;
          }
          const won = firstAvailable(decision.candidates, { count, spent, budget: book.table.budget });
          expect(booked === NOTHING ? null : book.prizeIds[booked]).to.equal(won?.prizeId ?? null);
          accounts[user] = afterDraw(draws, decision);
          if (!won) continue;
          awarded.set(won.prizeId, count(won.prizeId) + 1);
          spent += won.cost;
          accounts[user] = withCount(accounts[user]!, won.prizeId, won.endsStreak);
        }
        const used = accounts.reduce((sum, { earnedUsed }) => sum + earnedUsed, 0);
        expect([book.spent, book.earnedUsed]).to.deep.equal([spent, used]);
      }),
      { numRuns: 1000 },
    );
  });

  for (const denominator of [7n, 2n ** 32n, 10n ** 12n]) {
    it(`look every ticket up among the bounds, of a denominator of ${denominator}`, () => {
      const bounds = [denominator / 7n, (denominator * 3n) / 7n];
      const next = boundSource({ denominator, bounds }, seededRandomness(1));
      const found = [0, 0, 0];
      for (let count = 0; count < 7000; count++) found[next()]!++;
      const expected = [1000, 2000, 4000];
      for (const [index, count] of found.entries()) expect(count).to.be.closeTo(expected[index]!, 150);
    });
  }
});
