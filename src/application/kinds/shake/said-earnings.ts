import type { Way } from '../../../domain/draws/earnings.ts';
import { chineseClausesOf, countOf, EN_COUNT, EN_DRAWS, NUMBER, normalized } from './said-chances.ts';

export interface SaidEarning {
  readonly source: Way['source'];
  /** Chances for doing it, as the text says. */
  readonly count: number;
}

/* Where a sentence speaks of some users, or of prizes, it is no promise to everyone. */
const OTHER_MATTERS =
  /新用户|老用户|会员|等级|充值|消费|下单|购买|支付|每满|满\d|周末|周[一二三四五六日]|节|中奖|兑|member|order|spend|win|won/i;

const GETS =
  '(?:即|就|都|也|还|将|会|能|可|可以|后|成功|一次|1次|额外|再|免费|,){0,5}(?:获得|获赠|获|得到|得|领取|领|赠送|送|奖励|奖|增加|加|多|享有|享|有)';
const CHANCES = '次(?:的)?(?:免费)?(?:抽奖|摇奖|摇一摇|抽|摇)?(?:的)?机会(?:哦|噢|喔)?$';
const START = '^[\\d\\p{P}\\p{S}]{0,10}(?:每[天日]|每次|每|用户|首次|成功|完成){0,3}';
const FRIENDS = '(?:每?[1一]?(?:位|名|个)?(?:新)?(?:好友|朋友|用户|人))?';

const inChinese = (deed: string) => new RegExp(`${START}${deed}${GETS}${NUMBER}${CHANCES}`, 'u');
const inEnglish = (deed: string) =>
  new RegExp(
    `\\b${deed}\\b[^.]{0,20}?\\b(?:for|get|gets|gives?|brings?|earns?) ${EN_COUNT} (?:more |extra )?${EN_DRAWS}\\b`,
    'i',
  );

const PATTERNS: readonly {
  readonly source: Way['source'];
  readonly chinese: RegExp;
  readonly english: RegExp;
}[] = [
  {
    source: 'sign_in',
    chinese: inChinese('(?:签到|打卡)'),
    english: inEnglish('(?:sign(?:ing)? in|check(?:ing)? in)'),
  },
  {
    source: 'share',
    chinese: inChinese('分享(?:本?活动|本?页面|给?好友|[到至给]?(?:朋友圈|微信群|微信好友|微信)){0,2}'),
    english: inEnglish('shar(?:e|ing)'),
  },
  {
    source: 'invite',
    chinese: inChinese(`邀请${FRIENDS}(?:参与|参加|助力|加入|来){0,2}(?:本?活动)?`),
    english: inEnglish('invit(?:e|ing)'),
  },
];

/** What a text for visitors promises for signing in, sharing and inviting. Only plain promises are understood. */
export function saidEarnings(text: string): SaidEarning[] {
  const sentences = normalized(text).filter((sentence) => !OTHER_MATTERS.test(sentence));
  return sentences.flatMap((sentence) =>
    PATTERNS.flatMap(({ source, chinese, english }) => [
      ...chineseClausesOf(sentence).flatMap((clause) => said(source, chinese.exec(clause))),
      ...said(source, english.exec(sentence)),
    ]),
  );
}

function said(source: Way['source'], match: RegExpExecArray | null): SaidEarning[] {
  const word = match?.[1];
  const count = word === undefined ? null : countOf(word.toLowerCase());
  return count === null ? [] : [{ source, count }];
}
