import { expect } from 'chai';
import fc from 'fast-check';
import {
  journey,
  journeyThinking,
  MEAN_THINKS,
  type Random,
  thinkMs,
  usersFor,
} from '../../../bench/visit/journey.ts';

/** Each number from 0 up to 1 once, in steps of this size. */
const evenly = (count: number) => Array.from({ length: count }, (_, index) => (index + 0.5) / count);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const always =
  (value: number): Random =>
  () =>
    value;
const below1 = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe("the benchmark's user", () => {
  it('opens the page, draws one to three times and looks at the prizes', () => {
    fc.assert(
      fc.property(below1, (value) => {
        const { stages } = journey(always(value), 0.3);
        expect(stages[0]).to.equal('open');
        expect(stages.at(-1)).to.equal('prizes');
        expect(stages.slice(1, -1).every((stage) => stage === 'draw')).to.equal(true);
        expect(stages.length).to.be.within(3, 5);
      }),
    );
  });

  it('thinks before each stage but the first, so often on average', () => {
    const thinks = evenly(300).map((value) => journey(always(value), 0).stages.length - 1);
    expect(mean(thinks)).to.equal(MEAN_THINKS);
  });

  it('has an empty cache as often as is said', () => {
    const cold = evenly(100).filter((value) => journey(always(value), 0.3).isCold);
    expect(cold).to.have.length(30);
  });

  it('thinks for the mean time on average, and half of the times less than ln 2 of it', () => {
    const times = evenly(100_000).map((value) => thinkMs(always(value), 2000));
    expect(mean(times)).to.be.closeTo(2000, 1);
    expect(times.filter((time) => time < 2000 * Math.LN2)).to.have.length(50_000);
  });

  it('is met thinking in each time of thinking of each journey as often', () => {
    const counts = new Map<string, number>();
    for (const value of evenly(900)) {
      const { journey: met, next } = journeyThinking(always(value), 0);
      const key = `${next} of ${met.stages.length}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).to.deep.equal([
      '1 of 3',
      '1 of 4',
      '1 of 5',
      '2 of 3',
      '2 of 4',
      '2 of 5',
      '3 of 4',
      '3 of 5',
      '4 of 5',
    ]);
    expect([...new Set(counts.values())]).to.deep.equal([100]);
  });

  it('is there as long as the thinking lasts', () => {
    expect(usersFor(100, 2000)).to.equal(600);
    expect(usersFor(0.001, 10)).to.equal(1);
  });
});
