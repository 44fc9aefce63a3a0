import type {
  ListedDeliveryView,
  TotalsView,
} from '../../../src/adapters/koa/console/contract/deliveries.ts';
import type { LookupView } from '../../../src/adapters/koa/console/contract/users.ts';
import { type MockArea, mockError } from '../mock-area.ts';

/*
 * People's questions: `u2` is refused by the zone, `u3` has used all chances, `u4` has never been here; everybody else may draw. A
 * form of the draw `d1` cannot be opened: its key is gone.
 */

const HOUR = 3_600_000;
const ago = (hours: number) => new Date(Date.now() - hours * HOUR).toISOString();

const NAMES = [
  ['phone', '旗舰手机一部', 'form', '4999.00'],
  ['coupon-50', '50元优惠券', 'webhook', '50.00'],
  ['tea', '奶茶兑换券', 'counter', '18.00'],
  ['coupon-10', '10元优惠券', 'hand', '10.00'],
  ['thanks-coupon', '满99减3元券', 'code', '3.00'],
] as const;
const STATES = {
  form: ['form_received', 'form_wanted', 'sent'],
  webhook: ['failed', 'delivered', 'delivered'],
  counter: ['redeemed', 'ready', 'ready'],
  hand: ['ready', 'delivered', 'ready'],
  code: ['ready', 'ready', 'ready'],
} as const;

const done = new Set<string>();

function deliveryAt(index: number): ListedDeliveryView {
  const [prize, name, method, value] = NAMES[(index * 7) % NAMES.length] ?? NAMES[0];
  const id = `d${index}`;
  const state = done.has(id) ? 'delivered' : (STATES[method][index % 3] ?? 'ready');
  return {
    activity_id: '1055',
    draw_id: id,
    uid: `u${80_021 + index * 37}`,
    prize_id: prize,
    name,
    unit: 900 - index,
    value,
    won_at: ago(0.02 + index * 0.7),
    method,
    endpoint: method === 'webhook' ? 'crm' : null,
    state,
    changed_at: ago(0.01 + index * 0.6),
    by: state === 'delivered' && method === 'hand' ? '王敏' : state === 'redeemed' ? '南京路店' : null,
    attempts: method === 'webhook' ? (state === 'failed' ? 8 : 1) : 0,
    due_at: null,
    last_error: state === 'failed' ? 'HTTP 422: card inactive' : null,
    fields: method === 'form' ? ['name', 'phone', 'address'] : [],
    until: null,
    form_changed_at: state === 'form_received' ? ago(2) : null,
    may: {
      resend: state === 'failed',
      mark_done: state === 'form_received' || (method === 'hand' && state === 'ready'),
      open_form: state === 'form_received' || state === 'sent',
    },
  };
}

const ALL = 63;
const listed = (query: URLSearchParams) => {
  if (query.get('activity_id') === '2003') return [];
  return Array.from({ length: ALL }, (_, index) => deliveryAt(index)).filter(
    ({ state, method }) =>
      (!query.get('state') || state === query.get('state')) &&
      (!query.get('method') || method === query.get('method')),
  );
};

function totals(query: URLSearchParams): TotalsView {
  const rows = listed(new URLSearchParams({ activity_id: query.get('activity_id') ?? '' }));
  const count = (state: string) => rows.filter((row) => row.state === state).length;
  return {
    by_state: Object.fromEntries(
      ['preparing', 'ready', 'form_wanted', 'form_received', 'sent', 'delivered', 'redeemed', 'failed'].map(
        (state) => [state, state === 'ready' && rows.length > 0 ? 10_000 : count(state)],
      ),
    ) as TotalsView['by_state'],
    counted_up_to: 10_000,
    resendable: count('failed'),
    stopped_endpoints:
      query.get('activity_id') === '2002' ? [{ name: 'crm', stopped_at: ago(5), reason: 'HTTP 410' }] : [],
  };
}

const chances = new Map<string, number>();

function lookup(uid: string, zone: string | null): LookupView {
  const isRefused = uid === 'u2';
  const isNew = uid === 'u4';
  const left = uid === 'u3' ? 0 : 2 + (chances.get(uid) ?? 0);
  const check = (name: string, title: string, ok: boolean, zh: string, en: string) => ({
    check: name,
    name: { zh: title, en: name },
    ok,
    zh,
    en,
  });
  const result = (code: string, zh: string, en: string) => ({ code, zh, en });
  const wins = [3, 0, 1, 5].map((index) => {
    const { prize_id, name, unit, value, won_at, draw_id, ...delivery } = deliveryAt(index);
    return { draw_id, prize_id, name, image: null, unit, value, won_at, delivery };
  });
  const draw = (no: number) => ({
    draw_no: no,
    draw_id: `2f6e1b0a${String(no).padStart(4, '0')}`,
    at: ago((20 - no) * 5),
    prize_id: no % 4 === 0 ? 'tea' : null,
    prize_name: no % 4 === 0 ? '奶茶兑换券' : null,
    seed_no: 3,
    rules_no: 7,
    denied: no % 4 === 3 && no > 14,
  });
  return {
    activity_id: '1055',
    uid,
    zone,
    activity: {
      title: '摇一摇，赢好礼',
      dispatch: 'shake',
      timezone: 'Asia/Shanghai',
      phase: 'running',
      paused: false,
    },
    explanation: {
      at: ago(0),
      release_no: 7,
      rollout: null,
      visit: isRefused
        ? result('zone_not_allowed', '所在区域不在活动范围', 'the zone may not take part')
        : result('served', '正常', 'served'),
      draw: isRefused
        ? result('zone_not_allowed', '所在区域不在活动范围', 'the zone may not take part')
        : left > 0
          ? result('served', '可以抽', 'may draw')
          : result('no_chance', '今天的次数用完了', 'no chance is left'),
      checks: [
        check('activity', '活动', true, '有这个活动，线上是版本 7', 'release 7 is served'),
        check('paused', '是否暂停', true, '没有暂停', 'it is not paused'),
        check('passport', '身份验证', true, '按用户编号查询，视为已登录', 'taken on trust'),
        check(
          'zone',
          '区域',
          !isRefused,
          isRefused ? '区域 2000 不在 1000、1001 之内' : '区域可以参与',
          'the zone may take part',
        ),
        check('window', '活动时间', true, '进行中：11月1日 00:00 至 12月1日 00:00', 'running'),
        ...(isRefused
          ? []
          : [
              check(
                'chances',
                '抽奖次数',
                left > 0,
                left > 0 ? '今天抽了 1 次，一共 8 次；还剩 2 次' : '今天抽了 3 次，一共 10 次；一次不剩',
                'drawn',
              ),
              check('budget', '预算', true, '已花 68,201.00，预算 110,000.00', 'spent'),
              check('prize', '奖品', true, '抽到“奶茶兑换券”也不会中：目前已发完', 'tea is gone'),
            ]),
      ],
    },
    chances: {
      left,
      daily_left: Math.min(left, 1),
      earned_left: Math.max(0, left - 1),
      earned_total: 6 + (chances.get(uid) ?? 0),
      drawn_today: uid === 'u3' ? 3 : isNew ? 0 : 1,
      drawn_total: isNew ? 0 : 18,
      streak: 4,
      invited: isNew ? 0 : 2,
      invited_by: isNew ? null : 'u80095',
      earned: isNew
        ? []
        : [
            ...(chances.get(uid)
              ? [
                  {
                    at: ago(0),
                    source: 'grant' as const,
                    key: 'grant:x',
                    detail: 'support-2026-11-30-18',
                    chances: chances.get(uid) ?? 0,
                  },
                ]
              : []),
            { at: ago(4), source: 'sign_in', key: 'sign_in:2026-11-30', detail: '2026-11-30', chances: 1 },
            { at: ago(26), source: 'invite', key: 'invite:u91', detail: 'u80091', chances: 2 },
            { at: ago(30), source: 'share', key: 'share:2026-11-29', detail: '2026-11-29', chances: 1 },
          ],
      earned_next: null,
      earned_unlisted: 0,
    },
    draws: isNew ? [] : Array.from({ length: 10 }, (_, index) => draw(18 - index)),
    draws_next: isNew ? null : 9,
    draws_unlisted: 0,
    wins: isNew ? [] : wins,
    wins_next: null,
    wins_total: isNew ? 0 : wins.length,
    accounts_removed_at: null,
  };
}

export const area: MockArea = {
  'POST /api/users/lookup': ({ body }) =>
    body['uid'] === 'away'
      ? mockError(503, 'store_away')
      : { json: lookup(String(body['uid']), (body['zone'] as string | null) ?? null) },
  'POST /api/users/draws': ({ body }) => {
    const { draws } = lookup('u1', null);
    return {
      json: {
        draws: draws.slice(0, 8).map((one, index) => ({
          ...one,
          draw_id: `old${index}`,
          draw_no: Number(body['before']) - 1 - index,
        })),
        next: null,
      },
    };
  },
  'POST /api/users/form': ({ body }) =>
    body['draw_id'] === 'd1'
      ? mockError(409, 'refused', { reason: 'no_key' })
      : {
          json: {
            activity_id: body['activity_id'],
            draw_id: body['draw_id'],
            uid: 'u80021',
            fields: [
              { field: 'name', value: '周小雨' },
              { field: 'phone', value: '138 0013 8000' },
              { field: 'address', value: '上海市黄浦区南京东路 300 号 5 楼' },
            ],
            received_at: ago(3),
            changed_at: ago(2),
          },
        },
  'POST /api/grants': ({ body }) => {
    const uid = String(body['uid']);
    const granted = Number(body['chances']);
    chances.set(uid, (chances.get(uid) ?? 0) + granted);
    const left = 2 + (chances.get(uid) ?? 0);
    return {
      json: {
        granted: 1,
        chances: granted,
        known: 0,
        before: { left: left - granted, earned_left: 1 },
        after: { left, earned_left: 1 + granted },
      },
    };
  },
  'GET /api/deliveries': ({ query }) => {
    const from = Number(query.get('cursor') ?? 0);
    const limit = Number(query.get('limit') ?? 50);
    const rows = listed(query);
    return {
      json: {
        deliveries: rows.slice(from, from + limit),
        next: from + limit < rows.length ? String(from + limit) : null,
      },
    };
  },
  'GET /api/deliveries/totals': ({ query }) => ({ json: totals(query) }),
  'POST /api/deliveries/resend': () => ({ json: { resent: 1 } }),
  'POST /api/deliveries/done': ({ body }) => {
    const ids = body['draw_ids'] as string[];
    for (const id of ids) done.add(id);
    return { json: { delivered: ids.length, already: 0, refused: [] } };
  },
};
