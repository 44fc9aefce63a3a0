import type { Words } from '../words.ts';

export const promotion: Words['promotion'] = {
  buy: 'Buy',
  soldOut: 'Sold out',
  sold: (percent) => `${percent}% sold`,
  limit: (count) => `Limit ${count} each`,
  saved: (amount) => `Save ¥${amount}`,
  discount: (tenths) => `${Math.floor(100 - Number(tenths) * 10)}% off`,
  oldPrice: 'Was ',
  saleEnds: 'Sale ends in',
  saleBegins: (when, price) => `¥${price} from ${when}`,
  days: (count) => `${count} d`,
  tags: 'Tags',
  categories: 'Categories',
  goods: 'Goods',
  moreGoods: 'More',
  noGoods: 'Nothing here yet',
  noGoodsYet: 'The goods are on their way. Please come back soon',
};
