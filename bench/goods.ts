/** Goods of a promotion, as an activity's file has them; an answer with 14 of them has 2.7 KB. */
export function goodsOf(count: number): object[] {
  return Array.from({ length: count }, (_, index) => ({
    sku_id: `1${String(index).padStart(5, '0')}`,
    name: `脆甜红富士苹果第 ${index} 号礼盒装`,
    image: 'media/apple.svg',
    price: '12.50',
    market_price: '19.90',
    unit: '1kg/份',
    group: '水果',
    tags: ['当季', '产地直发'],
  }));
}
