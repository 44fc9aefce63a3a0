import { expect } from 'chai';
import { lookOf } from '../../web/src/activity/activity-data.ts';
import { passes, viewStateOf } from '../../web/src/activity/view-state.ts';
import type { Answer } from '../../web/src/client/api.ts';
import { answered } from '../support/answered.ts';

const served = (data: unknown) => viewStateOf(answered(0, { data }));

const FACE = {
  activity_id: '1055',
  dispatch: 'shake',
  title: '摇一摇',
  page: { subtitle: '赢好礼', login_url: '/login', contact: '客服' },
  phase: 'running',
  starts_at: '2026-11-01T00:00:00+08:00',
  ends_at: null,
};

describe('what the page shows', () => {
  it('is the loading state before any answer', () => {
    expect(viewStateOf(null)).to.deep.equal({ kind: 'loading' });
  });

  it('is a failure when nothing came of asking', () => {
    for (const reason of ['timeout', 'network', 'not_an_answer'] as const) {
      const state = viewStateOf({ kind: 'failed', reason });
      expect(state).to.have.property('kind', 'failed');
      expect(state).to.have.property('message').that.is.not.empty;
    }
  });

  it('knows an address that names no activity from one that is not known', () => {
    expect(viewStateOf({ kind: 'not_asked' })).to.include({ kind: 'no_such_activity', named: false });
    expect(viewStateOf(answered(1002))).to.include({ kind: 'no_such_activity', named: true });
    expect(viewStateOf(answered(1001, { detail: { field: 'activity_id' } }))).to.include({
      kind: 'no_such_activity',
    });
  });

  it('takes a token that cannot be one for a login that is not valid', () => {
    expect(viewStateOf(answered(1001, { detail: { field: 'token' } }))).to.include({
      kind: 'please_log_in',
      expired: true,
    });
  });

  it('is the refusal that the server gave', () => {
    const kinds = {
      1001: 'no_such_activity',
      1002: 'no_such_activity',
      1003: 'ended',
      1004: 'please_log_in',
    };
    const others = { 1005: 'please_log_in', 1006: 'wrong_zone', 1008: 'blocked', 1009: 'proof_needed' };
    for (const [ret, kind] of Object.entries({ ...kinds, ...others })) {
      expect(viewStateOf(answered(Number(ret), { detail: FACE }))).to.have.property('kind', kind);
    }
  });

  it('knows a login that has run out', () => {
    expect(viewStateOf(answered(1004))).to.have.property('expired', false);
    expect(viewStateOf(answered(1005))).to.have.property('expired', true);
  });

  it('distinguishes not started from ended', () => {
    expect(viewStateOf(answered(1003, { detail: { ...FACE, phase: 'not_started' } }))).to.include({
      kind: 'not_started',
    });
    expect(viewStateOf(answered(1003, { detail: { ...FACE, phase: 'ended' } }))).to.include({
      kind: 'ended',
    });
    expect(viewStateOf(answered(1003))).to.include({ kind: 'ended' });
  });

  it('is the phase for a visitor without a login, before the start and after the end', () => {
    for (const ret of [1004, 1005]) {
      expect(viewStateOf(answered(ret, { detail: { ...FACE, phase: 'not_started' } }))).to.include({
        kind: 'not_started',
        stranger: true,
      });
      expect(viewStateOf(answered(ret, { detail: { ...FACE, phase: 'ended' } }))).to.include({
        kind: 'ended',
        stranger: true,
      });
    }
  });

  it('knows a paused activity', () => {
    expect(viewStateOf(answered(1007, { detail: FACE }))).to.have.property('kind', 'paused');
  });

  it('has the look of the last visit where the answer has none, but not for an activity that there is not', () => {
    const known = lookOf(FACE);
    const titleOf = (answer: Answer) => {
      const state = viewStateOf(answer, known);
      return state.kind === 'loading' ? undefined : state.look.title;
    };
    expect(titleOf({ kind: 'failed', reason: 'network' })).to.equal('摇一摇');
    expect(titleOf(answered(5003))).to.equal('摇一摇');
    expect(titleOf(answered(1002))).to.equal('');
    expect(titleOf(answered(1006, { detail: { ...FACE, title: '新的' } }))).to.equal('新的');
  });

  it('draws a refusal with the summary of the activity', () => {
    const state = viewStateOf(answered(1006, { detail: FACE }));
    expect(state)
      .to.have.property('look')
      .that.includes({
        title: '摇一摇',
        subtitle: '赢好礼',
        loginUrl: '/login',
        contact: '客服',
        startsAt: Date.parse('2026-10-31T16:00:00Z'),
        endsAt: null,
      });
  });

  it("says a fault in the server's words", () => {
    expect(viewStateOf(answered(5000, { msg: '系统错误' }))).to.include({
      kind: 'failed',
      message: '系统错误',
    });
    expect(viewStateOf(answered(9999))).to.have.property('message').that.is.not.empty;
  });

  it('knows what passes by itself from what does not', () => {
    const passing = [answered(4029), answered(5003), { kind: 'failed', reason: 'offline' } as const];
    expect(passing.map((answer) => viewStateOf(answer).kind)).to.deep.equal([
      'too_many_requests',
      'busy',
      'offline',
    ]);
    expect(passing.map((answer) => passes(viewStateOf(answer)))).to.deep.equal([true, true, true]);
    for (const reason of ['timeout', 'network', 'not_an_answer'] as const) {
      expect(passes(viewStateOf({ kind: 'failed', reason }))).to.equal(true);
    }
    for (const answer of [answered(0), answered(1002), answered(1006), answered(5000)]) {
      expect(passes(viewStateOf(answer))).to.equal(false);
    }
  });

  it('is a failure for a kind of activity that the page does not know', () => {
    expect(served({ dispatch: 'quiz', title: '答题' })).to.include({ kind: 'failed' });
  });
});

describe('a shake activity', () => {
  it('is read', () => {
    const state = served({
      dispatch: 'shake',
      title: '摇一摇',
      prizes: [
        {
          id: 'a',
          name: '优惠券',
          image: 'media/a.svg',
          claim: '到店领取',
          claim_url: '/claim',
          value: '¥10',
        },
      ],
      prize_facts: { a: { tier: 'grand', odds: '1/200', quantity: 9 } },
      fairness: { commitment: 'c0ffee' },
      next_chance_at: '2026-11-12T00:00:00+08:00',
      user_draw_info: {
        uid: 'u1',
        chances_left: 3,
        drawn_today: 1,
        drawn_total: 2,
        prizes: [{ draw_id: 'd', prize_id: 'a', name: '优惠券', won_at: '2026-11-11T10:00:00+08:00' }],
      },
    });
    expect(state)
      .to.have.property('shake')
      .that.deep.equals({
        prizes: [
          {
            id: 'a',
            name: '优惠券',
            image: 'media/a.svg',
            claim: '到店领取',
            claimUrl: '/claim',
            tier: 'grand',
            value: '¥10',
            odds: '1/200',
            quantity: 9,
          },
        ],
        commitment: 'c0ffee',
        nextChanceAt: Date.parse('2026-11-11T16:00:00Z'),
        drawInfo: {
          uid: 'u1',
          chancesLeft: 3,
          earnedLeft: 0,
          ways: [],
          inviteCode: '',
          prizesTotal: 1,
          drawnToday: 1,
          drawnTotal: 2,
          prizes: [
            {
              drawId: 'd',
              prizeId: 'a',
              position: 0,
              name: '优惠券',
              image: '',
              claim: '',
              claimUrl: '',
              wonAt: Date.parse('2026-11-11T02:00:00Z'),
              delivery: null,
            },
          ],
        },
      });
  });

  it('distinguishes no limit, no chance and no user', () => {
    const left = (user_draw_info: unknown) => {
      const state = served({ dispatch: 'shake', user_draw_info });
      return state.kind === 'shake' ? state.shake.drawInfo?.chancesLeft : 'not a shake activity';
    };
    expect(left({ chances_left: null })).to.equal(null);
    expect(left({ chances_left: 0 })).to.equal(0);
    expect(left(null)).to.equal(undefined);
  });
});

describe('earned chances', () => {
  const info = (more: object) => {
    const state = served({ dispatch: 'shake', user_draw_info: { uid: 'u1', chances_left: 2, ...more } });
    return state.kind === 'shake' ? state.shake.drawInfo : null;
  };
  const invite = { source: 'invite', worth: 2, left: 3 };

  it('are read with the ways to them', () => {
    const ways = [{ source: 'sign_in', worth: 1, left: 0 }, invite];
    expect(info({ earned_left: 1, ways, invite_code: 'code' })).to.deep.include({
      chancesLeft: 2,
      earnedLeft: 1,
      ways,
      inviteCode: 'code',
    });
  });

  it('cannot be offered by a way that the page does not know, or one without a code', () => {
    expect(
      info({ ways: [{ source: 'poem', worth: 1, left: 1 }, { source: 'share', worth: 0, left: 1 }, invite] }),
    )
      .to.have.property('ways')
      .that.deep.equals([]);
  });

  it('are not offered to whom nothing limits', () => {
    expect(info({ chances_left: null, ways: [invite], invite_code: 'code' }))
      .to.have.property('ways')
      .that.deep.equals([]);
  });
});

describe('the number of prizes', () => {
  it('is what the server says, and at least what it lists', () => {
    for (const [said, shown] of [
      [120, 120],
      [undefined, 1],
      [0, 1],
    ]) {
      const prizes = [{ draw_id: 'd', name: '优惠券' }];
      const state = served({ dispatch: 'shake', user_draw_info: { prizes, prizes_total: said } });
      expect(state).to.have.nested.property('shake.drawInfo.prizesTotal', shown);
    }
  });
});

describe('a sku activity', () => {
  it('keeps the order, and groups the goods where the first of each stands', () => {
    const state = served({
      dispatch: 'sku',
      skus: [
        {
          sku_id: '1',
          name: '苹果',
          price: '12.50',
          market_price: '20',
          unit: '箱',
          tags: ['新'],
          group: '水果',
          sold: '30%',
          limit: 2,
        },
        { sku_id: '2', name: '牛奶', price: 5, group: '乳品', sold_out: true },
        { sku_id: '3', name: '梨', group: '水果' },
        { sku_id: '4', name: '杂货' },
      ],
    });
    if (state.kind !== 'sku') throw new Error(`shown as ${state.kind}`);
    expect(state.groups.map(({ name, skus }) => [name, skus.map((sku) => sku.id)])).to.deep.equal([
      ['水果', ['1', '3']],
      ['乳品', ['2']],
      ['', ['4']],
    ]);
    expect(state.groups[0]?.skus[0]).to.deep.equal({
      id: '1',
      name: '苹果',
      image: '',
      url: '',
      price: '12.50',
      marketPrice: '20',
      unit: '箱',
      tags: ['新'],
      soldOut: false,
      soldPercent: 30,
      limit: 2,
      sale: null,
    });
    expect(state.groups[1]?.skus[0]).to.include({ price: '5', soldOut: true });
  });
});

describe('data of any other shape', () => {
  const ODD: readonly unknown[] = [
    undefined,
    null,
    '',
    'text',
    7,
    Number.NaN,
    true,
    [],
    [null, 7, ['x'], {}],
    {},
  ];

  it('never breaks the page', () => {
    for (const odd of ODD) {
      served(odd);
      for (const dispatch of ['shake', 'sku', odd]) {
        served({
          dispatch,
          title: odd,
          page: odd,
          prizes: odd,
          user_draw_info: odd,
          skus: odd,
          starts_at: odd,
        });
        const page = {
          subtitle: odd,
          banner: odd,
          login_url: odd,
          theme: odd,
          rules_text: odd,
          contact: odd,
        };
        const drawn = { chances_left: odd, drawn_today: odd, prizes: odd };
        const sku = {
          sku_id: odd,
          name: '苹果',
          image: odd,
          price: odd,
          tags: odd,
          group: odd,
          sold_out: odd,
        };
        const prize = { id: odd, name: '优惠券', image: odd };
        served({ dispatch, page, user_draw_info: drawn, skus: [sku, odd], prizes: [prize, odd] });
      }
      for (const ret of [1001, 1002, 1003, 1004, 1005, 1006, 2001, 5000]) {
        viewStateOf(answered(ret, { detail: odd }));
      }
    }
  });

  it('leaves out what has no name', () => {
    const state = served({
      dispatch: 'shake',
      prizes: [{ id: 'a' }, { id: 'b', name: ' ' }, { name: '杯子' }],
    });
    expect(state).to.have.nested.property('shake.prizes').with.lengthOf(1);
  });
});
