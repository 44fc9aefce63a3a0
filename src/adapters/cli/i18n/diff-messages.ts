import type { StockOfPrize } from '../../../application/authoring/diff/stock-of-prizes.ts';
import type { Language } from './language.ts';

type Warning = NonNullable<StockOfPrize['warning']>;

const en = {
  nothing: 'nothing would change',
  visitors: 'Seen by visitors',
  draws: 'In the rules, seen by nobody outside',
  heads: ['prize', 'odds', 'stock', 'won', 'if all goes', 'runs out'],
  fallback: 'fallback',
  gone: 'gone',
  afterEnd: 'after the end',
  runsOut: (timezone: string, offset: string) =>
    `runs out: at the pace since the start, in the time of ${timezone} (${offset})`,
  wonUnknown: (why: string) => `what has been won is not known: ${why}`,
  noStore: 'no draws have been booked yet',
  storeAway: (why: string) => `the store cannot be read (${why})`,
  warning: 'warning',
  warnings: {
    'stock-below-won': (prize: string, stock: string, won: string) =>
      `"${prize}": a stock of ${stock} is less than the ${won} that have been won; nobody could win it any more`,
    'won-and-removed': (prize: string, _stock: string, won: string) =>
      `"${prize}" would be gone, and ${won} have been won: those winners would see no name or picture of it`,
  } satisfies Record<Warning, (prize: string, stock: string, won: string) => string>,
  segmentsFixed: (before: number, after: number) =>
    `segments: ${before} → ${after} has no effect once anyone has drawn; the accounts stay where they are`,
  budgetBelowSpent: (budget: string, spent: string) =>
    `a budget of ${budget} is less than the ${spent} that the awarded prizes cost; no prize with a value could be won any more`,
  perUserLowered: (prize: string, before: string, after: string) =>
    `"${prize}": per_user ${before} → ${after}; users who have won more keep them, and win no more`,
  chancesLowered: (before: string, after: string) =>
    `chances.total: ${before} → ${after}; users who have drawn more often keep what they have won, and can only draw with earned chances`,
  endsAtOnce: (endsAt: string) =>
    `ends_at ${endsAt} is in the past: it would end at once, and its seeds and rules would be published`,
  cost: 'Cost if all stock goes',
  chance: 'Draws that win',
  left: 'Left of the budget',
  phase: 'Would be now',
  refused: 'the new file has errors and would not be served; nothing is compared',
  liveRefused: 'the file that is there now has errors; there is nothing to compare with',
  noActivity: (id: string, folder: string) =>
    `there is no activity "${id}" in ${folder}; ACTIVITIES_DIR=… names another folder`,
  noFile: (path: string) => `there is no file ${path}`,
};

export type DiffMessages = typeof en;

const zh: DiffMessages = {
  nothing: '没有任何变化',
  visitors: '访客能看到的变化',
  draws: '抽奖规则的变化（访客看不到）',
  heads: ['奖品', '中奖率', '库存', '已中', '发完成本', '预计发完'],
  fallback: '保底',
  gone: '已发完',
  afterEnd: '结束之后',
  runsOut: (timezone, offset) => `预计发完：按开始以来的平均速度估算，时区为 ${timezone}（${offset}）`,
  wonUnknown: (why) => `无法得知已中出的数量：${why}`,
  noStore: '还没有任何抽奖记录',
  storeAway: (why) => `读不到抽奖数据（${why}）`,
  warning: '警告',
  warnings: {
    'stock-below-won': (prize, stock, won) =>
      `“${prize}”的库存 ${stock} 少于已中出的 ${won} 件，此后谁也抽不到`,
    'won-and-removed': (prize, _stock, won) =>
      `“${prize}”将被去掉，而它已中出 ${won} 件，中奖者将看不到它的名称和图片`,
  },
  segmentsFixed: (before, after) =>
    `segments：${before} → ${after} 在首次抽奖之后不起作用，账户仍在原来的分片`,
  budgetBelowSpent: (budget, spent) =>
    `预算 ${budget} 少于已中出奖品的成本 ${spent}，此后有价值的奖品谁也抽不到`,
  perUserLowered: (prize, before, after) =>
    `“${prize}”的 per_user：${before} → ${after}；已超出上限的用户保留已中的奖品，此后不再中奖`,
  chancesLowered: (before, after) =>
    `chances.total：${before} → ${after}；已超出次数的用户保留已中的奖品，此后只能使用赚取的机会`,
  endsAtOnce: (endsAt) => `ends_at ${endsAt} 已过：活动将立即结束，随后公布种子和规则`,
  cost: '库存发完成本',
  chance: '每次中奖率',
  left: '预算剩余',
  phase: '状态变为',
  refused: '新文件有错误，不会生效，因此不作比较',
  liveRefused: '现有的文件有错误，无从比较',
  noActivity: (id, folder) => `${folder} 中没有活动“${id}”；可用 ACTIVITIES_DIR=… 指定其他文件夹`,
  noFile: (path) => `没有文件 ${path}`,
};

export const diffMessages: Readonly<Record<Language, DiffMessages>> = { en, zh };
