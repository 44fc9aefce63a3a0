import { expect } from 'chai';
import fc from 'fast-check';
import { skuGroupsOf } from '../../web/src/activity/goods.ts';
import { changesOf, figuresOf, offerOf } from '../../web/src/promotion/offer.ts';

const FROM = '2026-11-11T10:00:00+08:00';
const UNTIL = '2026-11-11T12:00:00+08:00';

function sku(fields: object) {
  const [group] = skuGroupsOf({ skus: [{ sku_id: '1', name: '苹果', ...fields }] });
  const [first] = group?.skus ?? [];
  if (!first) throw new Error('no sku was read');
  return first;
}

describe('what one of the goods costs', () => {
  const apple = sku({
    price: '12.50',
    market_price: '19.90',
    sale: { from: FROM, until: UNTIL, price: '9.90' },
  });

  it('is its price before the sale, which is announced', () => {
    const offer = offerOf(apple, Date.parse(FROM) - 1);
    expect(offer).to.include({ price: '12.50', was: '19.90', saved: '7.40', tenths: '6.3' });
    expect(offer.sale).to.deep.equal({ kind: 'soon', price: '9.90', at: Date.parse(FROM) });
  });

  it('is the price of the sale from its first to its last millisecond', () => {
    for (const now of [Date.parse(FROM), Date.parse(UNTIL) - 1]) {
      const offer = offerOf(apple, now);
      expect(offer).to.include({ price: '9.90', was: '19.90', saved: '10', tenths: '5' });
      expect(offer.sale).to.deep.equal({ kind: 'on', until: Date.parse(UNTIL) });
    }
  });

  it('is its price again after the sale', () => {
    expect(offerOf(apple, Date.parse(UNTIL))).to.deep.include({ price: '12.50', sale: { kind: 'none' } });
  });

  it('strikes out its own price during a sale, where there is no other', () => {
    const { was } = offerOf({ ...apple, marketPrice: '' }, Date.parse(FROM));
    expect(was).to.equal('12.50');
  });

  it('saves nothing that cannot be computed, or where the old price is not above it', () => {
    for (const [price, market_price] of [
      ['12.50', '12.50'],
      ['12.50', '9'],
      ['面议', '19.90'],
      ['12.5.0', '19.90'],
      ['12.50', ''],
      ['-1', '5'],
      ['0', '5'],
    ]) {
      expect(offerOf(sku({ price, market_price }), 0).tenths, `${price} of ${market_price}`).to.equal('');
    }
  });

  it('never shows a discount that is larger than it is', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 999_999 }),
        fc.integer({ min: 2, max: 1_000_000 }),
        (paid, was) => {
          fc.pre(paid < was);
          const text = (cents: number) => (cents / 100).toFixed(2);
          const { tenths, saved } = offerOf(sku({ price: text(paid), market_price: text(was) }), 0);
          expect(Math.round(Number(saved) * 100)).to.equal(was - paid);
          if (tenths !== '') expect(Math.round(Number(tenths) * 10) * was).to.be.at.least(paid * 100);
        },
      ),
    );
  });

  it('is set with a large whole part', () => {
    expect(figuresOf('12.50')).to.deep.equal({ whole: '12', rest: '.50' });
    expect(figuresOf('12')).to.deep.equal({ whole: '12', rest: '' });
    expect(figuresOf('面议')).to.deep.equal({ whole: '面议', rest: '' });
  });
});

describe('the sale of one of the goods', () => {
  for (const sale of [
    null,
    'today',
    [],
    { from: FROM, until: UNTIL },
    { from: FROM, price: '1' },
    { from: UNTIL, until: FROM, price: '1' },
    { from: 'soon', until: UNTIL, price: '1' },
  ]) {
    it(`is none for ${JSON.stringify(sale)}`, () => {
      expect(sku({ price: '2', sale }).sale).to.equal(null);
      expect(changesOf(sku({ price: '2', sale }))).to.deep.equal([]);
    });
  }
});

describe('how much of the goods is sold', () => {
  for (const [given, percent] of [
    ['68%', 68],
    ['68', 68],
    [68.9, 68],
    [0, 0],
    [180, 100],
    [-3, null],
    ['', null],
    ['many', null],
    [null, null],
    [{}, null],
  ] as const) {
    it(`is ${percent} for ${JSON.stringify(given)}`, () => {
      expect(sku({ sold: given }).soldPercent).to.equal(percent);
    });
  }

  it('has no limit of none', () => {
    expect(sku({ limit: 0 }).limit).to.equal(null);
    expect(sku({ limit: 2 }).limit).to.equal(2);
  });
});
