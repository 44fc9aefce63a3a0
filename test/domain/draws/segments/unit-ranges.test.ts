import { expect } from 'chai';
import fc from 'fast-check';
import {
  countOf,
  takeLowest,
  type UnitRange,
  union,
} from '../../../../src/domain/draws/segments/unit-ranges.ts';

const units = fc.uniqueArray(fc.integer({ min: 1, max: 60 }));
const rangesOf = (numbers: readonly number[]) =>
  numbers.reduce<readonly UnitRange[]>((all, n) => union(all, [{ from: n, to: n }]), []);
const numbersOf = (ranges: readonly UnitRange[]) =>
  ranges.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, n) => from + n));
const ascending = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b);

describe('unit ranges', () => {
  it('keep each unit, neighbours as one range', () => {
    expect(rangesOf([3, 1, 2, 7])).to.deep.equal([
      { from: 1, to: 3 },
      { from: 7, to: 7 },
    ]);
    fc.assert(
      fc.property(units, (numbers) => {
        expect(numbersOf(rangesOf(numbers))).to.deep.equal(ascending(numbers));
        expect(countOf(rangesOf(numbers))).to.equal(numbers.length);
      }),
    );
  });

  it('give the lowest units up to a number', () => {
    fc.assert(
      fc.property(units, fc.nat(70), fc.nat(70), (numbers, count, upTo) => {
        const { taken, left } = takeLowest(rangesOf(numbers), count, upTo);
        const expected = ascending(numbers)
          .filter((n) => n <= upTo)
          .slice(0, count);
        expect(numbersOf(taken)).to.deep.equal(expected);
        expect(numbersOf(left)).to.deep.equal(ascending(numbers).filter((n) => !expected.includes(n)));
      }),
    );
  });
});
