import type { StartingFields } from '../../authoring/authoring-kind.ts';

/** The fields of a new activity of this kind. */
export function startingShake({ page, timezone }: StartingFields): object {
  return {
    title: '摇一摇，赢好礼',
    page: {
      subtitle: '每天 3 次机会',
      ...page,
      rules_text: [
        '每位用户每天可摇 3 次，活动期间共 10 次。',
        '优惠券由客服发放到账户，发放后在“我的奖品”中显示“已发放”。',
      ],
    },
    prizes: [
      { id: 'coupon-50', name: '50元优惠券', claim: '由客服发放到账户' },
      { id: 'coupon-10', name: '10元优惠券', claim: '由客服发放到账户' },
    ],
    rules: {
      timezone,
      chances: { per_day: 3, total: 10 },
      prizes: {
        'coupon-50': { odds: '0.5%', stock: 100, per_user: 1, value: '50.00' },
        'coupon-10': { odds: '5%', stock: 1000, per_user: 2, value: '10.00' },
      },
      budget: '15000.00',
    },
  };
}
