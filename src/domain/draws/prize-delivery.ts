import { z } from 'zod';
import { listOf, readByHand } from '../shared/bounded.ts';
import { field } from '../shared/field.ts';
import { instant } from '../shared/instant.ts';
import { issueOf } from '../shared/issue.ts';

export const DELIVERY_METHODS = ['hand', 'code', 'webhook', 'form', 'counter'] as const;
export type DeliveryMethod = (typeof DELIVERY_METHODS)[number];

/** What a form may ask of a winner. `id_text`: any text that identifies the winner elsewhere, such as a member number. */
export const FORM_FIELDS = ['name', 'phone', 'address', 'email', 'id_text'] as const;
export type FormField = (typeof FORM_FIELDS)[number];

/* Which keys go with which method, besides `by`. */
const KEYS: Readonly<Record<DeliveryMethod, readonly string[]>> = {
  hand: [],
  code: [],
  webhook: ['to'],
  form: ['fields', 'until', 'to'],
  counter: [],
};

const NEEDED: Readonly<Partial<Record<DeliveryMethod, string>>> = { webhook: 'to', form: 'fields' };

/** How a prize reaches its winner, as the file says it. Draws do not act on it. */
export const prizeDeliverySchema = z
  .strictObject({
    by: field(oneOf(DELIVERY_METHODS), {
      en: '`hand`, `code`, `webhook`, `form` or `counter`.',
      zh: '发放方式：`hand` 人工、`code` 兑换码、`webhook` 回调、`form` 填写信息、`counter` 到店核销',
      example: 'code',
      synonyms: ['type', 'kind', 'method', 'way', 'mode'],
    }),
    to: field(
      z
        .string()
        .regex(/^[A-Za-z0-9_-]{1,64}$/, 'bad_prize_id')
        .optional(),
      {
        en: 'The name of a webhook endpoint, for `webhook`, and for `form` if its data is to be sent.',
        zh: '回调地址的名称（用于 `webhook`，`form` 可选）',
        example: 'crm',
        synonyms: ['endpoint', 'target', 'url', 'hook', 'webhook'],
      },
    ),
    fields: field(
      listOf(
        field(oneOf(FORM_FIELDS), { en: 'A field of the form.', zh: '表单项', example: 'phone' }),
        FORM_FIELDS.length,
        1,
      ).optional(),
      {
        en: 'What the winner fills in: `name`, `phone`, `address`, `email`, `id_text`.',
        zh: '中奖者需填写的信息：`name`、`phone`、`address`、`email`、`id_text`',
        example: ['name', 'phone', 'address'],
        synonyms: ['form', 'inputs', 'columns'],
      },
    ),
    until: field(instant.optional(), {
      en: 'Until when the form may be filled in and changed; left out: without an end.',
      zh: '填写截止时间，省略为不限',
      example: '2026-12-31T23:59:59+08:00',
      synonyms: ['deadline', 'before', 'end', 'endsat', 'expires'],
    }),
  })
  .superRefine((delivery, context) => {
    const { by } = delivery;
    const needed = NEEDED[by] as 'to' | 'fields' | undefined;
    if (needed && delivery[needed] === undefined) {
      context.addIssue({ ...issueOf('missing'), path: [needed] });
    }
    for (const key of ['to', 'fields', 'until'] as const) {
      if (delivery[key] === undefined || KEYS[by].includes(key)) continue;
      context.addIssue({ ...issueOf('not_with_method', { key, by }), path: [key] });
    }
  });

export type PrizeDelivery = z.output<typeof prizeDeliverySchema>;

function oneOf<T extends string>(words: readonly T[]): z.ZodType<T> {
  return readByHand(z.enum(words), (value, context): T => {
    const word = words.find((each) => each === value);
    if (word !== undefined) return word;
    context.addIssue(issueOf('unknown_kind', { kinds: words.join(', ') }));
    return z.NEVER;
  });
}
