import type { LiveEvent, LiveState, Series } from '../../../src/adapters/koa/console/contract/live.ts';
import type { MockArea } from '../mock-area.ts';

/*
 * An activity as it goes: `2001` has no forecast, of `2002` the record store is away, in `2003` nothing has happened yet; every
 * other one is busy.
 */

const HOUR = 3_600_000;
const STARTED = Date.now() - 60 * HOUR;
const ENDS = STARTED + 111 * HOUR;
const iso = (at: number) => new Date(at).toISOString();
const money = (yuan: number) => yuan.toFixed(2);

/** How busy an hour is, 0 to 1: the evening most. */
const pace = (at: number): number => {
  const hour = ((at / HOUR + 8) % 24) - 20.5;
  return 0.25 + 0.75 * Math.exp(-(hour ** 2) / 9) + 0.2 * Math.sin(at / 5e5) ** 2;
};

const PACES = Array.from({ length: 111 * 60 }, (_, minute) => pace(STARTED + minute * 60_000));
const SUMS: number[] = [];
for (const value of PACES) SUMS.push((SUMS.at(-1) ?? 0) + value);
const sumAt = (at: number): number =>
  SUMS[Math.min(SUMS.length - 1, Math.max(0, Math.floor((at - STARTED) / 60_000)))] ?? 0;

const drawsAt = (at: number) => Math.round(sumAt(at) * 42);
const visitsAt = (at: number) => Math.round(sumAt(at) * 61);
const winsAt = (at: number) => Math.round(sumAt(at) * 7.6);
const spentAt = (at: number) => sumAt(at) * 24.2;
const bandAt = (at: number) => ({
  low: money(sumAt(at) * 20.8),
  mid: money(sumAt(at) * 23),
  high: money(sumAt(at) * 25.4),
});

const PRIZES = [
  ['phone', '旗舰手机一部', 3, 1, '4999.00', 0],
  ['earphones', '降噪耳机', 40, 17, '399.00', 0.02],
  ['coupon-50', '50元优惠券', 1500, 1344, '50.00', 3.1],
  ['coupon-10', '10元优惠券', null, 9214, '10.00', 9.4],
  ['tea', '奶茶兑换券', 900, 900, '18.00', 0],
  ['thanks-coupon', '满99减3元券', 60_000, 19_480, '3.00', 22],
] as const;

const prizeOf = ([
  id,
  name,
  stock,
  awarded,
  value,
  perMinute,
]: (typeof PRIZES)[number]): LiveState['prizes'][number] => {
  const left = stock === null ? null : stock - awarded;
  const minutes = left !== null && perMinute > 0 ? left / perMinute : Number.POSITIVE_INFINITY;
  const runsOut = left === 0 ? Date.now() - HOUR : Date.now() + minutes * 60_000;
  return {
    id,
    name,
    stock,
    awarded,
    left,
    value,
    per_minute: perMinute,
    run_out_at: runsOut < ENDS ? iso(runsOut) : null,
  };
};

function stateOf(id: string): LiveState {
  const now = Date.now();
  const isNew = id === '2003';
  const wave = 1 + 0.12 * Math.sin(now / 3000);
  const drift = (now % 60_000) / 60_000;
  const count = (value: number, each: number) => (isNew ? 0 : value + Math.round(drift * each));
  const rates = { visits: 78.2 * wave, draws: 54.1 * wave, wins: 9.7 * wave };
  const spent = spentAt(now) + drift * 26;
  const wins = count(winsAt(now), 580);
  return {
    at: iso(now),
    activity: {
      activity_id: id,
      title: '双十一摇一摇 · 万元好礼天天抽',
      phase: 'running',
      starts_at: iso(STARTED),
      ends_at: iso(ENDS),
      timezone: 'Asia/Shanghai',
      release_no: 7,
      candidate_no: null,
    },
    stale: id === '2002',
    age: { ledger: null, records: id === '2002' ? Math.round((now - STARTED) / 1000) % 400 : null },
    totals: {
      visits: count(visitsAt(now), 4700),
      visitors: count(41_280, 0),
      draws: count(drawsAt(now), 3200),
      drawers: count(33_020, 0),
      wins,
      claimed: Math.round(wins * 0.71),
    },
    per_second: isNew ? { visits: 0, draws: 0, wins: 0 } : rates,
    per_second_before: isNew ? { visits: 0, draws: 0, wins: 0 } : { visits: 71, draws: 55, wins: 8.4 },
    funnel: [
      { step: 'visitors', count: isNew ? 0 : 41_280, share: null },
      { step: 'drawers', count: isNew ? 0 : 33_020, share: isNew ? null : 0.8 },
      { step: 'wins', count: wins, share: isNew ? null : 0.181 },
      { step: 'claimed', count: Math.round(wins * 0.71), share: isNew ? null : 0.71 },
    ],
    spend: isNew
      ? { spent: '0.00', budget: null, share: null }
      : { spent: money(spent), budget: '110000.00', share: spent / 110_000 },
    forecast: isNew || id === '2001' ? null : bandAt(now),
    prizes: PRIZES.map((prize) =>
      isNew ? { ...prizeOf(prize), awarded: 0, left: prize[2], run_out_at: null } : prizeOf(prize),
    ),
    deliveries: isNew
      ? {
          preparing: 0,
          ready: 0,
          form_wanted: 0,
          form_received: 0,
          sent: 0,
          delivered: 0,
          redeemed: 0,
          failed: 0,
        }
      : {
          preparing: 12,
          ready: 8122,
          form_wanted: 5,
          form_received: 13,
          sent: 4,
          delivered: 20_108,
          redeemed: 611,
          failed: 23,
        },
    errors: isNew
      ? []
      : [
          { code: 'no_chance', ret: 2001, fault: false, last_minute: 212, last_hour: 11_904 },
          { code: 'zone_not_allowed', ret: 1006, fault: false, last_minute: 31, last_hour: 1630 },
          { code: 'too_many_draws', ret: 4029, fault: false, last_minute: 2, last_hour: 118 },
          { code: 'system_busy', ret: 5003, fault: true, last_minute: 0, last_hour: 3 },
        ],
    chances: { earned: 18_202, draws_per_drawer: 2.7 },
  };
}

const EVENTS: readonly (readonly [number, LiveEvent['kind'], LiveEvent['params']])[] = [
  [60, 'release', { action: 'publish', no: 6, candidate_no: null, author: '王敏', note: '首次上线' }],
  [30, 'store_away', { source: 'records' }],
  [29.8, 'store_back', { source: 'records' }],
  [
    22,
    'release',
    { action: 'publish', no: 7, candidate_no: null, author: '林晓', note: '奶茶券加量 500 份' },
  ],
  [9, 'big_win', { prize_id: 'phone', name: '旗舰手机一部', value: '4999.00', who: 'u8***21' }],
  [3, 'deliveries_failed', { failed: 23, before: 0 }],
  [1, 'prize_run_out', { prize_id: 'tea', name: '奶茶兑换券' }],
  [0.05, 'big_win', { prize_id: 'earphones', name: '降噪耳机', value: '399.00', who: 'wx***k7' }],
];

const frame = (event: string, data: unknown) => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

const feed = (id: string) =>
  id === '2003'
    ? ''
    : EVENTS.map(([hours, kind, params], index) =>
        frame('event', { id: `e${index}`, at: iso(Date.now() - hours * HOUR), kind, params }),
      ).join('');

function seriesOf(id: string, query: URLSearchParams): Series {
  const isNew = id === '2003';
  const to = Math.min(Date.now(), Date.parse(query.get('to') ?? iso(Date.now())));
  const from = Math.max(STARTED, Date.parse(query.get('from') ?? iso(STARTED)));
  const step = query.get('step') === 'minute' ? 60_000 : HOUR;
  const points = [];
  for (let at = Math.floor(from / step) * step; at < to && !isNew; at += step) {
    const end = Math.min(at + step, to);
    points.push({
      at: iso(at),
      visits: visitsAt(end) - visitsAt(at),
      visitors: Math.round((visitsAt(end) - visitsAt(at)) / 3),
      draws: drawsAt(end) - drawsAt(at),
      wins: winsAt(end) - winsAt(at),
      spent: money(spentAt(end) - spentAt(at)),
      spent_total: money(spentAt(end)),
    });
  }
  const forecast = [];
  for (let at = STARTED; at <= ENDS; at += HOUR) forecast.push({ at: iso(at), ...bandAt(at) });
  return {
    from: iso(from),
    to: iso(to),
    step: step === HOUR ? 'hour' : 'minute',
    timezone: 'Asia/Shanghai',
    points,
    forecast: isNew || id === '2001' ? null : forecast,
    budget: isNew ? null : '110000.00',
  };
}

const published = (no: number) => ({
  json: {
    outcome: 'published',
    no,
    new_no: no,
    in_force_at: iso(Date.now() + 1500),
    folder: 'written',
    warnings: [],
  },
});

export const area: MockArea = {
  'GET /api/activities/:id/live': ({ params }) => {
    const id = params['id'] ?? '';
    let isFirst = true;
    return {
      events: () => {
        const head = isFirst ? feed(id) : '';
        isFirst = false;
        return head + frame('state', stateOf(id));
      },
    };
  },
  'GET /api/activities/:id/series': ({ params, query }) => ({ json: seriesOf(params['id'] ?? '', query) }),
  'GET /api/activities/:id/restock': ({ query }) => {
    const prize = PRIZES.find(([id]) => id === query.get('prize_id')) ?? PRIZES[0];
    const before = prize[2] ?? 0;
    const after = before + Number(query.get('add') ?? 0);
    return {
      json: {
        prize_id: prize[0],
        name: prize[1],
        live_no: 7,
        before,
        after,
        won: prize[3],
        hash: '',
        content: '',
        diff: {
          changes: [
            {
              about: 'draws',
              field: `rules.prizes.${prize[0]}.stock`,
              kind: 'changed',
              before: String(before),
              after: String(after),
              label: null,
              zh: `“${prize[1]}”的库存从 ${before} 改为 ${after}，全部发完多花 ¥${((after - before) * Number(prize[4])).toLocaleString()}`,
              en: `Stock of ${prize[1]}: ${before} becomes ${after}; all of it costs ¥${((after - before) * Number(prize[4])).toLocaleString()} more`,
            },
          ],
          prizes: [],
          warnings: [],
        },
        findings: [],
        needs_approval: false,
        approvals: [],
      },
    };
  },
  'POST /api/activities/:id/restock': () => published(8),
};
