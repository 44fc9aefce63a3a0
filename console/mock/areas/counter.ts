import type {
  CounterActivitiesView,
  CounterWinView,
} from '../../../src/adapters/koa/console/contract/counter.ts';
import { type MockArea, mockError } from '../mock-area.ts';

const HOUR = 3_600_000;
const ago = (hours: number) => new Date(Date.now() - hours * HOUR).toISOString();

const activities: CounterActivitiesView = {
  activities: [
    { activity_id: 'tea', title: '双十一奶茶节', open: 128, redeemed: 1042, last_redeemed_at: ago(0.1) },
    { activity_id: 'gift', title: '会员日到店礼', open: 10_000, redeemed: 310, last_redeemed_at: ago(30) },
  ],
  counted_up_to: 10_000,
};

const win = (more: Partial<CounterWinView> = {}): CounterWinView => ({
  ...{ activity_id: 'tea', activity_title: '双十一奶茶节', name: '招牌珍珠奶茶一杯（大杯）', image: null },
  ...{ serial: '7f3a', state: 'ready', redemption: null },
  ...more,
});

/* The code says what happens: `used`, `old`, `bad`, `post`, `lost`; everything else is a good one. */
export const area: MockArea = {
  'GET /api/counter/activities': () => ({ json: activities }),
  'POST /api/counter/look': ({ body: { code } }) => {
    if (code === 'bad') return mockError(409, 'refused', { reason: 'bad_ticket' });
    if (code === 'old') return mockError(409, 'refused', { reason: 'ticket_expired' });
    if (code === 'post') return { json: { win: win({ state: 'form_received' }) } };
    if (code !== 'used') return { json: { win: win() } };
    const redemption = { at: ago(0.2), place: '机场店' };
    return { json: { win: win({ state: 'redeemed', redemption }) } };
  },
  'POST /api/counter/redeem': ({ body: { code } }) =>
    code === 'lost'
      ? mockError(503, 'store_away')
      : { json: { redeemed: true, replayed: false, win: win({ state: 'redeemed' }) } },
};
