export const promotion = {
  buy: '抢购',
  soldOut: '已售罄',
  sold: (percent: string) => `已抢 ${percent}%`,
  limit: (count: string) => `每人限购 ${count} 件`,
  saved: (amount: string) => `省 ¥${amount}`,
  /** Tenths of the old price, as discounts are given in Chinese. */
  discount: (tenths: string) => `${tenths} 折`,
  oldPrice: '原价',
  saleEnds: '限时抢 距结束',
  saleBegins: (when: string, price: string) => `${when} 开抢 ¥${price}`,
  days: (count: string) => `${count} 天`,
  tags: '标签',
  categories: '商品分类',
  goods: '商品',
  moreGoods: '更多好物',
  noGoods: '暂无商品',
  noGoodsYet: '好物正在赶来的路上，请稍后再来看看',
};
