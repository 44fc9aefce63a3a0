import { expect } from 'chai';
import fc from 'fast-check';
import { NO_DRAWS } from '../../../src/domain/draws/account.ts';
import { releasedStock } from '../../../src/domain/draws/decide-draw.ts';
import { drawDetailsSchema } from '../../../src/domain/draws/draw-details.ts';
import { prizeOf } from '../../../src/domain/draws/prize-of.ts';
import { type PrizeTable, prizeFor } from '../../../src/domain/draws/prize-table.ts';
import { userDrawInfo } from '../../../src/domain/draws/user-draw-info.ts';

/* What a draw looks at, counted, so that it does not depend on the machine. */

const MANY = 1000;
const now = Date.parse('2026-11-11T10:00:00+08:00');

/** The object, with a property that counts how often it is read. */
function counting<T extends object>(object: T, key: keyof T, count: () => void): T {
  const value = object[key];
  return Object.defineProperty(object, key, {
    get: () => {
      count();
      return value;
    },
  });
}

const tableOf = (bounds: PrizeTable['bounds'], denominator: bigint): PrizeTable => ({
  denominator,
  bounds,
  costs: new Map(),
  budget: null,
  ofValue: new Set(),
});

describe('the work of a draw', () => {
  it('compares a ticket with at most 10 of 1,000 prizes', () => {
    let comparisons = 0;
    const bounds = Array.from({ length: MANY }, (_, index) =>
      counting({ prizeId: `p${index}`, below: BigInt(2 * index + 2) }, 'below', () => comparisons++),
    );
    const table = tableOf(bounds, BigInt(4 * MANY));
    for (let ticket = 0; ticket < 4 * MANY; ticket++) {
      comparisons = 0;
      const expected = ticket < 2 * MANY ? `p${ticket >> 1}` : null;
      expect(prizeFor(BigInt(ticket), table)).to.equal(expected);
      expect(comparisons).to.be.at.most(10);
    }
  });

  it('finds the first prize above the ticket, also among prizes that are never drawn', () => {
    const someWidths = fc.array(fc.bigInt({ min: 0n, max: 3n }), { maxLength: 12 });
    fc.assert(
      fc.property(someWidths, fc.bigInt({ min: 0n, max: 40n }), (widths, ticket) => {
        let below = 0n;
        const bounds = widths.map((width, index) => {
          below += width;
          return { prizeId: `p${index}`, below };
        });
        const expected = bounds.find((bound) => ticket < bound.below)?.prizeId ?? null;
        expect(prizeFor(ticket, tableOf(bounds, 41n))).to.equal(expected);
      }),
    );
  });

  it('reads the ids of the prizes once for all draws', () => {
    let reads = 0;
    const prizes = Array.from({ length: MANY }, (_, index) =>
      counting({ id: `p${index}`, name: `prize ${index}` }, 'id', () => reads++),
    );
    const details = { ...drawDetailsSchema.parse({}), prizes };
    const wins = Array.from({ length: 50 }, (_, index) => {
      return { drawId: `d${index}`, prizeId: `p${MANY - 1 - index}`, unit: 1, wonAt: now };
    });
    for (let draw = 0; draw < 10; draw++) {
      expect(userDrawInfo('u1', { ...NO_DRAWS, wins }, details, now).prizes[49]?.name).to.equal('prize 950');
      expect(prizeOf(details, 'gone')).to.equal(undefined);
    }
    expect(reads).to.equal(MANY);
  });

  it('reads the steps of a release once for all draws', () => {
    let reads = 0;
    const release = Array.from({ length: MANY }, (_, index) =>
      counting({ at: now + index, count: 2 }, 'at', () => reads++),
    );
    const rule = { ...ruleOf({}), release };
    const window = { startsAt: null, endsAt: null };
    expect(releasedStock(rule, window, now)).to.equal(2);
    const once = reads;
    for (let index = 0; index < MANY; index++) {
      expect(releasedStock(rule, window, now + index)).to.equal(2 * (index + 1));
    }
    expect(reads).to.equal(once);
  });

  it('frees what the steps up to now free, in whatever order they are written', () => {
    const someSteps = fc.array(
      fc.record({ at: fc.integer({ min: 0, max: 20 }), count: fc.integer({ min: 0, max: 9 }) }),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(someSteps, fc.integer({ min: -1, max: 21 }), (release, at) => {
        const expected = release.reduce((total, step) => total + (step.at <= at ? step.count : 0), 0);
        const rule = { ...ruleOf({}), release };
        expect(releasedStock(rule, { startsAt: null, endsAt: null }, at)).to.equal(expected);
      }),
    );
  });
});

function ruleOf(rule: object) {
  const rules = { prizes: { car: rule } };
  const { car } = drawDetailsSchema.parse({ prizes: [{ id: 'car', name: 'car' }], rules }).rules.prizes;
  if (!car) throw new Error('no such rule');
  return car;
}
