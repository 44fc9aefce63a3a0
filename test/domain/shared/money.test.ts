import { expect } from 'chai';
import fc from 'fast-check';
import { fraction, parseDecimal } from '../../../src/domain/shared/fraction.ts';
import { centsDown, centsUp, MOST_CENTS, money } from '../../../src/domain/shared/money.ts';

describe('money', () => {
  it('is a decimal text, and nothing else', () => {
    expect(money.parse('10.50')).to.deep.equal(fraction(21n, 2n));
    for (const value of [10.5, '10.5元', '-1', '1e3', '', null])
      expect(money.safeParse(value).success).to.equal(false);
  });

  it('is whole cents of any amount with two decimals, exactly', () => {
    fc.assert(
      fc.property(fc.nat(10 ** 9), fc.nat(99), (whole, cents) => {
        const amount = parseDecimal(`${whole}.${String(cents).padStart(2, '0')}`)!;
        expect([centsUp(amount), centsDown(amount)]).to.deep.equal([
          whole * 100 + cents,
          whole * 100 + cents,
        ]);
      }),
    );
  });

  it('is rounded up and down by less than a cent', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 15n), fc.bigInt(1n, 10n ** 6n), (numerator, denominator) => {
        const amount = fraction(numerator, denominator);
        const [up, down] = [BigInt(centsUp(amount)), BigInt(centsDown(amount))];
        if (up < BigInt(MOST_CENTS)) {
          expect(up * denominator >= 100n * numerator).to.equal(true);
          expect((up - down) * denominator < 2n * denominator).to.equal(true);
        }
        expect(down * denominator <= 100n * numerator).to.equal(true);
      }),
    );
  });

  it('has an end where a double would no longer be exact', () => {
    const most = parseDecimal('999999999999999')!;
    expect([centsUp(most), centsDown(most)]).to.deep.equal([MOST_CENTS, MOST_CENTS]);
  });
});
