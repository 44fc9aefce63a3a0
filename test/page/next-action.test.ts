import { expect } from 'chai';
import type { Way } from '../../web/src/activity/activity-data.ts';
import { type Delivery, deliveryOf } from '../../web/src/activity/delivery.ts';
import { type AfterResult, nextActionOf } from '../../web/src/result/next-action.ts';
import { resultTextsOf } from '../../web/src/result/result-texts.ts';
import { result as own } from '../../web/src/words/zh-CN/result.ts';

const NOW = Date.parse('2026-11-11T00:00:00Z');
const LATER = '2026-12-01T00:00:00Z';
const EARLIER = '2026-11-01T00:00:00Z';
const way = (source: Way['source'], worth: number, left: number): Way => ({ source, worth, left });
const delivery = (by: string, state: string, more = {}): Delivery | null =>
  deliveryOf({ by, state, ...more });
const form = (until: string) => delivery('form', 'form_wanted', { until, form: { fields: ['name'] } });

const NOTHING: AfterResult = { delivery: null, now: NOW, linked: false, chancesLeft: 0, ways: [] };

const CASES: readonly (readonly [what: string, given: Partial<AfterResult>, expected: object])[] = [
  ['a form that waits', { delivery: form(LATER), chancesLeft: 2 }, { kind: 'fill' }],
  ['a form that is too late', { delivery: form(EARLIER), chancesLeft: 2 }, { kind: 'again' }],
  [
    'a form that was sent',
    { delivery: delivery('form', 'form_received'), chancesLeft: 2 },
    { kind: 'again' },
  ],
  ['a ticket for the counter', { delivery: delivery('counter', 'ready'), chancesLeft: 2 }, { kind: 'show' }],
  ['a redeem code', { delivery: delivery('code', 'ready', { code: 'A-1' }), linked: true }, { kind: 'copy' }],
  [
    'a code that is not here yet',
    { delivery: delivery('code', 'preparing'), chancesLeft: 1 },
    { kind: 'again' },
  ],
  ['a prize with a link', { linked: true, chancesLeft: 1 }, { kind: 'claim' }],
  ['a chance', { chancesLeft: 1 }, { kind: 'again' }],
  ['no limit', { chancesLeft: null }, { kind: 'again' }],
  [
    'the way that is worth most',
    { ways: [way('invite', 1, 3), way('share', 2, 1)] },
    { kind: 'earn', source: 'share', worth: 2 },
  ],
  [
    'a friend, where the worth is the same',
    { ways: [way('sign_in', 1, 1), way('share', 1, 1), way('invite', 1, 3)] },
    { kind: 'earn', source: 'invite', worth: 1 },
  ],
  ['ways that have been used', { ways: [way('sign_in', 1, 0)] }, { kind: 'close' }],
  ['nothing at all', {}, { kind: 'close' }],
];

describe('after a result', () => {
  for (const [what, given, expected] of CASES) {
    it(`leads to one thing: ${what}`, () => {
      expect(nextActionOf({ ...NOTHING, ...given })).to.deep.equal(expected);
    });
  }

  const texts = {
    won_title: '摇中啦',
    won_next: '',
    not_won_title: '',
    not_won_text: '换个姿势再摇一次',
  } as never;
  const said = (occasion: 'fine' | 'consolation' | 'not_won', more = {}) =>
    resultTextsOf({ occasion, texts, own, claim: '', mayAgain: false, earns: false, later: false, ...more });

  it('cheers with the text of the activity, but never over a consolation', () => {
    expect(said('fine').cheer).to.equal('摇中啦');
    expect(said('consolation').cheer).to.equal('送你一份心意');
  });

  it('asks to draw once more only while a chance is left', () => {
    expect(said('not_won', { mayAgain: true }).next).to.equal('换个姿势再摇一次');
    expect(said('not_won').next).to.equal(own.notWonLast);
    expect(said('not_won', { earns: true, later: true }).next).to.equal(own.notWonEarn);
    expect(said('not_won', { later: true }).next).to.equal(own.notWonLater);
  });
});
