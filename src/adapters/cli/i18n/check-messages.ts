import type { Finding, WarningCode } from '../../../application/authoring/check/finding.ts';
import { isProblemCode } from '../../../domain/shared/problem.ts';
import { drawPhrases } from './draw-phrases.ts';
import type { Language } from './language.ts';
import { pagePhrases } from './page-phrases.ts';
import type { Phrase, Phrases } from './phrases.ts';
import { phrasesOfProblem } from './problem-phrases.ts';

/** What is wrong, and what would be right. */
interface Words {
  readonly problem: string;
  readonly remedy: string;
}

const warningPhrases: Readonly<Record<WarningCode, Phrase>> = {
  'no-such-activity': (_params, { file }) => [
    'there is no such activity',
    `correct the id, or make ${file} in ACTIVITIES_DIR`,
    '没有这个活动',
    `请核对活动编号，或在 ACTIVITIES_DIR 下建立 ${file}`,
  ],
  'window-over': ({ at, example }) => [
    `the activity is already over (${at})`,
    `set a later ends_at, such as "${example}", or remove the folder`,
    `活动已经结束（${at}）`,
    `请把 ends_at 改为将来的时间，例如 "${example}"，或删除此文件夹`,
  ],
  'no-window': ({ example }, { field }) => [
    'a prize has a stock, but the window is open on this side',
    `give "${field}": "${example}", or all of it may go on the first day`,
    '有库存限制的奖品，却没有限定活动时间',
    `请填写 "${field}": "${example}" 这样的时间，否则奖品可能在第一天发完`,
  ],
  'private-key': ({ key }) => [
    `"${key}" looks private, and visitors can see all but rules`,
    `move it to rules.${key}, or rename it if it is meant to be seen`,
    `“${key}”像是内部信息，而 rules 以外的内容访客都能看到`,
    `请移到 rules.${key}；若本来就要公开，请改名`,
  ],
  'bad-colour': ({ value }) => [
    `"${value}" is no colour that the page reads`,
    'write it like "#c8102e"',
    `页面不认识颜色“${value}”`,
    '请写成 "#c8102e" 这样的格式',
  ],
  'no-login-url': () => [
    'a login is needed, and the page has nowhere to send visitors',
    'give page.login_url, such as "/login?return={return}"',
    '活动需要登录，但没有登录地址',
    '请填写 page.login_url，例如 "/login?return={return}"',
  ],
  'nobody-draws': () => [
    'nobody logs in, so nobody can draw',
    'write "is_login_user": true',
    '不需要登录，因此谁也不能抽奖',
    '请写上 "is_login_user": true',
  ],
  'no-prizes': () => [
    'there are no prizes',
    'list them, such as "prizes": [{"id": "coupon", "name": "优惠券"}]',
    '没有奖品',
    '请列出奖品，例如 "prizes": [{"id": "coupon", "name": "优惠券"}]',
  ],
  'little-odds': ({ percent, prize }) => [
    `the odds of all prizes add up to ${percent}%, and there is no fallback: hardly anybody wins`,
    `raise the odds, or give those who win nothing a prize, such as "fallback": "${prize}"`,
    `所有奖品的中奖率合计只有 ${percent}%，也没有保底奖品，几乎没有人中奖`,
    `请提高中奖率，或指定保底奖品，例如 "fallback": "${prize}"`,
  ],
  'stock-without-odds': ({ prize, stock }) => [
    `"${prize}" has a stock of ${stock}, but nobody can win it: its odds are 0`,
    `give odds, such as "odds": "0.5%" or "1/200", or take the stock away`,
    `“${prize}”有 ${stock} 件库存，但中奖率为 0，谁也抽不到`,
    '请填写中奖率，例如 "odds": "0.5%" 或 "1/200"，或去掉库存',
  ],
  'no-stock': ({ prize }) => [
    `"${prize}" cannot be won: its stock is 0`,
    'write "stock": 100, or null for as many as are won',
    `“${prize}”库存为 0，谁也抽不到`,
    '请填写库存，例如 "stock": 100；不限量请写 null',
  ],
  'no-odds': ({ prize }) => [
    `"${prize}" cannot be won: its odds are 0, and it is not the fallback`,
    `give odds, such as "odds": "0.5%", or make it the fallback: "fallback": "${prize}"`,
    `“${prize}”中奖率为 0，又不是保底奖品，谁也抽不到`,
    `请填写中奖率，例如 "odds": "0.5%"，或设为保底奖品："fallback": "${prize}"`,
  ],
  'no-rule': ({ prize }) => [
    `"${prize}" is shown, but cannot be won: it has no rule and is not the fallback`,
    `add "${prize}": {"odds": "0.5%", "stock": 100} to rules.prizes, or make it the fallback`,
    `“${prize}”会展示，但没有抽奖规则，也不是保底奖品，谁也抽不到`,
    `请在 rules.prizes 中加上 "${prize}": {"odds": "0.5%", "stock": 100}，或设为保底奖品`,
  ],
  'release-too-late': ({ prize, ends }) => [
    `this part of "${prize}" is released when the activity is over`,
    `set a time before ends_at, which is ${ends}`,
    `“${prize}”的这一批在活动结束后才投放`,
    `请改为活动结束（${ends}）之前的时间`,
  ],
  'endless-chances': () => [
    'a user may draw without end',
    'write "chances": {"per_day": 3, "total": 10}, or one of the two',
    '每位用户的抽奖次数没有限制',
    '请写上 "chances": {"per_day": 3, "total": 10}，或其中一项',
  ],
  'no-chances': () => [
    'nobody has a chance to draw',
    'write "per_day": 3 or another number from 1; null is no limit',
    '抽奖次数为 0，谁也不能抽奖',
    '请写成 "per_day": 3 这样，至少为 1；不限次数请写 null',
  ],
  'misspelt-key': ({ key, known }) => [
    `"${key}" is not read by the service; did you mean "${known}"?`,
    `rename it to "${known}"`,
    `服务不会读取“${key}”，是否应为“${known}”？`,
    `请改名为 "${known}"`,
  ],
  ...drawPhrases,
  ...pagePhrases,
  'misplaced-key': ({ key, known }) => [
    `"${key}" is not read here; it belongs to "${known}"`,
    `move it to ${known}`,
    `“${key}”写在这里不起作用，应为“${known}”`,
    `请移到 ${known}`,
  ],
  'over-budget': ({ cost, budget, over, percent }) => [
    `if all stock goes it costs ${cost}, but the budget of ${budget} stops it at about ${percent}% of that: from then on prizes that cost more than is left are not awarded`,
    `if all of it is to be won, write "budget": "${cost}", or lower stocks by ${over} in value`,
    `全部库存发完需 ${cost}，但发到约 ${percent}% 时预算 ${budget} 就会用完，此后超出剩余预算的奖品不再发放`,
    `若要全部发完，请写成 "budget": "${cost}"，或减少价值 ${over} 的库存`,
  ],
  'more-warnings': ({ count }) => [
    `there are at least ${count} more warnings`,
    'mend those above, then check again',
    `至少还有 ${count} 个警告`,
    '请先处理以上警告，再检查一次',
  ],
};

export function messagesFor(finding: Finding, language: Language): Words {
  const [problem, remedy, zhProblem, zhRemedy] = phrasesOf(finding);
  return language === 'zh' ? { problem: zhProblem, remedy: zhRemedy } : { problem, remedy };
}

function phrasesOf(finding: Finding): Phrases {
  const { code, field, params } = finding;
  return isProblemCode(code)
    ? phrasesOfProblem({ code, path: field, params })
    : warningPhrases[code](params, finding);
}
