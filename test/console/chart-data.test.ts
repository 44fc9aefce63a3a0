import { expect } from 'chai';
import {
  countData,
  fromFirst,
  isYoung,
  pictureEnd,
  recentCounts,
  spendData,
} from '../../console/src/live/chart-data.ts';
import type { Series } from '../../src/adapters/koa/console/contract/live.ts';

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 11, 2, minute)).toISOString();
const seconds = (minute: number): number => Date.parse(at(minute)) / 1000;

const point = (minute: number, spent: number, total: number): Series['points'][number] => ({
  at: at(minute),
  visits: 10 * spent,
  visitors: 0,
  draws: spent,
  wins: spent,
  spent: spent.toFixed(2),
  spent_total: total.toFixed(2),
});

const series = (change: Partial<Series> = {}): Series => ({
  from: at(0),
  to: at(10),
  step: 'minute',
  timezone: 'Asia/Shanghai',
  points: [point(2, 3, 3), point(6, 2, 5)],
  forecast: [
    { at: at(0), low: '0.00', mid: '0.00', high: '0.00' },
    { at: at(20), low: '10.00', mid: '20.00', high: '30.00' },
  ],
  budget: '100.00',
  ...change,
});

describe('the data of the live chart', () => {
  it('rises where money was spent and stays level between', () => {
    const { at: times, spent } = spendData(series(), null);
    const told = times.map((time, index) => [(time - seconds(0)) / 60, spent[index]]);
    expect(told).to.deep.equal([
      [0, 0],
      [2, 0],
      [3, 3],
      [6, 3],
      [7, 5],
      [10, 5],
      [20, null],
    ]);
  });

  it('begins with what was spent before the part that is shown', () => {
    expect(spendData(series({ points: [point(2, 3, 503)] }), null).spent[0]).to.equal(500);
  });

  it('has the forecast at each of these times, also beyond now', () => {
    const { at: times, low, mid, high } = spendData(series(), null);
    const now = times.indexOf(seconds(10));
    expect([low[now], mid[now], high[now]]).to.deep.equal([5, 10, 15]);
    expect([low.at(-1), mid.at(-1), high.at(-1)]).to.deep.equal([10, 20, 30]);
  });

  it('ends the line with the last state also within a step', () => {
    const live = { at: at(6), spend: { spent: '95.00', budget: null, share: null } };
    const young = series({ to: at(6), points: [point(6, 0, 0)], forecast: null });
    expect(spendData(young, live).spent.at(-1)).to.equal(95);
  });

  it('ends the line with the last state, which is newer than the series', () => {
    const live = { at: at(12), spend: { spent: '7.50', budget: null, share: null } };
    const { at: times, spent } = spendData(series(), live);
    expect(spent[times.indexOf(seconds(12))]).to.equal(7.5);
  });

  it('never falls because the state is from another moment', () => {
    const live = { at: at(10), spend: { spent: '4.00', budget: null, share: null } };
    expect(spendData(series({ forecast: null }), live).spent.at(-1)).to.equal(5);
  });

  it('has no band without a forecast', () => {
    const { low, at: times } = spendData(series({ forecast: null }), null);
    expect(times).to.have.length(6);
    expect(low.every((value) => value === null)).to.equal(true);
  });

  it('cuts the forecast where the picture ends', () => {
    const { at: times } = spendData(series(), null, Date.parse(at(15)));
    expect(times.at(-1)).to.equal(seconds(10));
  });

  it('looks as far ahead as there is behind, and a day at least', () => {
    const end = (from: string, to: string) => new Date(pictureEnd({ from, to })).toISOString().slice(0, 10);
    expect(end('2026-11-01T00:00:00Z', '2026-11-04T00:00:00Z')).to.equal('2026-11-07');
    expect(end('2026-11-01T00:00:00Z', '2026-11-01T01:00:00Z')).to.equal('2026-11-02');
  });

  it('is of the last hour where all began a moment ago', () => {
    expect(isYoung(series({ forecast: null }))).to.equal(true);
    expect(isYoung(series())).to.equal(false);
    expect(isYoung(series({ forecast: null, to: '2026-11-12T02:00:00.000Z' }))).to.equal(false);
    expect(isYoung(series({ forecast: null, points: [] }))).to.equal(true);
  });

  it('begins with the first visit where there is no forecast', () => {
    expect(fromFirst(series({ forecast: null })).from).to.equal(at(1));
    expect(fromFirst(series()).from).to.equal(at(0));
    expect(fromFirst(series({ forecast: null, points: [point(0, 1, 1)] })).from).to.equal(at(0));
  });

  it('fills the steps in which nothing happened', () => {
    const { at: times, count } = countData(series(), 'draws');
    expect(times).to.have.length(10);
    expect(count).to.deep.equal([0, 0, 3, 0, 0, 0, 2, 0, 0, 0]);
  });

  it('counts days from the midnight of their zone', () => {
    const midnight = '2026-11-10T16:00:00.000Z';
    const days = series({
      from: '2026-11-09T02:00:00.000Z',
      to: '2026-11-12T02:00:00.000Z',
      step: 'day',
      points: [{ ...point(0, 4, 4), at: midnight }],
    });
    const { at: times, count } = countData(days, 'draws');
    expect(times.map((time) => new Date(time * 1000).toISOString().slice(0, 13))).to.deep.equal([
      '2026-11-09T16',
      '2026-11-10T16',
      '2026-11-11T16',
    ]);
    expect(count).to.deep.equal([0, 4, 0]);
  });

  it('is drawn also where there is one moment alone', () => {
    const { at: times } = countData(series({ to: at(0), points: [] }), 'visits');
    expect(times).to.have.length(2);
  });

  it('gives the last full minutes for the small curve', () => {
    expect(recentCounts(series({ points: [point(8, 4, 4), point(10, 9, 13)] }), 'draws', 4)).to.deep.equal([
      0, 0, 4, 0,
    ]);
    expect(recentCounts(series({ points: [point(10, 9, 9)] }), 'draws', 3)).to.deep.equal([0, 0, 9]);
    expect(recentCounts(undefined, 'draws')).to.deep.equal([]);
    expect(recentCounts(series({ step: 'hour' }), 'draws')).to.deep.equal([]);
  });
});
