/* By the key, since a key means the same wherever it stands. */
const byKey: Readonly<Record<string, string>> = {
  dispatch: '"shake"',
  title: '"摇一摇"',
  is_login_user: 'true',
  is_check_zone: 'true',
  zones: '["1000", "1001"]',
  starts_at: '"2026-11-01T00:00:00+08:00"',
  ends_at: '"2026-12-01T00:00:00+08:00"',
  page: '{"subtitle": "天天有礼"}',
  prizes: '[{"id": "coupon", "name": "优惠券"}]',
  id: '"coupon-10"',
  name: '"10元优惠券"',
  image: '"media/coupon.svg"',
  rules: '{"chances": {"per_day": 3}}',
  timezone: '"Asia/Shanghai"',
  chances: '{"per_day": 3, "total": 10}',
  per_day: '3',
  total: '10',
  odds: '"0.5%"',
  stock: '100',
  per_user: '1',
  value: '"10.00"',
  release: '"linear"',
  at: '"2026-11-11T10:00:00+08:00"',
  count: '100',
  fallback: '"coupon-10"',
  budget: '"10000.00"',
  blocked_users: '["u1001"]',
  skus: '[{"sku_id": "100001", "name": "苹果"}]',
  sku_id: '"100001"',
};

const byPlace: readonly (readonly [RegExp, string])[] = [
  [/^rules\.prizes$/, '{"coupon": {"odds": "0.5%", "stock": 100}}'],
  [/^rules\.prizes\.[^.]+$/, '{"odds": "0.5%", "stock": 100}'],
  [/^prizes\.\d+$/, '{"id": "coupon", "name": "优惠券"}'],
  [/^skus\.\d+$/, '{"sku_id": "100001", "name": "苹果"}'],
  [/zones\.\d+$/, '"1000"'],
  [/blocked_users\.\d+$/, '"u1001"'],
  [/release\.\d+$/, '{"at": "2026-11-11T10:00:00+08:00", "count": 100}'],
];

/** What may stand in this field, as JSON; `null` where nothing is known of it. */
export function exampleOf(field: string): string | null {
  const placed = byPlace.find(([pattern]) => pattern.test(field));
  return placed?.[1] ?? byKey[field.split('.').at(-1) ?? ''] ?? null;
}
