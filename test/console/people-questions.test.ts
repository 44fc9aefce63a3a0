import { expect } from 'chai';
import { asQuery, listQuery } from '../../console/src/deliveries/list-query.ts';
import { DELIVERY_ORDER } from '../../console/src/delivery/delivery-states.ts';
import deliveryWords from '../../console/src/delivery/words/zh.ts';
import { eventWords } from '../../console/src/live/event-words.ts';
import liveWords from '../../console/src/live/words/zh.ts';
import { askedUser } from '../../console/src/users/asked-user.ts';
import { grantKey } from '../../console/src/users/grant-key.ts';
import { sayTimes } from '../../console/src/users/say-times.ts';
import { userVerdict } from '../../console/src/users/user-verdict.ts';
import { liveEvent } from '../../src/adapters/koa/console/contract/live.ts';
import type { LookupView } from '../../src/adapters/koa/console/contract/users.ts';
import { grantsInput } from '../../src/adapters/koa/console/contract/users.ts';
import { DELIVERY_STATES } from '../../src/domain/deliveries/delivery.ts';

describe('the answer about a user', () => {
  const found = (visit: string, draw: string, left: number | null | undefined) =>
    ({
      explanation: { visit: { code: visit }, draw: { code: draw } },
      chances: left === undefined ? null : { left },
    }) as unknown as LookupView;

  it('is one of four', () => {
    expect(userVerdict(found('served', 'served', 2))).to.deep.equal({ kind: 'may_draw', left: 2 });
    expect(userVerdict(found('served', 'served', null))).to.deep.equal({ kind: 'may_draw', left: null });
    expect(userVerdict(found('served', 'no_chance', 0))).to.deep.equal({ kind: 'cannot_draw' });
    expect(userVerdict(found('zone_not_allowed', 'zone_not_allowed', 2))).to.deep.equal({ kind: 'refused' });
    expect(userVerdict(found('served', 'no_such_activity', undefined))).to.deep.equal({ kind: 'served' });
  });
});

describe('the sentence of a check', () => {
  it('says its times as people do', () => {
    const say = (iso: string) => `<${iso}>`;
    expect(sayTimes('进行中：2026-11-11T10:00:00+08:00 至 2026-11-12T02:00:00.000Z', say)).to.equal(
      '进行中：<2026-11-11T10:00:00+08:00> 至 <2026-11-12T02:00:00.000Z>',
    );
    expect(sayTimes('预算 500.00，2026 年', say)).to.equal('预算 500.00，2026 年');
  });
});

describe('the user who is looked up', () => {
  it('stands in the state of the history', () => {
    expect(askedUser({ uid: 'u1', zone: '1000', position: 3 })).to.deep.equal({ uid: 'u1', zone: '1000' });
    expect(askedUser({ uid: 'u1' })).to.deep.equal({ uid: 'u1', zone: '' });
  });

  it('is nobody in any other state', () => {
    for (const state of [null, undefined, {}, { uid: '' }, { uid: 3 }, 'u1'])
      expect(askedUser(state)).to.equal(null);
  });
});

describe('the key of a grant by hand', () => {
  it('is one that the API takes', () => {
    const key = grantKey(new Date('2026-11-11T02:00:00Z'), '4294967295-12345');
    expect(key).to.equal('support-2026-11-11-429496729512');
    expect(grantsInput.shape.key.safeParse(key).success).to.equal(true);
  });
});

describe('the list of deliveries', () => {
  it('shows what its address says, and nothing that it does not know', () => {
    const query = listQuery({ activity_id: '1055', state: 'failed', method: 'pigeon' });
    expect(query).to.deep.equal({ activity: '1055', state: 'failed', method: '' });
    expect(asQuery(query)).to.deep.equal({ activity_id: '1055', state: 'failed' });
    expect(listQuery({ activity_id: ['1', '2'] }).activity).to.equal('');
  });

  it('has every state, each once and with a word', () => {
    expect([...DELIVERY_ORDER].sort()).to.deep.equal([...DELIVERY_STATES].sort());
    expect(Object.keys(deliveryWords.state).sort()).to.deep.equal([...DELIVERY_STATES].sort());
  });
});

describe('the feed of the live view', () => {
  const ACTIONS = [
    'publish',
    'roll_back',
    'roll_out',
    'widen',
    'promote',
    'abort',
    'pause',
    'resume',
    'remove',
  ];

  it('has a sentence for each kind of event', () => {
    const kinds = liveEvent.shape.kind.options.filter((kind) => kind !== 'release');
    const keys = [
      ...kinds.flatMap((kind) =>
        ['ledger', 'records'].map((source) => eventWords({ kind, params: { source } }).key),
      ),
      ...ACTIONS.map((action) => eventWords({ kind: 'release', params: { action } }).key),
      eventWords({ kind: 'release', params: { action: 'of a newer program' } }).key,
    ];
    expect(Object.keys(liveWords.event)).to.include.members(keys);
  });

  it('leads to the list behind an event', () => {
    expect(eventWords({ kind: 'deliveries_failed', params: { failed: 3 } }).to).to.deep.equal({
      page: 'deliveries',
      state: 'failed',
    });
    expect(eventWords({ kind: 'release', params: { action: 'pause', note: null } }).params['note']).to.equal(
      '',
    );
  });
});
