import { z } from 'zod';
import { TIERS } from '../activities/page-choices.ts';
import { boundedReport, listOf, partlyRead } from '../shared/bounded.ts';
import { field, frontEndField } from '../shared/field.ts';
import { imageSynonyms } from '../shared/image-synonyms.ts';
import { issueOf } from '../shared/issue.ts';
import type { Problem, ProblemCode } from '../shared/problem.ts';
import { drawPageFields } from './draw-page-fields.ts';
import { type DrawRules, drawRulesSchema, MOST_PRIZES } from './draw-rules.ts';
import { prizeIdPattern } from './prize-id.ts';

const prizeId = z
  .string()
  .regex(prizeIdPattern, 'bad_prize_id' satisfies ProblemCode)
  // Rules are looked up by the id, and these names are found in every object.
  .refine((id) => !(id in Object.prototype), issueOf('reserved_word'));

const prizeSchema = partlyRead(
  z.object({
    id: field(prizeId, {
      en: 'The id, by which `rules.prizes` names the prize.',
      zh: '奖品编号',
      example: 'coupon-10',
    }),
    name: field(z.string().min(1).max(200), { en: 'The name.', zh: '奖品名称', example: '10元优惠券' }),
    image: field(z.string().optional(), {
      en: 'The picture.',
      zh: '奖品图片',
      example: 'media/coupon.svg',
      synonyms: imageSynonyms,
    }),
  }),
  {
    claim: frontEndField({ en: 'How the winner gets it.', zh: '领取方式', example: '已放入账户' }),
    claim_url: frontEndField({
      en: 'Where the winner gets it.',
      zh: '领取链接',
      example: '/coupons',
      synonyms: ['claimlink', 'receiveurl', 'url', 'link'],
    }),
    tier: frontEndField({
      en: 'How much the page celebrates it: `grand`, `fine`, `small` or `consolation`; if left out, by the `value` in its rule: from 500, from 50, above 0, and 0 or the fallback.',
      zh: '奖品等级，决定中奖效果：`grand` 大奖、`fine` 好礼、`small` 小礼、`consolation` 安慰奖；省略则按规则中的 `value` 判断：500 起、50 起、大于 0，以及 0 或保底奖品',
      example: 'grand',
      synonyms: ['level', 'grade', 'rank', 'prizelevel', 'class'],
      choices: TIERS,
    }),
    value: frontEndField({
      en: 'What it is worth, as visitors read it. Not the `value` of its rule, which stays on the server.',
      zh: '展示给用户的价值。与规则中不下发的 `value` 无关',
      example: '¥4999',
    }),
  },
);

export type Prize = z.output<typeof prizeSchema>;

/** What a `shake` activity reads from its file: the prizes as shown, and the rules of their drawing. */
export const drawDetailsSchema = z
  .object({
    prizes: field(
      listOf(
        field(prizeSchema, { en: 'One prize.', zh: '一个奖品', example: { id: 'coupon', name: '优惠券' } }),
        MOST_PRIZES,
      ).default([]),
      {
        en: 'The prizes as visitors see them, in this order.',
        zh: '展示给用户的奖品，按此顺序',
        example: [{ id: 'coupon', name: '优惠券' }],
      },
    ),
    rules: field(drawRulesSchema.prefault({}), {
      en: 'How prizes are drawn. Never sent to visitors.',
      zh: '抽奖规则，不会下发',
      example: { chances: { per_day: 3 } },
    }),
    page: field(z.unknown().optional(), { en: '', zh: '', fields: drawPageFields }),
    starts_at: z.unknown().optional(),
    ends_at: z.unknown().optional(),
  })
  .superRefine(({ prizes, rules, starts_at, ends_at }, context) => {
    const refuse = boundedReport(context);
    const ids = new Set<string>();
    for (const [index, { id }] of prizes.entries()) {
      if (ids.has(id)) refuse(['prizes', index, 'id'], problem('prize_twice', { id }));
      ids.add(id);
    }
    for (const id of Object.keys(rules.prizes)) {
      if (!ids.has(id)) refuse(['rules', 'prizes', id], problem('no_such_prize', { prize: id }));
    }
    for (const [id, { release, stock }] of Object.entries(rules.prizes)) {
      const path = ['rules', 'prizes', id, 'release'];
      if (release !== 'linear') continue;
      if (stock === null) refuse(path, problem('linear_without_stock'));
      if (starts_at === undefined || ends_at === undefined) refuse(path, problem('linear_without_window'));
    }
    if (rules.fallback !== null && !ids.has(rules.fallback)) {
      refuse(['rules', 'fallback'], problem('no_such_prize', { prize: rules.fallback }));
    }
    if (rules.guarantee !== null && !ids.has(rules.guarantee.prize)) {
      refuse(['rules', 'guarantee', 'prize'], problem('no_such_prize', { prize: rules.guarantee.prize }));
    }
  })
  .transform(({ prizes, rules }) => ({ prizes, rules }));

/** What an activity of this kind has in its `details`. */
export interface DrawDetails {
  readonly prizes: readonly Prize[];
  readonly rules: DrawRules;
}

function problem(code: ProblemCode, params: Problem['params'] = {}): Pick<Problem, 'code' | 'params'> {
  return { code, params };
}
