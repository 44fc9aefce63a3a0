export interface SaidChances {
  /** Draws of one user: in one day, or in all. */
  readonly rule: 'per_day' | 'total';
  readonly count: number;
}

/* A paragraph of rules; what is longer is read up to here. */
const MOST_CHARACTERS = 2000;

/* A paragraph on how chances are earned speaks of these alone. */
const EARNED = /分享|邀请|签到|助力|任务|share|invit|sign/i;

/* Where a sentence speaks of some users, or of prizes, its numbers are no limit of everyone's draws. */
const OTHER_MATTERS =
  /额外|另外|可再|再[得抽获摇]|赠|送|首次|首日|新用户|老用户|会员|等级|充值|消费|下单|购买|支付|每满|满\d|周末|周[一二三四五六日]|节|中奖|领取|兑|extra|bonus|more|member|order|spend|win|won|claim|redeem/i;

export const NUMBER = '(\\d{1,6}|[一二两三四五六七八九十百]{1,5})';
const WHO =
  '(?:每(?:位|名|个|人)?(?:用户|人|账号|账户|ID)?|同一(?:用户|账号|账户)|用户|您|你|活动期间|活动期内|在?活动期间内?|登录后|登录用户)';
/* A number of the list, a sign, a heading. */
const START = '^[\\d\\p{P}\\p{S}]{0,10}(?:(?:抽奖|摇奖|参与|活动)?(?:次数|机会|规则):)?';
const MAY =
  '(?:最多|至多|可以|可|能|享有|享|拥有|有|共|限|仅|只|均|都|各|内|获得|抽奖|摇奖|摇一摇|参与|参加|抽|摇|每人|每位用户|[:：])';
const DRAWS =
  '次(?:数)?(?:的)?(?:免费)?(?:抽奖|摇奖|摇一摇|抽|摇|参与|参加)?(?:的)?(?:机会|次数)?(?:哦|噢|喔)?$';
const THROUGHOUT = '(?:在?整?个?活动期(?:间|内)内?)';
const IN_ALL = '(?:一共|总共|共计|合计|总计|累计|共)';

const ZH_PER_DAY = new RegExp(
  `${START}${WHO}{0,3}(?:每天|每日|每个自然日|每自然日)${MAY}{0,6}${NUMBER}${DRAWS}`,
  'u',
);
const ZH_TOTAL = new RegExp(
  `${START}(?:${WHO}{0,3}${MAY}{0,3}${IN_ALL}|${WHO}{0,2}${THROUGHOUT}${WHO}{0,2})${MAY}{0,6}${NUMBER}${DRAWS}`,
  'u',
);

export const EN_COUNT = '(\\d{1,6}|once|twice|one|two|three|four|five|six|seven|eight|nine|ten)';
export const EN_DRAWS = '(?:free )?(?:draws?|chances?|shakes?|tries)';
const EN_ACT = '(?:draw|shake|play|try|take part|participate)(?: up to| at most| only)?';

const inEnglishPeriod = (period: string) =>
  new RegExp(`\\b(?:${EN_COUNT} ${EN_DRAWS}|${EN_ACT} ${EN_COUNT}(?: times?)?) (?:${period})\\b`, 'i');

const EN_PER_DAY = inEnglishPeriod('a day|per day|each day|every day');
const EN_TOTAL = inEnglishPeriod('in all|in total|altogether');

/**
 * How often one user may draw, as a text for visitors says it, for the rules to be held against. Only sentences that
 * can hardly mean anything else are understood.
 */
export function saidChances(text: string): SaidChances[] {
  const sentences = normalized(text);
  if (sentences.some((sentence) => EARNED.test(sentence))) return [];
  return sentences
    .filter((sentence) => !OTHER_MATTERS.test(sentence))
    .flatMap((sentence) => [...chineseClausesOf(sentence).flatMap(inChinese), ...inEnglish(sentence)]);
}

/** The sentences of a text, with ASCII for what is full-width. */
export function normalized(text: string): string[] {
  return text
    .slice(0, MOST_CHARACTERS)
    .normalize('NFKC')
    .split(/[。;!?\n]|\.(?=\s|$)/);
}

/* `每天3次共10次` is two of them. */
export function chineseClausesOf(sentence: string): string[] {
  return sentence.replace(/\s/g, '').split(/[,、()]|(?<=次)(?=共|一共|总共|总计|累计)/);
}

function inChinese(clause: string): SaidChances[] {
  return [said('per_day', ZH_PER_DAY.exec(clause)), said('total', ZH_TOTAL.exec(clause))].flat();
}

function inEnglish(sentence: string): SaidChances[] {
  return [said('per_day', EN_PER_DAY.exec(sentence)), said('total', EN_TOTAL.exec(sentence))].flat();
}

function said(rule: SaidChances['rule'], match: RegExpExecArray | null): SaidChances[] {
  const word = match?.slice(1).find(Boolean);
  const count = word ? countOf(word.toLowerCase()) : null;
  return count === null ? [] : [{ rule, count }];
}

const ENGLISH = ['', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

const DIGITS: Readonly<Record<string, number>> = {
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};

/** The number that a word in lower case stands for; `null` for other words. */
export function countOf(word: string): number | null {
  if (/^\d+$/.test(word)) return Number(word);
  if (word === 'once') return 1;
  if (word === 'twice') return 2;
  if (ENGLISH.includes(word)) return ENGLISH.indexOf(word);
  // Up to 999, as in 三百二十五; other ways of writing are not understood.
  const [, hundreds, tens, ones] =
    /^(?:([一二两三四五六七八九])百)?(?:([一二三四五六七八九]?)十)?([一二两三四五六七八九]?)$/.exec(word) ??
    [];
  if (hundreds === undefined && tens === undefined && !ones) return null;
  return digit(hundreds) * 100 + (tens === undefined ? 0 : tens === '' ? 10 : digit(tens) * 10) + digit(ones);
}

function digit(sign: string | undefined): number {
  return DIGITS[sign ?? ''] ?? 0;
}
