import type { Home, HomeCard } from '../../../src/adapters/koa/console/contract/home.ts';
import type { MockArea } from '../mock-area.ts';

const HOUR = 3_600_000;
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR).toISOString();

function card(
  id: string,
  title: string,
  stage: string | null,
  hours: readonly [number, number | null],
  scale: number,
): HomeCard {
  const drawsByHour = Array.from({ length: 24 }, (_, at) =>
    Math.round(scale * (0.4 + Math.sin((at + 3) / 3.6) ** 2 + (at > 19 ? 0.5 : 0))),
  );
  const draws = stage === null ? 0 : drawsByHour.reduce((sum, count) => sum + count, 0);
  return {
    activity_id: id,
    title,
    dispatch: stage === null ? 'sku' : 'shake',
    stage,
    phase: hours[0] > 0 ? 'not_started' : 'running',
    starts_at: inHours(hours[0]),
    ends_at: hours[1] === null ? null : inHours(hours[1]),
    image: null,
    release_no: 7,
    visits_day: scale * 61,
    draws_day: draws,
    wins_day: Math.round(draws * 0.18),
    draws_by_hour: stage === null ? drawsByHour.map(() => 0) : drawsByHour,
  };
}

const running = [
  card('1055', '双十一摇一摇 · 万元好礼天天抽', 'shake', [-60, 51], 1480),
  card('2001', '会员日幸运大转盘', 'wheel', [-30, 9.4], 310),
  card('2002', '新春刮刮乐', 'scratch', [-200, null], 96),
  card('3001', '家电以旧换新限时购', null, [-12, 20], 240),
];

const home: Home = {
  at: new Date().toISOString(),
  running,
  soon: [
    card('2005', '砸金蛋 赢年货', 'egg', [14.2, 300], 0),
    card('2006', '黑五返场九宫格', 'grid', [37, 100], 0),
  ],
  ending: running.slice(1, 2).concat(running.slice(3)),
  attention: [
    {
      kind: 'deliveries_failed',
      severity: 'critical',
      activity_id: '1055',
      title: '双十一摇一摇 · 万元好礼天天抽',
      params: { failed: 23 },
      action: { kind: 'open_deliveries', to: '/deliveries?activity_id=1055&state=failed' },
    },
    {
      kind: 'stock_runs_out',
      severity: 'warning',
      activity_id: '1055',
      title: '双十一摇一摇 · 万元好礼天天抽',
      params: { prize: '50元优惠券', left: 412, run_out_at: inHours(5.3) },
      action: { kind: 'restock', to: '/activities/1055/live?restock=coupon-50' },
    },
    {
      kind: 'budget_near',
      severity: 'warning',
      activity_id: '2001',
      title: '会员日幸运大转盘',
      params: { spent: '41860.50', budget: '50000', share: 0.837 },
      action: { kind: 'raise_budget', to: '/activities/2001/edit' },
    },
    {
      kind: 'approval_wanted',
      severity: 'info',
      activity_id: '2005',
      title: '砸金蛋 赢年货',
      params: { file: 'activities/2005/data.json', code: 'not_approved', path: null },
      action: { kind: 'review', to: '/activities/2005/edit/publish' },
    },
    {
      kind: 'draft_unapproved',
      severity: 'info',
      activity_id: '2006',
      title: '黑五返场九宫格',
      params: { by: '陈思' },
      action: { kind: 'review', to: '/activities/2006/edit/publish' },
    },
  ],
  counts: { running: 4, soon: 2, ending: 2, paused: 1, ended: 18, all: 27, attention: 5 },
  away: [],
};

const quiet: Home = {
  ...{ at: home.at, running: [], soon: [], ending: [], attention: [], away: [] },
  counts: { running: 0, soon: 0, ending: 0, paused: 0, ended: 0, all: 0, attention: 0 },
};

/* `editor` sees the console as it is on the first day. */
export const area: MockArea = {
  'GET /api/home': ({ request }) => ({
    json: request.headers.cookie?.includes('mock=editor') ? quiet : home,
  }),
};
