import { isoInTimezone, nextLocalDay } from '../../../domain/shared/local-time.ts';
import { type DrawTemplate, drawTemplates, type TemplatePrize } from './draw-templates.ts';

const TIMEZONE = 'Asia/Shanghai';
const DAY_MS = 24 * 60 * 60_000;
const LASTS_DAYS = 7;

export interface Template {
  readonly template: TemplateName;
  readonly dispatch: string;
  /** `null` where nothing is drawn. */
  readonly stage: string | null;
}

export const TEMPLATE_NAMES = ['shake', 'wheel', 'grid', 'scratch', 'egg', 'sku'] as const;
export type TemplateName = (typeof TEMPLATE_NAMES)[number];

export const templates: readonly Template[] = TEMPLATE_NAMES.map((template) =>
  template === 'sku'
    ? { template, dispatch: 'sku', stage: null }
    : { template, dispatch: 'shake', stage: drawTemplates[template].stage },
);

/**
 * The text of an activity of this template: whole, so that it can be shown at once. It opens at the next midnight and lasts
 * a week.
 * @param now milliseconds since the epoch
 */
export function templateText(name: TemplateName, title: string, now: number): string {
  const starts = nextLocalDay(now, TIMEZONE);
  const common = {
    dispatch: name === 'sku' ? 'sku' : 'shake',
    title,
    is_login_user: name !== 'sku',
    starts_at: isoInTimezone(starts, TIMEZONE),
    ends_at: isoInTimezone(starts + LASTS_DAYS * DAY_MS, TIMEZONE),
  };
  const own = name === 'sku' ? goods() : draws(drawTemplates[name]);
  return `${JSON.stringify({ ...common, ...own }, null, 2)}\n`;
}

function draws({ perDay, total, signIn, ...template }: DrawTemplate): object {
  const { stage, theme, subtitle, texts, prizes, guarantee } = template;
  return {
    page: {
      ...{ subtitle, login_url: '/login?return={return}', stage, theme: { name: theme } },
      rules_text: [
        `每位用户每天可抽 ${perDay} 次，活动期间共 ${total} 次。`,
        ...(signIn ? ['每天签到另得 1 次机会，赚取的机会在当天次数用完后使用。'] : []),
        ...(guarantee
          ? [
              `连续 ${guarantee.after} 次未中有价值的奖品，第 ${guarantee.after} 次必得${nameOf(prizes, guarantee.prize)}，送完为止。`,
            ]
          : []),
        '奖品由客服联系发放，发放后在“我的奖品”中显示“已发放”。',
      ],
      ...{ contact: '客服电话 400-000-0000', show_winners: true, texts },
    },
    prizes: prizes.map(({ id, name, tier, value }) => ({
      ...{ id, name, tier },
      ...(Number(value) > 0 && { value: `¥${value.replace(/\.00$/, '')}` }),
      claim: '由客服联系发放',
    })),
    rules: {
      timezone: TIMEZONE,
      chances: { per_day: perDay, total, ...(signIn && { earn: { sign_in: { per_day: 1 } } }) },
      prizes: Object.fromEntries(prizes.map((prize) => [prize.id, ruleOf(prize)])),
      fallback: prizes.at(-1)?.id,
      ...(guarantee && { guarantee }),
      budget: `${prizes.reduce((sum, { stock = 0, value }) => sum + stock * Number(value), 0)}.00`,
    },
  };
}

function nameOf(prizes: readonly TemplatePrize[], id: string): string {
  return prizes.find((prize) => prize.id === id)?.name ?? id;
}

function ruleOf({ odds, stock, perUser, value }: TemplatePrize): object {
  return {
    ...(odds !== undefined && { odds }),
    stock: stock ?? null,
    ...(perUser !== undefined && { per_user: perUser }),
    value,
  };
}

function goods(): object {
  const piece = (no: number, name: string, price: string, market: string, tags: readonly string[]) => ({
    ...{ sku_id: `${100_000 + no}`, name, price, market_price: market, unit: '1 份' },
    ...(tags.length > 0 && { tags }),
  });
  return {
    page: {
      ...{ subtitle: '好物直降，抢完为止', theme: { name: 'summer' } },
      rules_text: ['价格以下单时为准，图片仅供参考。'],
      contact: '客服电话 400-000-0000',
    },
    skus: [
      piece(1, '商品一', '12.50', '19.90', ['爆款']),
      piece(2, '商品二', '9.90', '15.00', ['新品']),
      piece(3, '商品三', '29.00', '45.00', []),
      piece(4, '商品四', '59.00', '88.00', []),
    ],
  };
}
