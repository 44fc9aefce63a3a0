import type { Language } from './language.ts';

/** The texts of the HTML report. */
export interface ReportMessages {
  readonly lang: string;
  title(activity: string): string;
  lead(activity: string, from: string, to: string, timezone: string): string;
  order(users: string, drawsEach: number, traffic: string, runs: number, seed: number): string;
  readonly headings: Readonly<Record<'prizes' | 'spend' | 'sensitivity' | 'course' | 'howToRead', string>>;
  readonly prizeHeads: readonly string[];
  readonly figures: {
    readonly spendP50: string;
    readonly spendP95: string;
    readonly nothing: string;
    readonly rate: string;
    readonly noBudget: string;
    budget(amount: string): string;
    fallback(share: string): string;
    peak(rate: string, draws: string): string;
    readonly binds: string;
    bindsAt(p50: string | null, draws: string): string;
  };
  readonly noLimit: string;
  readonly sensitivity: {
    readonly caption: string;
    readonly asThought: string;
    readonly lasts: string;
    out(at: string): string;
    users(count: string): string;
  };
  readonly stockLeft: string;
  readonly winsAnHour: string;
  stock(id: string, stock: string | null): string;
  readonly notes: string;
  /** Of the charts. */
  readonly charts: Readonly<
    Record<'time' | 'budget' | 'spendUnit' | 'spend' | 'pieces' | 'left' | 'rate' | 'mean', string>
  >;
}

const en: ReportMessages = {
  lang: 'en',
  title: (activity) => `${activity}: simulation`,
  lead: (activity, from, to, timezone) => `Activity ${activity}, ${from} to ${to} (${timezone}). `,
  order: (users, drawsEach, traffic, runs, seed) =>
    `${users} users, ${drawsEach.toLocaleString('en-US')} ${drawsEach === 1 ? 'draw' : 'draws'} each, ${traffic} traffic; ${runs.toLocaleString('en-US')} ${runs === 1 ? 'run' : 'runs'} with seed ${seed}.`,
  headings: {
    prizes: 'Prizes',
    spend: 'Spend over time',
    sensitivity: 'If traffic is other than thought',
    course: 'Stock and wins over time',
    howToRead: 'How to read this',
  },
  prizeHeads: [
    'prize',
    'odds',
    'stock',
    'theory',
    'wins<br>mean',
    'wins<br>P5 – P95',
    'runs out<br>P5',
    'runs out<br>P50',
    'runs out<br>P95',
    'never<br>runs out',
    'users<br>who win',
  ],
  figures: {
    spendP50: 'Spend P50',
    spendP95: 'Spend P95',
    nothing: 'Users who win nothing',
    rate: 'Wins an hour, mean',
    noBudget: 'no budget is set',
    budget: (amount) => `budget ${amount}`,
    fallback: (share) => `the fallback alone: ${share}`,
    peak: (rate, draws) => `peak ${rate}; ${draws} draws in all`,
    binds: 'Runs in which the budget binds',
    bindsAt: (p50, draws) =>
      `${p50 === null ? 'P50: never' : `P50 ${p50}`}; ${draws} draws found no room in it`,
  },
  noLimit: 'no limit',
  sensitivity: {
    caption: 'Mean wins, and when stock runs out (P50)',
    asThought: 'as thought',
    lasts: 'lasts',
    out: (at) => `out ${at}`,
    users: (count) => `${count} users`,
  },
  stockLeft: 'Stock that can be won',
  winsAnHour: 'Wins an hour',
  stock: (id, stock) => `${id}, ${stock === null ? 'no limit of stock' : `stock ${stock}`}`,
  notes: `Half of the runs lie below P50; P5 and P95 have nine runs in ten between them, and the bands show these.
Theory is the number of wins by formula, where one is fair. The draws are decided by the code of the service itself;
the same seed gives the same report. The visits of a user are spread evenly over the traffic.`,
  charts: {
    time: 'time',
    budget: 'budget',
    spendUnit: 'spend, by value',
    spend: 'spend',
    pieces: 'pieces that can be won',
    left: 'left',
    rate: 'wins an hour',
    mean: 'mean',
  },
};

const zh: ReportMessages = {
  lang: 'zh-CN',
  title: (activity) => `${activity}：模拟报告`,
  lead: (activity, from, to, timezone) => `活动 ${activity}，${from} 至 ${to}（${timezone}）。`,
  order: (users, drawsEach, traffic, runs, seed) =>
    `${users} 位用户，每人抽 ${drawsEach.toLocaleString('en-US')} 次，流量：${traffic}；模拟 ${runs.toLocaleString('en-US')} 次，种子 ${seed}。`,
  headings: {
    prizes: '奖品',
    spend: '成本随时间的变化',
    sensitivity: '如果流量与预想不同',
    course: '库存和中奖随时间的变化',
    howToRead: '如何阅读',
  },
  prizeHeads: [
    '奖品',
    '中奖率',
    '库存',
    '理论值',
    '中奖<br>均值',
    '中奖<br>P5 – P95',
    '发完<br>P5',
    '发完<br>P50',
    '发完<br>P95',
    '未发完<br>的占比',
    '中奖<br>用户',
  ],
  figures: {
    spendP50: '成本 P50',
    spendP95: '成本 P95',
    nothing: '未中奖的用户',
    rate: '每小时中奖，均值',
    noBudget: '未设预算',
    budget: (amount) => `预算 ${amount}`,
    fallback: (share) => `只得保底奖品：${share}`,
    peak: (rate, draws) => `最高 ${rate}；共抽奖 ${draws} 次`,
    binds: '预算用完的模拟',
    bindsAt: (p50, draws) =>
      `${p50 === null ? 'P50：不会' : `P50：${p50}`}；${draws} 次抽奖因预算不足未能发放`,
  },
  noLimit: '不限',
  sensitivity: {
    caption: '平均中奖数，以及库存发完的时间（P50）',
    asThought: '如预想',
    lasts: '未发完',
    out: (at) => `${at} 发完`,
    users: (count) => `${count} 位用户`,
  },
  stockLeft: '可中的库存',
  winsAnHour: '每小时中奖',
  stock: (id, stock) => `${id}，${stock === null ? '库存不限' : `库存 ${stock}`}`,
  notes: `一半的模拟低于 P50；十次模拟中有九次在 P5 与 P95 之间，图中的色带即表示这一范围。理论值是按公式算出的中奖数，只在公式适用时给出。抽奖由服务本身的代码决定；相同的种子得到相同的报告。每位用户的访问按流量均匀分布。`,
  charts: {
    time: '时间',
    budget: '预算',
    spendUnit: '成本（按单价）',
    spend: '成本',
    pieces: '可中的件数',
    left: '剩余',
    rate: '每小时中奖',
    mean: '均值',
  },
};

export const reportMessages: Readonly<Record<Language, ReportMessages>> = { en, zh };
