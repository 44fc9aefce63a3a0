import { expect } from 'chai';
import { Forecasts, forecastAt } from '../../../src/application/analysis/forecasts.ts';

const band = (p50: number) => ({ p5: p50 - 1, p50, p95: p50 + 1 });
const report = {
  starts_at: 1000,
  course: { at: [2000, 3000], spend: [band(10), band(30)] },
  spend: band(31),
};
const simulation = {
  id: 's',
  activityId: 'a',
  content: 'c',
  order: '',
  failure: null,
  by: '',
  at: 0,
  progress: 1,
};

async function forecastOf(text: string | null) {
  const find = async () => [{ ...simulation, state: 'done' as const, report: text, seenAt: 0 }];
  return new Forecasts({ find }, { now: () => 0 }).of('a', 'c');
}

describe('the forecast of cost', () => {
  it('is the band of the last simulation, from nothing at the start', async () => {
    const forecast = await forecastOf(JSON.stringify(report));
    expect(forecast?.points.map(({ at, mid }) => [at, mid])).to.deep.equal([
      [1000, 0],
      [2000, 10],
      [3000, 30],
    ]);
    expect(forecast?.whole).to.deep.equal({ low: 30, mid: 31, high: 32 });
  });

  it('is read between its points, and is none before and all after them', async () => {
    const forecast = await forecastOf(JSON.stringify(report));
    if (!forecast) throw new Error('there is none');
    expect([500, 1000, 1500, 2500, 9000].map((at) => forecastAt(forecast, at).mid)).to.deep.equal([
      0, 0, 5, 20, 30,
    ]);
  });

  it('is none without a simulation, or of a report that lacks it', async () => {
    expect(await forecastOf(null)).to.equal(null);
    expect(await forecastOf('{}')).to.equal(null);
  });
});
