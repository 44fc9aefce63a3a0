import { z } from 'zod';
import { listOf, recordOf } from '../shared/bounded.ts';
import { field } from '../shared/field.ts';
import { commonDenominator, fraction } from '../shared/fraction.ts';
import { issueOf } from '../shared/issue.ts';
import { isTimezone } from '../shared/local-time.ts';
import { money } from '../shared/money.ts';
import { count, MONEY_PATTERN, type PrizeRule, prizeRuleSchema } from './prize-rule.ts';

/* A ticket has 256 bits: with a denominator of at most half of them no ticket is favoured by as much as 2^-128. */
const LARGEST_DENOMINATOR = 2n ** 128n;

/* Looked up by a draw in constant time; the file of 1 MiB is the limit. */
const MOST_BLOCKED = 100_000;

/** Each draw goes through the prizes, and through the steps of the one it wins. */
export const MOST_PRIZES = 1000;

/** A user's wins are kept one by one, and a segment more costs Redis keys of its own. */
export const MOST_SEGMENTS = 64;

/* What friends brought is kept one by one, and an account's chances must stay a number that is exact. */
const earnedCount = z.int().min(0).max(10_000);

const perDay = z.strictObject({
  per_day: field(earnedCount.default(1), {
    en: 'How often in one day.',
    zh: '每天最多几次',
    example: 1,
    synonyms: ['daily', 'dailylimit', 'daylimit', 'day'],
  }),
});

/* Strict, as what is misspelt would silently not be offered. */
const earn = z.strictObject({
  sign_in: field(perDay.nullable().default(null), {
    en: 'A chance for coming each day.',
    zh: '签到送机会',
    example: { per_day: 1 },
    synonyms: ['signin', 'checkin', 'signup', 'qiandao'],
  }),
  share: field(perDay.nullable().default(null), {
    en: 'A chance for sharing, as the page claims it: nothing proves that anyone saw it, so the limit is all that holds.',
    zh: '分享送机会（由页面上报，无法核实，仅受次数限制）',
    example: { per_day: 1 },
    synonyms: ['shares', 'sharing', 'fenxiang'],
  }),
  invite: field(
    z
      .strictObject({
        each: field(earnedCount.default(1), {
          en: 'Chances for one friend who comes.',
          zh: '每邀请一位好友送几次',
          example: 1,
          synonyms: ['per', 'perfriend', 'chances', 'count'],
        }),
        total: field(earnedCount.default(5), {
          en: 'How many friends count.',
          zh: '最多计多少位好友',
          example: 5,
          synonyms: ['max', 'limit', 'friends', 'most'],
        }),
      })
      .nullable()
      .default(null),
    {
      en: 'Chances for friends who come by an invitation.',
      zh: '邀请好友送机会',
      example: { each: 1, total: 5 },
      synonyms: ['invitation', 'invitations', 'invites', 'yaoqing', 'help'],
    },
  ),
});

/* Strict, like the rule of a prize. `rules` itself takes further keys, since operations keep notes there. */
const chances = z.strictObject({
  per_day: field(count.nullable().default(null), {
    en: 'How often one user may draw in one day.',
    zh: '每人每天的抽奖次数',
    example: 3,
    synonyms: ['daily', 'dailylimit', 'daylimit', 'perdaylimit', 'everyday', 'day'],
  }),
  total: field(count.nullable().default(null), {
    en: 'How often one user may draw in all.',
    zh: '每人总计的抽奖次数',
    example: 10,
    synonyms: ['totallimit', 'intotal', 'all', 'overall', 'max', 'limit'],
  }),
  earn: field(earn.default({ sign_in: null, share: null, invite: null }), {
    en: 'Further chances that users earn. They are used after those of the day, and do not lapse.',
    zh: '可赚取的机会：当天次数用完后使用，不过期',
    example: { sign_in: { per_day: 1 } },
    synonyms: ['earned', 'extra', 'bonus', 'tasks'],
  }),
});

export type Chances = z.output<typeof chances>;

export const drawRulesSchema = z
  .object({
    timezone: field(z.string().refine(isTimezone, issueOf('bad_timezone')).default('Asia/Shanghai'), {
      en: 'By whose midnight a day begins: an IANA name.',
      zh: '按哪个时区计算“每天”',
      example: 'Asia/Shanghai',
      synonyms: ['tz'],
    }),
    chances: field(
      chances.default({ per_day: null, total: null, earn: { sign_in: null, share: null, invite: null } }),
      {
        en: 'How often one user may draw; left out: no limit.',
        zh: '抽奖次数，省略为不限',
        example: { per_day: 3, total: 10 },
        synonyms: ['limit', 'limits', 'drawlimit', 'drawlimits', 'times'],
      },
    ),
    prizes: field(
      recordOf(
        field(prizeRuleSchema, {
          en: 'How one prize is drawn.',
          zh: '一个奖品的规则',
          example: { odds: '0.5%', stock: 100 },
        }),
        MOST_PRIZES,
      ).default({}),
      {
        en: 'How each prize is drawn, by its id.',
        zh: '各奖品的规则，以奖品编号为键',
        example: { coupon: { odds: '0.5%', stock: 100 } },
      },
    ),
    fallback: field(z.string().nullable().default(null), {
      en: 'The id of a prize for users who would win nothing.',
      zh: '兜底奖品的编号',
      example: 'coupon-10',
      synonyms: ['defaultprize', 'fallbackprize'],
    }),
    guarantee: field(
      z
        .strictObject({
          after: field(z.int().min(1), {
            en: 'At which draw in a row without a prize of value.',
            zh: '连续第几次未中有价值奖品时触发',
            example: 10,
            synonyms: ['draws', 'count', 'times', 'n'],
          }),
          prize: field(z.string(), {
            en: 'The id of the prize that this draw wins, while it is available.',
            zh: '保底奖品的编号',
            example: 'coupon-10',
            synonyms: ['prizeid', 'id', 'award'],
          }),
        })
        .nullable()
        .default(null),
      {
        en: 'A prize at the latest after so many draws in a row without a prize of value.',
        zh: '保底：连续多次未中有价值奖品后必中',
        example: { after: 10, prize: 'coupon-10' },
        synonyms: ['pity', 'guaranteed', 'baodi'],
      },
    ),
    segments: field(
      z
        .int()
        .refine((n) => n >= 1 && n <= MOST_SEGMENTS && (n & (n - 1)) === 0, issueOf('bad_segments'))
        .default(1),
      {
        en: 'Over how many parts of a Redis Cluster the accounts are spread: 1, 2, 4 … 64. Fixed at the first draw.',
        zh: '账户分散到几个分片：1、2、4 … 64，首次抽奖后不再变',
        example: 8,
        synonyms: ['shards', 'slots', 'partitions', 'segment'],
        keywords: { enum: [1, 2, 4, 8, 16, 32, 64] },
      },
    ),
    budget: field(money.optional(), {
      en: 'What all prizes together may cost, by their `value`. No prize is awarded that would cost more.',
      zh: '预算上限：按 `value` 合计，超出的奖品不再发放',
      example: '10000.00',
      synonyms: ['totalbudget', 'budgetlimit', 'maxcost', 'costlimit'],
      keywords: { pattern: MONEY_PATTERN },
    }),
    blocked_users: field(
      listOf(field(z.string(), { en: 'The id of a user.', zh: '用户编号', example: 'u1001' }), MOST_BLOCKED)
        .default([])
        .transform((uids): ReadonlySet<string> => new Set(uids)),
      {
        en: 'Users who always win nothing.',
        zh: '黑名单，从不中奖',
        example: ['u1001'],
        synonyms: [
          'blacklist',
          'blocklist',
          'denylist',
          'blockusers',
          'banned',
          'bannedusers',
          'blacklistusers',
        ],
      },
    ),
  })
  .superRefine((rules, context) => {
    const odds = Object.values(rules.prizes).map((prize) => prize.odds);
    const whole = commonDenominator(odds, LARGEST_DENOMINATOR);
    if (whole === null) {
      refuse(issueOf('odds_not_common'));
      return;
    }
    const parts = odds.reduce((sum, each) => sum + each.numerator * (whole / each.denominator), 0n);
    if (parts > whole) {
      const total = fraction(parts, whole);
      refuse(
        issueOf('odds_over_one', {
          numerator: String(total.numerator),
          denominator: String(total.denominator),
        }),
      );
    }

    function refuse(issue: ReturnType<typeof issueOf>): void {
      context.addIssue({ ...issue, path: ['prizes'] });
    }
  });

/** What governs the draws of one activity. It never leaves the server. */
export type DrawRules = Omit<z.output<typeof drawRulesSchema>, 'prizes'> & {
  readonly prizes: Readonly<Record<string, PrizeRule>>;
};

/** Whether users can earn further chances. */
export function offersEarning({ chances }: Pick<DrawRules, 'chances'>): boolean {
  return Object.values(chances.earn).some((way) => way !== null);
}
