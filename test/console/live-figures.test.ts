import { expect } from 'chai';
import { lagOf } from '../../console/src/live/lag.ts';
import { spendVerdict } from '../../console/src/live/spend-verdict.ts';
import { firstStockRows, needingStock, stockRows } from '../../console/src/live/stock-row.ts';
import { trendOf } from '../../console/src/live/trend.ts';

const fresh = { ledger: null, records: null };

describe('how far behind the live view is', () => {
  it('is nothing while states come', () => {
    expect(lagOf(fresh, 1000, 3900)).to.equal(null);
    expect(lagOf(null, null, 90_000)).to.equal(null);
  });

  it('is the time since the last state', () => {
    expect(lagOf(fresh, 1000, 8200)).to.deep.equal({ where: 'page', seconds: 7 });
  });

  it('is that of the store which is away for longest', () => {
    expect(lagOf({ ledger: 4, records: 61.4 }, 1000, 1500)).to.deep.equal({ where: 'records', seconds: 61 });
    expect(lagOf({ ledger: 0, records: null }, 1000, 1500)).to.deep.equal({ where: 'ledger', seconds: 0 });
  });
});

describe('whether the spend is normal', () => {
  const spend = (spent: string) => ({ spent, budget: null, share: null });
  const forecast = { low: '90.00', mid: '100.00', high: '110.00' };

  it('is judged by the band of the forecast', () => {
    expect(spendVerdict({ spend: spend('110.00'), forecast })).to.deep.equal({ kind: 'within', by: 0 });
    expect(spendVerdict({ spend: spend('112.50'), forecast })).to.deep.equal({ kind: 'above', by: 2.5 });
    expect(spendVerdict({ spend: spend('80.00'), forecast })).to.deep.equal({ kind: 'below', by: 10 });
  });

  it('is not known without a simulation', () => {
    expect(spendVerdict({ spend: spend('1.00'), forecast: null })).to.deep.equal({ kind: 'no_forecast' });
  });
});

describe('the stock of prizes', () => {
  const prize = (change: object) => ({
    id: 'tea',
    name: '奶茶',
    stock: 100,
    awarded: 40,
    left: 60,
    value: '10.00',
    per_minute: 1,
    run_out_at: null,
    ...change,
  });

  it('says what is gone, what runs out, what lasts and what has no limit', () => {
    const rows = stockRows([
      prize({ awarded: 100, left: 0, run_out_at: '2026-11-11T02:00:00.000Z' }),
      prize({ run_out_at: '2026-11-11T03:00:00.000Z' }),
      prize({}),
      prize({ stock: null, left: null }),
      prize({ stock: 0, awarded: 0, left: 0 }),
    ]);
    expect(rows.map(({ note }) => note)).to.deep.equal(['gone', 'runs_out', 'lasts', 'no_limit', 'gone']);
    expect(rows.map(({ awardedShare }) => awardedShare)).to.deep.equal([1, 0.4, 0.4, null, 1]);
    expect(needingStock(rows)).to.equal(3);
  });

  it('shows the first of many, and each that needs somebody', () => {
    const rows = stockRows([prize({}), prize({}), prize({}), prize({ left: 0 })]);
    expect(firstStockRows(rows, 2)).to.deep.equal([rows[0], rows[1], rows[3]]);
  });

  it('never fills a bar beyond its end, as after a stock was lowered', () => {
    expect(stockRows([prize({ stock: 30, left: 0 })])[0]?.awardedShare).to.equal(1);
  });
});

describe('the trend of a rate', () => {
  it('compares the last seconds with the minutes before', () => {
    expect(trendOf(12, 10)).to.be.closeTo(0.2, 1e-9);
    expect(trendOf(10.01, 10)).to.equal(0);
  });

  it('is silent where a few requests would make large percentages', () => {
    expect(trendOf(1, 0)).to.equal(null);
    expect(trendOf(0.5, 0.1)).to.equal(null);
  });
});
