import { isoInTimezone, nextLocalDay } from '../../domain/shared/local-time.ts';

const TIMEZONE = 'Asia/Shanghai';
const DAY_MS = 24 * 60 * 60_000;
const LASTS_DAYS = 7;

/** The files that an activity begins with, by their path in its folder. */
export type StartingFiles = Readonly<Record<string, string>>;

/**
 * A valid, complete activity to begin with: it opens at the next midnight and lasts a week.
 * @param schema where the file finds its JSON Schema, for `$schema`
 * @param now milliseconds since the epoch
 * @returns `null` for a kind of which there is none
 */
export function startingActivity(dispatch: string, schema: string, now: number): StartingFiles | null {
  const starts = nextLocalDay(now, TIMEZONE);
  const common = {
    $schema: schema,
    dispatch,
    title: '',
    is_login_user: true,
    is_check_zone: false,
    starts_at: isoInTimezone(starts, TIMEZONE),
    ends_at: isoInTimezone(starts + LASTS_DAYS * DAY_MS, TIMEZONE),
  };
  const page = {
    banner: 'media/banner.svg',
    login_url: '/login?return={return}',
    contact: '客服电话 400-000-0000',
  };
  const data = STARTS.get(dispatch)?.(common, page);
  return data ? { 'data.json': `${JSON.stringify(data, null, 2)}\n`, 'media/banner.svg': BANNER } : null;
}

const STARTS = new Map([
  ['shake', shake],
  ['sku', sku],
]);

function shake(common: object, page: object): object {
  return {
    ...common,
    title: '摇一摇，赢好礼',
    page: {
      subtitle: '每天 3 次机会',
      ...page,
      rules_text: ['每位用户每天可摇 3 次，活动期间共 10 次。', '优惠券中奖后自动放入账户，30 天内有效。'],
    },
    prizes: [
      { id: 'coupon-50', name: '50元优惠券', claim: '已放入账户，30 天内有效' },
      { id: 'coupon-10', name: '10元优惠券', claim: '已放入账户，30 天内有效' },
    ],
    rules: {
      timezone: TIMEZONE,
      chances: { per_day: 3, total: 10 },
      prizes: {
        'coupon-50': { odds: '0.5%', stock: 100, per_user: 1, value: '50.00' },
        'coupon-10': { odds: '5%', stock: 1000, per_user: 2, value: '10.00' },
      },
      budget: '15000.00',
    },
  };
}

function sku(common: object, page: object): object {
  return {
    ...common,
    title: '限时特卖',
    is_login_user: false,
    page: { subtitle: '好物直降', ...page, rules_text: ['价格以下单时为准，图片仅供参考。'] },
    skus: [
      {
        sku_id: '100001',
        name: '商品一',
        price: '12.50',
        market_price: '19.90',
        unit: '1 份',
        tags: ['新品'],
      },
      { sku_id: '100002', name: '商品二', price: '9.90', market_price: '15.00', unit: '1 份' },
    ],
  };
}

/* 750 × 420, as the page shows it. */
const BANNER = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 750 420">
  <rect width="750" height="420" fill="#c8102e"/>
  <circle cx="620" cy="60" r="180" fill="#ffffff" opacity="0.12"/>
  <circle cx="90" cy="380" r="140" fill="#ffffff" opacity="0.1"/>
  <g transform="translate(375 190)" fill="#ffd27a">
    <rect x="-80" y="-20" width="160" height="120" rx="10"/>
    <rect x="-95" y="-55" width="190" height="45" rx="10"/>
    <rect x="-14" y="-55" width="28" height="155" fill="#c8102e"/>
    <path d="M0-55c-45-5-65-30-50-50s50 0 50 50zM0-55c45-5 65-30 50-50s-50 0-50 50z" fill="none" stroke="#ffd27a" stroke-width="16"/>
  </g>
</svg>
`;
