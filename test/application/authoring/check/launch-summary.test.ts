import { expect } from 'chai';
import { launchSummary as summarize } from '../../../../src/application/authoring/check/launch-summary.ts';
import type { Activity } from '../../../../src/domain/activities/activity.ts';
import { activityOf } from '../../../support/activity-of.ts';
import { kindOf } from '../../../support/kind-of.ts';

const NOW = Date.parse('2026-11-11T00:00:00Z');

const prizes = [
  { id: 'a', name: 'A' },
  { id: 'b', name: 'B' },
];

const launchSummary = (activity: Activity, now: number) => summarize(activity, kindOf(activity), now);

function drawsOf(rules: object) {
  const { draws } = launchSummary(activityOf({ dispatch: 'shake', prizes, rules }), NOW);
  if (!draws) throw new Error('a shake has draws');
  return draws;
}

describe('launchSummary', () => {
  it("shows the window in the rules' time zone, the phase and the audience", () => {
    const summary = launchSummary(
      activityOf({
        dispatch: 'shake',
        title: 'T',
        is_check_zone: true,
        zones: ['1000', 2],
        starts_at: '2026-12-01T00:00:00+08:00',
        ends_at: '2026-12-03T01:00:00+08:00',
        rules: { timezone: 'Europe/Berlin' },
      }),
      NOW,
    );
    expect(summary.window).to.deep.equal({
      timezone: 'Europe/Berlin',
      startsAt: '2026-11-30T17:00:00+01:00',
      endsAt: '2026-12-02T18:00:00+01:00',
      durationSeconds: 49 * 3600,
      phase: 'not_started',
    });
    expect(summary.audience).to.deep.equal({ login: true, zones: ['1000', '2'] });
  });

  it('has neither start, end nor duration where the window is open', () => {
    const { window } = launchSummary(activityOf({ dispatch: 'sku' }), NOW);
    expect(window).to.deep.equal({
      timezone: 'Asia/Shanghai',
      startsAt: null,
      endsAt: null,
      durationSeconds: null,
      phase: 'running',
    });
  });

  it('counts money and odds exactly', () => {
    const draws = drawsOf({
      prizes: {
        a: { odds: '0.1%', stock: 3, value: '0.10' },
        b: { odds: '1/5000', stock: 1_000_000_007, value: '0.015' },
      },
      budget: '1.00',
    });
    expect(draws.prizes.map(({ cost }) => cost)).to.deep.equal(['0.30', '15000000.105']);
    expect(draws.cost).to.equal('15000000.405');
    expect(draws.left).to.equal('-14999999.405');
    expect(draws.chanceToWin).to.deep.equal({ exact: '3/2500', percent: '0.12', oneIn: '833.3' });
  });

  it('shows odds without an end in decimals by those that say something', () => {
    const { percent, oneIn } = drawsOf({ prizes: { a: { odds: '1/300000' } } }).chanceToWin;
    expect(percent).to.equal('0.0003333');
    expect(oneIn).to.equal('300000');
  });

  it('takes what is released for the stock where that is less', () => {
    const release = [
      { at: '2026-12-01T00:00:00+08:00', count: 2 },
      { at: '2026-12-02T00:00:00+08:00', count: 3 },
    ];
    const { prizes } = drawsOf({
      prizes: { a: { odds: '1%', value: '1.00', release }, b: { stock: 4, value: '1.00', release } },
    });
    expect(prizes.map(({ stock, cost }) => [stock, cost])).to.deep.equal([
      [5, '5.00'],
      [4, '4.00'],
    ]);
  });

  it('names what costs without an end, and nothing that is free or never won', () => {
    const of = (rules: object) => drawsOf(rules).withoutEnd;
    expect(of({ prizes: { a: { odds: '1%', value: '1.00' } } })).to.deep.equal(['a']);
    expect(of({ prizes: { a: { value: '1.00' } }, fallback: 'a' })).to.deep.equal(['a']);
    expect(of({ prizes: { a: { odds: '1%', value: '0.00' }, b: { value: '1.00' } } })).to.deep.equal([]);
  });

  it('says what the budget leaves only where every prize that can be won has a value and a stock', () => {
    const budgeted = (a: object, more: object = {}) => drawsOf({ prizes: { a }, budget: '5.00', ...more });
    const known = { odds: '1%', stock: 3, value: '1.00' };
    expect(budgeted(known)).to.include({ cost: '3.00', left: '2.00' });
    expect(budgeted({ ...known, stock: null })).to.include({ cost: '0.00', left: null });
    const unvalued = budgeted({ odds: '1%', stock: 3 });
    expect(unvalued).to.include({ cost: '0.00', left: null });
    expect(unvalued.withoutValue).to.deep.equal(['a']);
    expect(budgeted(known, { fallback: 'b' })).to.deep.include({ left: null, withoutValue: ['b'] });
    // A prize that nobody can win costs nothing, and one that costs nothing may be won without end.
    expect(budgeted({ stock: 3 })).to.include({ left: '5.00' });
    expect(budgeted({ odds: '1%', stock: 0 })).to.include({ left: '5.00' });
    expect(budgeted({ odds: '1%', value: '0.00' })).to.include({ left: '5.00' });
    // What is over is over, whatever the others cost.
    expect(budgeted({ ...known, stock: 9 }, { fallback: 'b' })).to.include({ left: '-4.00' });
  });

  it('counts goods by group and by zone', () => {
    const skus = [
      { sku_id: 1, name: 'a', group: 'fruit' },
      { sku_id: 2, name: 'b', group: 'fruit', zones: ['1000', '1001'] },
      { sku_id: 3, name: 'c', zones: ['1000'] },
    ];
    expect(launchSummary(activityOf({ dispatch: 'sku', skus }), NOW).goods).to.deep.equal({
      count: 3,
      groups: [{ name: 'fruit', count: 2 }],
      zones: [
        { name: '1000', count: 2 },
        { name: '1001', count: 1 },
      ],
      everywhere: 1,
    });
  });
});
