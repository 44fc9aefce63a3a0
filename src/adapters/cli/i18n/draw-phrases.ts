import type { FindingCode } from '../../../application/authoring/check/finding.ts';
import type { Way } from '../../../domain/draws/earnings.ts';
import type { Phrase } from './phrases.ts';

const waysInWords: Readonly<Record<Way['source'], readonly [en: string, zh: string]>> = {
  sign_in: ['signing in', '签到'],
  share: ['sharing', '分享'],
  invite: ['inviting a friend', '邀请好友'],
};

/* A draw less, as what is unlocked comes with the draw after. */
const below = (count = '0') => Math.max(0, Number(count) - 1);

/** The words of findings on limits, stocks and money. */
export const drawPhrases = {
  'total-below-per-day': ({ perDay, total }) => [
    `the total of ${total} is less than the ${perDay} of one day, so nobody ever has ${perDay} a day`,
    `write "total": ${perDay} or more, or "per_day": ${total}`,
    `总次数 ${total} 少于每天的 ${perDay} 次，谁也用不到每天 ${perDay} 次`,
    `请把 "total" 改为不小于 ${perDay} 的数，或写成 "per_day": ${total}`,
  ],
  'text-contradicts': ({ text, rule, said, limit }) => {
    const [en, zh] = rule === 'per_day' ? ['a day', '每天'] : ['in all', '总共'];
    return [
      `the text promises ${said} draws ${en}, but the rules ${limit ? `allow ${limit}` : 'set no such limit'}: "${text}"`,
      `correct the text, or write "${rule}": ${said} in rules.chances`,
      `文案写的是${zh} ${said} 次，规则却${limit ? `是 ${limit} 次` : '没有这项限制'}：“${text}”`,
      `请改正文案，或在 rules.chances 中写成 "${rule}": ${said}`,
    ];
  },
  'form-without-until': ({ prize, example }) => [
    `the activity ends, and the form of "${prize}" can be filled in for ever`,
    `say until when, such as "until": "${example}"`,
    `活动有结束时间，“${prize}”的填写却没有截止时间`,
    `请填写截止时间，例如 "until": "${example}"`,
  ],
  'form-until-too-soon': ({ prize, ends, example }) => [
    `the form of "${prize}" closes before the activity ends (${ends}): who wins after that cannot fill it in`,
    `set a later time, such as "until": "${example}"`,
    `“${prize}”的填写截止早于活动结束（${ends}），之后中奖的人无法填写`,
    `请改为更晚的时间，例如 "until": "${example}"`,
  ],
  'codes-without-stock': ({ prize }) => [
    `"${prize}" has no stock: as many can be won as codes are imported`,
    'write "stock": 1000, or as many as are meant to be won',
    `“${prize}”没有填写库存：导入多少兑换码就能中多少`,
    '请填写库存，例如 "stock": 1000',
  ],
  'release-over-stock': ({ prize, released, stock, difference }) => [
    `the releases of "${prize}" add up to ${released}, but its stock is ${stock}: the last ${difference} can never be won`,
    `write "stock": ${released}, or lower the counts by ${difference} together`,
    `“${prize}”各批合计 ${released} 件，库存只有 ${stock} 件，最后 ${difference} 件放不出来`,
    `请写成 "stock": ${released}，或把各批的 count 合计减少 ${difference}`,
  ],
  'release-under-stock': ({ prize, released, stock, difference }) => [
    `the releases of "${prize}" add up to ${released}, but its stock is ${stock}: ${difference} are never released`,
    `raise the counts by ${difference} together, or write "stock": ${released}`,
    `“${prize}”各批合计 ${released} 件，库存有 ${stock} 件，其中 ${difference} 件始终不会投放`,
    `请把各批的 count 合计增加 ${difference}，或写成 "stock": ${released}`,
  ],
  'budget-without-value': ({ prize }) => [
    `there is a budget, but "${prize}" has no value: it counts as costing nothing, and the budget never stops it`,
    'write what one costs, such as "value": "10.00"; "0.00" if it costs nothing',
    `填写了预算，但“${prize}”没有单价：按零成本计，预算用完也照样发放`,
    '请填写单价，例如 "value": "10.00"；没有成本请写 "0.00"',
  ],
  'budget-without-stock': ({ prize }) => [
    `"${prize}" has no stock, so only the budget stops it: it may use up all of it, and leave nothing for the other prizes that cost something`,
    'write how many there are, such as "stock": 100, if the others are to have their part',
    `“${prize}”没有库存限制，只受预算限制：可能用完全部预算，其他有成本的奖品就发不出了`,
    '若要给其他奖品留出预算，请填写库存，例如 "stock": 100',
  ],
  'text-promises-earning': ({ text, way, said, worth }) => {
    const [en, zh] = waysInWords[way as Way['source']];
    const [key, written] = way === 'invite' ? ['each', `"each": ${said}`] : ['per_day', '"per_day": 1'];
    return [
      `the text promises ${said} ${said === '1' ? 'chance' : 'chances'} for ${en}, but ${worth ? `the rules give ${worth}` : 'the rules do not offer it'}: "${text}"`,
      `correct the text, or write "${way}": {${written}} in rules.chances.earn; nothing is to be done where your back end grants them`,
      `文案写的是${zh}得 ${said} 次机会，规则${worth ? `却是 ${worth} 次` : '却没有这一项'}：“${text}”`,
      `请改正文案，或在 rules.chances.earn 中写上 "${way}": {${written}}${key === 'each' ? '' : '（每次得 1 次机会）'}；若由后台发放则不必修改`,
    ];
  },
  'earns-nothing': ({ key }) => [
    'this way to earn chances is offered, and brings none: 0 is never',
    `write "${key}": 1 or more, or take the way out`,
    '提供了这种赚取机会的方式，但次数为 0，实际得不到机会',
    `请写成 "${key}": 1 或更多，或去掉这种方式`,
  ],
  'earned-never-used': () => [
    'chances can be earned, but draws have no limit, so nobody ever needs them',
    'write "per_day": 3 or "total": 10 in rules.chances, or take earn out',
    '可以赚取机会，但抽奖次数本来就不限，赚取的机会用不到',
    '请在 rules.chances 中写上 "per_day": 3 或 "total": 10，或去掉 earn',
  ],
  'unlock-out-of-reach': ({ prize, unlock, most }) => [
    `"${prize}" can be won after ${unlock} draws of a user, but nobody has more than ${most}, with all that can be earned`,
    `write "unlock_after": ${below(most)} or less, or give more chances`,
    `“${prize}”要抽满 ${unlock} 次后才可中，但每位用户连同赚取的机会最多只能抽 ${most} 次`,
    `请写成 "unlock_after": ${below(most)} 或更小，或增加抽奖次数`,
  ],
  'guarantee-out-of-reach': ({ after, most }) => [
    `the guarantee comes with draw ${after} in a row, but nobody has more than ${most}, with all that can be earned`,
    `write "after": ${most} or less, or give more chances`,
    `连续第 ${after} 次才触发保底，但每位用户连同赚取的机会最多只能抽 ${most} 次`,
    `请写成 "after": ${most} 或更小，或增加抽奖次数`,
  ],
  'guarantee-without-stock': ({ prize }) => [
    `the guarantee promises "${prize}", but its stock is 0`,
    'give that prize a stock, such as "stock": 100, or guarantee another',
    `保底奖品是“${prize}”，但它的库存为 0`,
    '请给它填写库存，例如 "stock": 100，或改用其他奖品',
  ],
  'guarantee-once': ({ prize }) => [
    `one user may win "${prize}" only once, so the guarantee holds only until then`,
    'raise or take out its per_user, such as "per_user": 5, if the guarantee is to come again',
    `“${prize}”每人限中 1 次，中过之后保底不再生效`,
    '若要多次保底，请调高或去掉它的 per_user，例如 "per_user": 5',
  ],
  'guarantee-locked': ({ prize, unlock, after }) => [
    `the guarantee comes with draw ${after}, but "${prize}" is locked for the first ${unlock}`,
    `write "unlock_after": ${below(after)} or less for it, or "after": ${Number(unlock) + 1}`,
    `第 ${after} 次就应触发保底，但“${prize}”要抽满 ${unlock} 次后才可中`,
    `请把它写成 "unlock_after": ${below(after)} 或更小，或写成 "after": ${Number(unlock) + 1}`,
  ],
  'guarantee-without-value': ({ prize }) => [
    `the guarantee promises a prize of value, but "${prize}" has none written, and ends a row all the same`,
    'write what one costs, such as "value": "10.00", or guarantee another prize',
    `保底应为有价值的奖品，但“${prize}”没有填写单价，得到它后仍会重新计数`,
    '请填写单价，例如 "value": "10.00"，或改用其他奖品',
  ],
  'little-stock-for-segments': ({ prize, stock, segments }) => [
    `"${prize}" has ${stock} pieces for ${segments} segments: they are asked for one by one, which is slower, and nothing is lost`,
    `write "segments": 1, unless the other prizes are many; segments are of use with a Redis Cluster alone`,
    `“${prize}”只有 ${stock} 件，却有 ${segments} 个分片：只能逐件申请，速度较慢，但不会少发`,
    `若其他奖品也不多，请写 "segments": 1；分片只在使用 Redis 集群时有用`,
  ],
} satisfies Partial<Record<FindingCode, Phrase>>;
