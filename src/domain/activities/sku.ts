import { z } from 'zod';
import { boundedReport, listOf, partlyRead } from '../shared/bounded.ts';
import { field, frontEndField } from '../shared/field.ts';
import { imageSynonyms } from '../shared/image-synonyms.ts';
import { textOrNumber } from '../shared/text-or-number.ts';
import { zonesSchema } from './activity-schema.ts';

const MOST_SKUS = 10_000;

const skuEntrySchema = z.object({
  sku_id: field(textOrNumber(64, 'bad_sku_id'), {
    en: 'The id, each once.',
    zh: '商品编号，不可重复',
    example: '100001',
  }),
  name: field(z.string().min(1).max(200), { en: 'The name.', zh: '商品名称', example: '苹果' }),
  zones: field(zonesSchema.optional(), {
    en: 'Where given, only users of these zones see the entry.',
    zh: '填写后仅这些区域的用户可见',
    example: ['1000', '1001'],
  }),
});

const shownFields = {
  image: frontEndField({
    en: 'The picture.',
    zh: '商品图片',
    example: 'media/apple.svg',
    synonyms: imageSynonyms,
  }),
  price: frontEndField({
    en: 'The price.',
    zh: '价格',
    example: '12.50',
  }),
  market_price: frontEndField({
    en: 'The price that is struck out.',
    zh: '划线价',
    example: '19.90',
    synonyms: ['originalprice', 'originprice', 'oldprice', 'listprice', 'lineprice'],
  }),
  unit: frontEndField({
    en: 'Of how much.',
    zh: '规格',
    example: '1 份',
    synonyms: ['spec', 'specs', 'specification'],
  }),
  tags: frontEndField({ en: 'Words in small frames.', zh: '标签', example: ['新品'] }),
  group: frontEndField({
    en: 'A heading for entries that share it, and a tab where there are several.',
    zh: '分组',
    example: '水果',
  }),
  url: frontEndField({
    en: 'Where a tap on it leads.',
    zh: '点击跳转',
    example: '/goods/100001',
    synonyms: ['link', 'href', 'jumpurl', 'detailurl', 'buyurl'],
  }),
  sold_out: frontEndField({
    en: 'Whether it is sold out.',
    zh: '是否售罄',
    example: true,
    synonyms: ['outofstock', 'issoldout'],
  }),
  sold: frontEndField({
    en: 'How much of it is sold, in percent: a text such as `68%`, or a number from 0 to 100.',
    zh: '已售比例：`68%` 这样的文字，或 0 到 100 的数字',
    example: '68%',
    synonyms: ['sales', 'soldpercent', 'soldrate', 'soldratio', 'progress'],
  }),
  limit: frontEndField({
    en: 'How many one person may buy, as visitors read it.',
    zh: '每人限购件数（仅展示）',
    example: 2,
    synonyms: ['buylimit', 'purchaselimit', 'limitperuser', 'maxbuy', 'quota'],
  }),
  sale: frontEndField({
    en: 'A flash sale: its time and its price.',
    zh: '限时抢购',
    synonyms: ['flashsale', 'seckill', 'promotion', 'flash'],
    fields: {
      from: frontEndField({
        en: 'When it begins: ISO 8601 with an offset. Left out: it has begun.',
        zh: '开始时间，须带时区；省略则已经开始',
        example: '2026-11-11T10:00:00+08:00',
        synonyms: ['start', 'startsat', 'starttime', 'begin'],
      }),
      until: frontEndField({
        en: 'When it is over. Left out: never.',
        zh: '结束时间，须带时区；省略则不结束',
        example: '2026-11-11T12:00:00+08:00',
        synonyms: ['end', 'endsat', 'endtime', 'to'],
      }),
      price: frontEndField({
        en: 'The price meanwhile.',
        zh: '抢购价',
        example: '9.90',
        synonyms: ['saleprice', 'flashprice'],
      }),
    },
  }),
};

/** What a `sku` activity reads from its file. */
export const skuSchema = z
  .object({
    skus: field(
      listOf(
        field(partlyRead(skuEntrySchema, shownFields), {
          en: 'One of the goods.',
          zh: '一件商品',
          example: { sku_id: '100001', name: '苹果' },
        }),
        MOST_SKUS,
      ).default([]),
      {
        en: 'The goods, in the order shown.',
        zh: '商品，按展示顺序',
        example: [{ sku_id: '100001', name: '苹果' }],
        synonyms: ['skulist', 'goods', 'goodslist', 'products'],
      },
    ),
  })
  .superRefine(({ skus }, context) => {
    const refuse = boundedReport(context);
    const ids = new Set<string>();
    for (const [index, entry] of skus.entries()) {
      const id = String(entry.sku_id);
      if (ids.has(id)) refuse(['skus', index, 'sku_id'], { code: 'sku_twice', params: { id } });
      ids.add(id);
    }
  })
  .transform(({ skus }) => ({ skus }));

export type SkuDetails = z.output<typeof skuSchema>;
