import { expect } from 'chai';
import { actionsFor } from '../../console/src/activity/activity-actions.ts';
import { oddsOf } from '../../console/src/activity/odds-of.ts';
import { previousRelease } from '../../console/src/activity/previous-release.ts';
import { windowWords } from '../../console/src/activity/say-window.ts';
import type { ActivityJson } from '../../src/adapters/koa/console/contract/activities.ts';
import type { HistoryJson } from '../../src/adapters/koa/console/contract/releases.ts';

const activity = (phase: ActivityJson['phase'], no: number, stock: number | null = 10) => ({
  phase,
  release: no > 0 ? { no, at: '', author: '', content: '' } : null,
  prizes: [{ id: 'tea', name: '茶', stock, odds: '1%', value: null }],
});
const anyone = () => true;

describe('what can be done with an activity', () => {
  it('is by its phase', () => {
    const main = (phase: ActivityJson['phase']) => actionsFor(activity(phase, 3), anyone).main;
    expect(main('draft')).to.equal('edit');
    expect(main('not_started')).to.equal('edit');
    expect(main('running')).to.equal('restock');
    expect(main('paused')).to.equal('resume');
    expect(main('ended')).to.equal('report');
    expect(main('removed')).to.equal('releases');
  });

  it('is no restock where no stock ends', () => {
    expect(actionsFor(activity('running', 1, null), anyone).main).to.equal('edit');
  });

  it('is dangerous only where visitors get something, and back only where there is a release before', () => {
    expect(actionsFor(activity('draft', 0), anyone).dangerous).to.deep.equal([]);
    expect(actionsFor(activity('running', 1), anyone).dangerous).to.deep.equal(['pause']);
    expect(actionsFor(activity('running', 2), anyone).dangerous).to.deep.equal(['pause', 'rollback']);
    expect(actionsFor(activity('paused', 2), anyone).dangerous).to.deep.equal(['rollback']);
    expect(actionsFor(activity('ended', 2), anyone).dangerous).to.deep.equal([]);
  });

  it('is nothing that this person may not do', () => {
    const viewer = (permission: string) => permission === 'view';
    expect(actionsFor(activity('running', 2), viewer)).to.deep.equal({ main: null, dangerous: [] });
    expect(actionsFor(activity('ended', 2), viewer).main).to.equal('report');
  });
});

describe('the release to go back to', () => {
  const change = (no: number) => ({ no }) as HistoryJson['changes'][number];

  it('is what everyone had before the present one', () => {
    expect(previousRelease([change(5), change(5), change(4), change(3)], 5)).to.equal(4);
    expect(previousRelease([change(6), change(4)], 6)).to.equal(4);
  });

  it('is none where there was nothing', () => {
    expect(previousRelease([change(1), change(0)], 1)).to.equal(null);
    expect(previousRelease([], 1)).to.equal(null);
  });
});

describe('the odds of a prize', () => {
  it('are read as the rules write them', () => {
    expect(oddsOf('1/5000')).to.equal(0.0002);
    expect(oddsOf('0.5%')).to.equal(0.005);
    expect(oddsOf('0.25')).to.equal(0.25);
  });
});

describe('when an activity runs', () => {
  const [one, two] = ['2026-11-11T02:00:00.000Z', '2026-11-12T02:00:00.000Z'];
  const at = (iso: string) => Date.parse(iso) + 1;

  it('says what comes next', () => {
    expect(windowWords(one, two, at(one) - 2)).to.deep.equal({
      key: 'between',
      next: { key: 'starts_in', at: one },
    });
    expect(windowWords(one, two, at(one))).to.deep.equal({
      key: 'between',
      next: { key: 'ends_in', at: two },
    });
    expect(windowWords(one, two, at(two))).to.deep.equal({
      key: 'between',
      next: { key: 'ended_ago', at: two },
    });
  });

  it('may be open on a side', () => {
    expect(windowWords(null, null, at(one))).to.deep.equal({ key: 'always', next: null });
    expect(windowWords(one, null, at(two)).key).to.equal('from');
    expect(windowWords(null, two, at(one)).key).to.equal('to');
  });
});
