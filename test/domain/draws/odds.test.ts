import { expect } from 'chai';
import fc from 'fast-check';
import { parseOdds } from '../../../src/domain/draws/odds.ts';
import { fraction, sum } from '../../../src/domain/shared/fraction.ts';

describe('odds', () => {
  const exact: [string, bigint, bigint][] = [
    ['0.5%', 1n, 200n],
    ['1/200', 1n, 200n],
    ['33.33%', 3333n, 10_000n],
    ['0.0001%', 1n, 1_000_000n],
    ['1/3', 1n, 3n],
    ['100%', 1n, 1n],
    ['0%', 0n, 1n],
    ['0/7', 0n, 1n],
    ['7/7', 1n, 1n],
  ];
  for (const [text, numerator, denominator] of exact) {
    it(`reads ${text} as exactly ${numerator}/${denominator}`, () => {
      expect(parseOdds(text)).to.deep.equal({ numerator, denominator });
    });
  }

  for (const text of [
    '',
    '%',
    '0.5',
    '100.01%',
    '2/1',
    '1/0',
    '0/0',
    '-1%',
    '1e-3%',
    ' 1%',
    '1 / 2',
    '.5%',
    '½',
    '1/2/3',
  ]) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      expect(parseOdds(text)).to.equal(null);
    });
  }

  it('reads every ratio up to one as itself, in lowest terms', () => {
    fc.assert(
      fc.property(fc.bigInt(1n, 10n ** 12n), fc.bigInt(0n, 10n ** 12n), (denominator, some) => {
        const numerator = some % (denominator + 1n);
        expect(parseOdds(`${numerator}/${denominator}`)).to.deep.equal(fraction(numerator, denominator));
      }),
    );
  });

  it('reads a percentage as the hundredth part of its number, without rounding', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 99 }),
        fc.integer({ min: 0, max: 999_999 }),
        (whole, millionths) => {
          const decimals = String(millionths).padStart(6, '0');
          expect(parseOdds(`${whole}.${decimals}%`)).to.deep.equal(
            fraction(BigInt(whole) * 1_000_000n + BigInt(millionths), 100_000_000n),
          );
        },
      ),
    );
  });

  it('adds thirds to a whole', () => {
    expect(sum([fraction(1n, 3n), fraction(1n, 3n), fraction(1n, 3n)])).to.deep.equal(fraction(1n, 1n));
  });
});
