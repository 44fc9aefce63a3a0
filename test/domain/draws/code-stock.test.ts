import { expect } from 'chai';
import { codePrizes, mostOf, withCodes } from '../../../src/domain/draws/code-stock.ts';
import { releasedStock } from '../../../src/domain/draws/decide-draw.ts';
import { drawDetailsSchema } from '../../../src/domain/draws/draw-details.ts';
import type { PrizeRule } from '../../../src/domain/draws/prize-rule.ts';

const START = Date.parse('2026-11-11T00:00:00+08:00');
const HOUR = 3_600_000;
const window = { startsAt: START, endsAt: START + 100 * HOUR };

const details = drawDetailsSchema.parse({
  prizes: ['card', 'free', 'linear', 'car'].map((id) => ({ id, name: id })),
  starts_at: 'x',
  ends_at: 'x',
  rules: {
    prizes: {
      card: { odds: '1/10', stock: 5, delivery: { by: 'code' } },
      free: { odds: '1/10', delivery: { by: 'code' } },
      linear: { odds: '1/10', stock: 100, release: 'linear', delivery: { by: 'code' } },
      car: { odds: '1/10', stock: 3 },
    },
  },
});

describe('the stock of prizes that are delivered by code', () => {
  const limitOf = (id: string, sizes: Record<string, number>, hours = 99) =>
    releasedStock(withCodes(details, sizes).rules.prizes[id] as PrizeRule, window, START + hours * HOUR);

  it('is that of the file or the codes that are loaded, whichever is less', () => {
    expect([3, 5, 9].map((card) => limitOf('card', { card }))).to.deep.equal([3, 5, 5]);
    expect(limitOf('free', { free: 7 })).to.equal(7);
  });

  it('is nothing while no code is loaded', () => {
    expect(['card', 'free', 'linear'].map((id) => limitOf(id, {}))).to.deep.equal([0, 0, 0]);
  });

  it('is released as the file says, as far as there are codes', () => {
    expect([0, 9, 50].map((hours) => limitOf('linear', { linear: 20 }, hours))).to.deep.equal([1, 10, 20]);
  });

  it('is not that of prizes that are delivered otherwise', () => {
    expect(codePrizes(details)).to.deep.equal(['card', 'free', 'linear']);
    expect(limitOf('car', { car: 1 })).to.equal(3);
  });

  it('limits nothing where sets of rules name no codes', () => {
    const rule = details.rules.prizes.free as PrizeRule;
    expect(releasedStock(rule, window, START)).to.equal(null);
    expect(mostOf(rule)).to.equal(null);
    expect(mostOf({ ...rule, codes: 0 })).to.equal(0);
  });
});
