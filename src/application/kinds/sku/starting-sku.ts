import type { StartingFields } from '../../authoring/authoring-kind.ts';

/** The fields of a new activity of this kind. */
export function startingSku({ page }: StartingFields): object {
  return {
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
