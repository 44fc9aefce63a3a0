import type { Finding, FindingCode } from '../../application/check/finding.ts';
import { reasonInChinese } from './reason-in-chinese.ts';

export type Language = 'zh' | 'en';

/** What is wrong, and what would be right. */
interface Words {
  readonly problem: string;
  readonly remedy: string;
}

type Params = Finding['params'];
type Phrase = (
  params: Params,
) => readonly [enProblem: string, enRemedy: string, zhProblem: string, zhRemedy: string];

const phrases: Readonly<Record<FindingCode, Phrase>> = {
  invalid: ({ reason = '' }) => [
    reason,
    'correct this field; until then this version of the file is not served',
    reasonInChinese(reason),
    '请改正此字段；改正之前，此版本的文件不会生效',
  ],
  'no-such-activity': () => [
    'there is no such activity',
    'check the id, or make the folder with its data.json in ACTIVITIES_DIR',
    '没有这个活动',
    '请核对活动编号，或在 ACTIVITIES_DIR 下建立文件夹和 data.json',
  ],
  'window-over': ({ at }) => [
    `the activity is already over (${at})`,
    'set a later ends_at, or remove the folder',
    `活动已经结束（${at}）`,
    '请把 ends_at 改为将来的时间，或删除此文件夹',
  ],
  'no-window': () => [
    'a prize has a stock, but the window is open on this side',
    'give starts_at and ends_at, or all of it may go on the first day',
    '有库存限制的奖品，却没有限定活动时间',
    '请填写 starts_at 和 ends_at，否则奖品可能在第一天发完',
  ],
  'no-media': ({ name }) => [
    `${name} is not there, or cannot be shown`,
    'put the file into the media folder of the activity, or correct its name',
    `找不到 ${name}，或其格式不能显示`,
    '请把文件放进活动的 media 文件夹，或改正文件名',
  ],
  'private-key': ({ key }) => [
    `"${key}" looks private, and visitors can see all but rules`,
    'move it into rules, or rename it if it is meant to be seen',
    `“${key}”像是内部信息，而 rules 以外的内容访客都能看到`,
    '请移到 rules 里；若本来就要公开，请改名',
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
    'set is_login_user to true',
    '不需要登录，因此谁也不能抽奖',
    '请把 is_login_user 设为 true',
  ],
  'no-prizes': () => ['there are no prizes', 'list them in prizes', '没有奖品', '请在 prizes 中列出奖品'],
  'little-odds': () => [
    'the odds of all prizes are under 1 % in sum, and there is no fallback',
    'raise the odds, or name a fallback prize',
    '所有奖品的中奖率合计不到 1%，也没有保底奖品',
    '请提高中奖率，或用 fallback 指定保底奖品',
  ],
  'stock-without-odds': ({ prize, stock }) => [
    `"${prize}" has a stock of ${stock}, but nobody can win it: its odds are 0`,
    'give odds, such as "0.5%" or "1/200"',
    `“${prize}”有 ${stock} 件库存，但中奖率为 0，谁也抽不到`,
    '请填写 odds，例如 "0.5%" 或 "1/200"',
  ],
  'no-stock': ({ prize }) => [
    `"${prize}" cannot be won: its stock is 0`,
    'give a stock, or null for as many as are won',
    `“${prize}”库存为 0，谁也抽不到`,
    '请填写库存；不限量请写 null',
  ],
  'no-odds': ({ prize }) => [
    `"${prize}" cannot be won: its odds are 0, and it is not the fallback`,
    'give odds, such as "0.5%", or make it the fallback',
    `“${prize}”中奖率为 0，又不是保底奖品，谁也抽不到`,
    '请填写 odds，例如 "0.5%"，或设为 fallback',
  ],
  'no-rule': ({ prize }) => [
    `"${prize}" is shown, but cannot be won: it has no rule and is not the fallback`,
    `add rules.prizes.${prize} with odds, or make it the fallback`,
    `“${prize}”会展示，但没有抽奖规则，也不是保底奖品，谁也抽不到`,
    `请添加 rules.prizes.${prize} 并填写 odds，或设为 fallback`,
  ],
  'release-too-late': ({ prize }) => [
    `this part of "${prize}" is released when the activity is over`,
    'set a time before ends_at',
    `“${prize}”的这一批在活动结束后才投放`,
    '请改为 ends_at 之前的时间',
  ],
  'endless-chances': () => [
    'a user may draw without end',
    'give per_day or total',
    '每位用户的抽奖次数没有限制',
    '请填写 per_day 或 total',
  ],
  'no-chances': () => [
    'nobody has a chance to draw',
    'give per_day and total at least 1, or null for no limit',
    '抽奖次数为 0，谁也不能抽奖',
    '请把 per_day 和 total 设为 1 以上；不限次数请写 null',
  ],
  'over-budget': ({ cost, budget }) => [
    `if all stock goes it costs ${cost}, which is over the budget of ${budget}`,
    'lower a stock or a value, or raise the budget',
    `全部库存发完需 ${cost}，超出预算 ${budget}`,
    '请减少库存或奖品价值，或提高预算',
  ],
};

export function wordsFor({ code, params }: Finding, language: Language): Words {
  const [problem, remedy, zhProblem, zhRemedy] = phrases[code](params);
  return language === 'zh' ? { problem: zhProblem, remedy: zhRemedy } : { problem, remedy };
}

/** Chinese where the locale asks for it, else English. */
export function languageOf(env: Readonly<Record<string, string | undefined>>): Language {
  return /^zh/i.test(env.LC_ALL || env.LC_MESSAGES || env.LANG || '') ? 'zh' : 'en';
}
