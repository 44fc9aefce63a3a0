import { expect } from 'chai';
import { costScale } from '../../console/src/report/cost-scale.ts';
import { findingWords, type Writers } from '../../console/src/report/finding-words.ts';
import { hourColumns, labelled } from '../../console/src/report/hour-columns.ts';
import { niceTop } from '../../console/src/report/nice-top.ts';
import { shareRows } from '../../console/src/report/share-rows.ts';
import zh from '../../console/src/report/words/zh.ts';
import { REPORT_FINDINGS, type Report } from '../../src/adapters/koa/console/contract/report.ts';

const hour = (local: string, visits: number): Report['hours'][number] => ({
  at: '2026-11-11T00:00:00.000Z',
  local,
  visits,
  visitors: 0,
  draws: visits / 2,
  wins: 1,
  drawers: 0,
  claimed: 0,
  spent: '1.00',
});

describe('the hours of the report', () => {
  it('have those between in which nothing happened', () => {
    const { unit, columns, top } = hourColumns([hour('2026-11-11 22:00', 8), hour('2026-11-12 01:00', 4)]);
    expect(unit).to.equal('hour');
    expect(columns.map(({ local, visits }) => [local, visits])).to.deep.equal([
      ['2026-11-11 22:00', 8],
      ['2026-11-11 23:00', 0],
      ['2026-11-12 00:00', 0],
      ['2026-11-12 01:00', 4],
    ]);
    expect(top).to.equal(8);
  });

  it('are days, with their sums, where there are more than fit', () => {
    const { unit, columns } = hourColumns([
      hour('2026-11-01 10:00', 8),
      hour('2026-11-01 23:00', 2),
      hour('2026-11-09 01:00', 4),
    ]);
    expect(unit).to.equal('day');
    expect(columns).to.have.length(9);
    expect(columns[0]).to.deep.equal({ local: '2026-11-01', visits: 10, draws: 5, wins: 2 });
    expect(columns.at(-1)?.local).to.equal('2026-11-09');
  });

  it('may be none', () => {
    expect(hourColumns([])).to.deep.equal({ unit: 'hour', columns: [], top: 1 });
  });

  it('carry as many labels as fit', () => {
    expect([...labelled(60, 10)]).to.deep.equal([0, 6, 12, 18, 24, 30, 36, 42, 48, 54]);
    expect([...labelled(3, 10)]).to.deep.equal([0, 1, 2]);
  });

  it('end at a round number', () => {
    expect([0, 3, 7, 61, 812, 2400, 9999].map(niceTop)).to.deep.equal([4, 4, 10, 100, 1000, 2500, 10_000]);
  });
});

describe('the zones and channels of the report', () => {
  const row = (name: string, visits: number, draws = 0) => ({ name, visits, visitors: 0, draws, wins: 0 });

  it('are in the order of their visits, those without a name and the rest last', () => {
    const rows = shareRows([row('other', 90), row('', 100), row('sms', 10), row('menu', 50)]);
    expect(rows.map(({ name }) => name)).to.deep.equal(['menu', 'sms', '', 'other']);
    expect(rows.map(({ bar }) => bar)).to.deep.equal([0.5, 0.1, 1, 0.9]);
    expect(rows.reduce((sum, { share }) => sum + share, 0)).to.be.closeTo(1, 1e-9);
  });

  it('are compared by draws where visits are not known', () => {
    expect(shareRows([row('a', 0, 1), row('b', 0, 3)]).map(({ share }) => share)).to.deep.equal([0.75, 0.25]);
  });

  it('have no share of nothing', () => {
    expect(shareRows([row('a', 0)])[0]?.share).to.equal(0);
  });
});

describe('the cost in the report', () => {
  it('stands on one scale with budget and forecast', () => {
    const { spent, budget, band } = costScale({
      spent: '52.00',
      budget: '100.00',
      forecast: { low: '26.00', mid: '52.00', high: '78.00' },
    });
    expect([spent, budget]).to.deep.equal([50, 96.15]);
    expect(band).to.deep.equal({ from: 25, mid: 50, to: 75 });
  });

  it('may have neither, and may be nothing', () => {
    expect(costScale({ spent: '0.00', budget: null, forecast: null })).to.deep.equal({
      spent: 0,
      budget: null,
      band: null,
    });
  });
});

describe('the findings of the report', () => {
  const say = (sign: string) => (value: string | number) => `${sign}${value}`;
  const writers: Writers = {
    money: say('¥'),
    percent: say('%'),
    number: say('#'),
    when: say('@'),
    duration: say('s'),
    answer: say('!'),
  };
  const finding = (
    kind: Report['findings'][number]['kind'],
    params: Record<string, string | number | null>,
  ) => findingWords({ kind, severity: 'info', params }, writers);

  it('are written by what each param is', () => {
    expect(finding('peak_minute', { at: 'noon', draws: 12 }).params).to.deep.equal({
      at: '@noon',
      draws: '#12',
    });
    expect(finding('prize_left_over', { prize: '茶', left: 2, stock: 5, value: null }).params).to.deep.equal({
      prize: '茶',
      left: '#2',
      stock: '#5',
      value: '–',
    });
  });

  it('say on which side of the forecast the cost is', () => {
    const band = { low: '10.00', high: '20.00' };
    expect(finding('cost_off_forecast', { spent: '21.00', ...band }).key).to.equal('cost_above_forecast');
    expect(finding('cost_off_forecast', { spent: '9.00', ...band }).key).to.equal('cost_below_forecast');
  });

  it('say whether the archive is late or has halted', () => {
    expect(finding('archive_behind', { lag_seconds: 90 }).key).to.equal('archive_behind');
    expect(finding('archive_behind', { log: 'main' }).key).to.equal('archive_halted');
  });

  it('have a sentence each', () => {
    const keys = REPORT_FINDINGS.flatMap((kind) =>
      kind === 'cost_off_forecast' ? ['cost_above_forecast', 'cost_below_forecast'] : [kind],
    );
    expect(Object.keys(zh.finding)).to.include.members(keys);
  });
});
