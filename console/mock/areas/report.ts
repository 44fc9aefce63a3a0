import type { Report } from '../../../src/adapters/koa/console/contract/report.ts';
import type { MockArea } from '../mock-area.ts';

/* The report of an activity; `2003` has none yet. */

const HOUR = 3_600_000;
const HOURS = 60;
const iso = (at: number) => new Date(at).toISOString();
const local = (at: number) =>
  `${iso(at + 8 * HOUR)
    .slice(0, 13)
    .replace('T', ' ')}:00`;

const hourAt = (index: number): Report['hours'][number] => {
  const at = Math.floor(Date.now() / HOUR) * HOUR - (HOURS - index) * HOUR;
  const hour = ((at / HOUR + 8) % 24) - 20.5;
  const busy = 0.18 + Math.exp(-(hour ** 2) / 10);
  const visits = Math.round(4200 * busy);
  return {
    at: iso(at),
    local: local(at),
    visits,
    visitors: Math.round(visits * 0.41),
    draws: Math.round(visits * 0.66),
    wins: Math.round(visits * 0.12),
    drawers: Math.round(visits * 0.3),
    claimed: Math.round(visits * 0.09),
    spent: (visits * 0.38).toFixed(2),
  };
};

const counts = (visits: number) => ({
  visits,
  visitors: Math.round(visits * 0.42),
  draws: Math.round(visits * 0.66),
  wins: Math.round(visits * 0.12),
});

const PRIZES: readonly (readonly [string, string, number | null, number, number, number, string])[] = [
  ['phone', '旗舰手机一部', 3, 1, 1, 0, '4999.00'],
  ['earphones', '降噪耳机', 40, 17, 11, 0, '399.00'],
  ['coupon-50', '50元优惠券', 1500, 380, 322, 23, '50.00'],
  ['coupon-10', '10元优惠券', null, 2214, 1710, 0, '10.00'],
  ['tea', '奶茶兑换券', 900, 900, 611, 0, '18.00'],
  ['thanks-coupon', '满99减3元券', 60_000, 6480, 5202, 0, '3.00'],
];

function reportOf(id: string): Report {
  const isNew = id === '2003';
  const hours = isNew ? [] : Array.from({ length: HOURS }, (_, index) => hourAt(index));
  const sum = (name: 'visits' | 'draws' | 'wins') => hours.reduce((all, hour) => all + hour[name], 0);
  const prizes = PRIZES.map(([prize, name, stock, awarded, claimed, failed, value]) => ({
    id: prize,
    name,
    stock,
    awarded: isNew ? 0 : awarded,
    left: stock === null ? null : stock - (isNew ? 0 : awarded),
    claimed: isNew ? 0 : claimed,
    failed: isNew ? 0 : failed,
    value,
    cost: (isNew ? 0 : awarded * Number(value)).toFixed(2),
  }));
  const spent = prizes.reduce((all, { cost }) => all + Number(cost), 0).toFixed(2);
  return {
    at: iso(Date.now()),
    activity: {
      activity_id: id,
      title: '双十一摇一摇 · 万元好礼天天抽',
      phase: 'running',
      starts_at: iso(Date.now() - HOURS * HOUR),
      ends_at: iso(Date.now() + 51 * HOUR),
      timezone: 'Asia/Shanghai',
      release_no: 7,
    },
    totals: {
      visits: sum('visits'),
      visitors: isNew ? 0 : 31_280,
      drawers: isNew ? 0 : 22_904,
      draws: sum('draws'),
      wins: isNew ? 0 : 9992,
      claimed: isNew ? 0 : 7857,
      earned_chances: isNew ? 0 : 18_202,
    },
    hours,
    zones: isNew
      ? []
      : [
          { zone: '1000', ...counts(58_200) },
          { zone: '1001', ...counts(22_910) },
          { zone: '', ...counts(8120) },
        ],
    channels: isNew
      ? []
      : [
          { channel: 'wechat-menu', ...counts(41_020) },
          { channel: 'invite', ...counts(18_330) },
          { channel: 'sms-1109', ...counts(12_400) },
          { channel: 'poster-store', ...counts(3120) },
          { channel: '', ...counts(14_360) },
        ],
    prizes,
    cost: { spent, budget: '110000.00', forecast: { low: '61200.00', mid: '68000.00', high: '74900.00' } },
    findings: [
      { kind: 'deliveries_failed', severity: 'critical', params: { count: 23 } },
      {
        kind: 'prize_ran_out',
        severity: 'warning',
        params: { prize: '奶茶兑换券', at: iso(Date.now() - HOUR) },
      },
      { kind: 'wins_unclaimed', severity: 'warning', params: { count: 2135, share: 0.214 } },
      { kind: 'peak_minute', severity: 'info', params: { at: iso(Date.now() - 20 * HOUR), draws: 812 } },
      {
        kind: 'refusals',
        severity: 'info',
        params: { code: 'no_chance', ret: 2001, count: 11_904, share: 0.081 },
      },
      {
        kind: 'budget_used',
        severity: 'info',
        params: { spent, budget: '110000.00', share: Number(spent) / 110_000 },
      },
    ],
  };
}

export const area: MockArea = {
  'GET /api/activities/:id/report': ({ params }) => ({ json: reportOf(params['id'] ?? '') }),
  'GET /api/activities/:id/report.csv': () => ({
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': 'attachment; filename="report.csv"',
    },
    text: '\ufeff小时,访问\r\n',
  }),
};
