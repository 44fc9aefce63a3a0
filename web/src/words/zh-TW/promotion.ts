import type { Words } from '../words.ts';

export const promotion: Words['promotion'] = {
  buy: '搶購',
  soldOut: '已售罄',
  sold: (percent) => `已搶 ${percent}%`,
  limit: (count) => `每人限購 ${count} 件`,
  saved: (amount) => `省 ¥${amount}`,
  discount: (tenths) => `${tenths} 折`,
  oldPrice: '原價',
  saleEnds: '限時搶 距結束',
  saleBegins: (when, price) => `${when} 開搶 ¥${price}`,
  days: (count) => `${count} 天`,
  tags: '標籤',
  categories: '商品分類',
  goods: '商品',
  moreGoods: '更多好物',
  noGoods: '暫無商品',
  noGoodsYet: '好物正在趕來的路上，請稍後再來看看',
};
