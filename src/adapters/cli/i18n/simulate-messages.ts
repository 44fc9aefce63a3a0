import type { SimulationReport, Warning } from '../../../application/analysis/simulation/report.ts';
import { BEHIND_STEP } from '../../../application/analysis/simulation/step-share.ts';
import type { TrafficProblem } from '../../../application/analysis/simulation/traffic-csv.ts';
import { isoInTimezone } from '../../../domain/shared/local-time.ts';
import type { Language } from './language.ts';

type Assumed = Pick<SimulationReport, 'users' | 'draws_per_user' | 'draws_assumed'>;
type Ended = Pick<SimulationReport, 'runs' | 'most_runs'>;

export interface SimulateMessages {
  /** How often users were assumed to draw; `null` where the caller gave it. */
  assumption(report: Assumed): string | null;
  /** What was assumed of earned chances; `null` where none can be earned and none were assumed. */
  earned(report: Pick<SimulationReport, 'draws_assumed' | 'earned_draws'>): string | null;
  /** Why fewer runs were made than asked for; `null` where all were. */
  earlyEnd(report: Ended): string | null;
  warning(warning: Warning, timezone: string): string;
  trafficProblem(problem: TrafficProblem): string;
  withoutCodes(prizeId: string): string;
  withCodes(prizeId: string, codes: number): string;
  order(users: string, drawsEach: number, traffic: string, runs: number, seed: number): string;
  window(from: string, to: string): string;
  readonly labels: Readonly<Record<'draws' | 'winsNothing' | 'winsAnHour' | 'spend' | 'budget', string>>;
  drawn(draws: string, withoutChance: string): string;
  nothing(share: string, fallback: string | null): string;
  rate(mean: string, peak: string): string;
  readonly prizeHeads: readonly string[];
  readonly never: string;
  readonly variantHeads: readonly string[];
  readonly traffics: Readonly<Record<string, string>>;
  spend(band: string, budget: string | null): string;
  /** When the budget binds. @param times P5, P50 and P95 */
  budgetBinds(share: string, times: readonly string[], draws: string): string;
  readonly budgetLasts: string;
  lasts(id: string, share: string): string;
  readonly nothingToWarn: string;
}

const count = (value: number) => value.toLocaleString('en-US');
const percent = (share: number) => Math.round(share * 100);
const timesEn = (value: number) => (value === 1 ? 'once' : `${count(value)} times`);

const en: SimulateMessages = {
  assumption: ({ users, draws_per_user, draws_assumed }) => {
    const { why, per_day, total, days, earned } = draws_assumed;
    const each = `assumed: each of ${count(users)} users`;
    const change = '--draws-per-user N changes it';
    switch (why) {
      case 'asked':
        return null;
      case 'no_limit':
        return `${each} draws once, since rules.chances set no limit; ${change}`;
      case 'most':
        return `${each} draws ${timesEn(draws_per_user)}, the most that can be simulated; rules.chances allow more`;
      case 'all_allowed': {
        if (earned === 0 && (per_day === 0 || total === 0))
          return `${each} comes once and has no chance, since rules.chances allow none`;
        const daily = per_day === null ? [] : [`${per_day} a day on ${days} ${days === 1 ? 'day' : 'days'}`];
        const inAll = total === null ? [] : [`at most ${total} in all`];
        const limits = [...daily, ...inAll, ...(earned === 0 ? [] : [`${count(earned)} earned`])];
        return `${each} draws ${timesEn(draws_per_user)}, all that rules.chances allow: ${limits.join(', ')}; ${change}`;
      }
    }
  },
  earned: ({ draws_assumed: { earned, earn_offered, per_day, total }, earned_draws }) => {
    if (earned === 0) {
      return earn_offered ? 'earned chances are left out; --earned N assumes N of them a user' : null;
    }
    const each = `assumed: each user earns ${earned === 1 ? '1 chance' : `${count(earned)} chances`}`;
    if (per_day === null && total === null) return `${each}, and uses none, since rules.chances set no limit`;
    return `${each} in all, there when the day’s own are used; ${count(earned_draws)} draws are made with them`;
  },
  earlyEnd: ({ runs, most_runs }) =>
    runs === most_runs ? null : `stopped after ${runs} of ${most_runs} runs: the intervals are narrow enough`,
  warning: ({ kind, prize_id, params }, timezone) => {
    const { spend = 0, budget = 0, share = 0, at = 0, wins = 0 } = params;
    switch (kind) {
      case 'budget_binds':
        return `the budget of ${budget.toFixed(2)} binds in ${percent(share)} % of the runs${at === 0 ? '' : `, from about ${isoInTimezone(at, timezone)} on`}: from then on prizes that cost more than is left of it are no longer awarded (spend P50 ${spend.toFixed(2)})`;
      case 'runs_out_early':
        return `${prize_id} runs out in the first tenth of the window (P50 ${isoInTimezone(at, timezone)})`;
      case 'hardly_won':
        return `${prize_id} will hardly be won: ${wins.toFixed(2)} wins expected`;
      case 'wins_pile_up':
        return `${prize_id}: ${percent(share)} % of its wins come in the first ${BEHIND_STEP * 100} % of the time after a release step, then it is gone until the next; "linear" spreads them`;
    }
  },
  withoutCodes: (prizeId) =>
    `${prizeId} is delivered by code, and none is loaded: simulated as if there were enough of them`,
  withCodes: (prizeId, codes) =>
    `${prizeId} is delivered by code: simulated with the ${codes} that are loaded`,
  trafficProblem: ({ line, code, params }) => {
    const { time, visits, from, to } = params;
    const reasons: Readonly<Record<TrafficProblem['code'], string>> = {
      two_fields: 'must have two fields: time,visits',
      bad_time: `"${time}" must be a time such as 2026-11-01T20:00:00+08:00`,
      bad_visits: `"${visits}" must be a number of visits, 0 or more`,
      not_later: `${time} must be later than the line before`,
      no_visits: `no visits between ${from} and ${to}`,
    };
    return `line ${line}: ${reasons[code]}`;
  },
  order: (users, drawsEach, traffic, runs, seed) =>
    `${users} users, ${drawsEach === 1 ? '1 draw' : `${count(drawsEach)} draws`} each, ${traffic} traffic; ${runs} ${runs === 1 ? 'run' : 'runs'}, seed ${seed}`,
  window: (from, to) => `${from} to ${to}`,
  labels: {
    draws: 'draws',
    winsNothing: 'wins nothing',
    winsAnHour: 'wins an hour',
    spend: 'spend',
    budget: 'budget',
  },
  drawn: (draws, withoutChance) => `${draws}, ${withoutChance} of the visits without a chance`,
  nothing: (share, fallback) =>
    `${share} of the users${fallback === null ? '' : `; the fallback alone: ${fallback}`}`,
  rate: (mean, peak) => `mean ${mean}, peak ${peak}`,
  prizeHeads: ['prize', 'theory', 'wins', '95 % of mean', 'out P5', 'out P50', 'out P95', 'users'],
  never: 'never',
  variantHeads: ['if traffic is', 'users', 'spend P50', 'spend P95'],
  traffics: {},
  spend: (band, budget) => (budget === null ? `${band}; no budget set` : `${band} of ${budget}`),
  budgetBinds: (share, [p5, p50, p95], draws) =>
    `binds in ${share} of the runs, from P5 ${p5}  P50 ${p50}  P95 ${p95} on; ${draws} draws found no room in it`,
  budgetLasts: 'does not bind in any run',
  lasts: (id, share) => `${id}: lasts to the end in ${share} of the runs`,
  nothingToWarn: 'nothing to warn of',
};

const zh: SimulateMessages = {
  assumption: ({ users, draws_per_user, draws_assumed }) => {
    const { why, per_day, total, days, earned } = draws_assumed;
    const each = `假设 ${count(users)} 位用户每人`;
    const change = '可用 --draws-per-user N 修改';
    switch (why) {
      case 'asked':
        return null;
      case 'no_limit':
        return `${each}抽 1 次，因为 rules.chances 没有限制；${change}`;
      case 'most':
        return `${each}抽 ${count(draws_per_user)} 次，这是能模拟的上限；rules.chances 允许更多`;
      case 'all_allowed': {
        if (earned === 0 && (per_day === 0 || total === 0))
          return `${each}来访 1 次，但没有抽奖机会，因为 rules.chances 不允许`;
        const daily = per_day === null ? [] : [`每天 ${per_day} 次，共 ${days} 天`];
        const inAll = total === null ? [] : [`总计最多 ${total} 次`];
        const limits = [...daily, ...inAll, ...(earned === 0 ? [] : [`另赚取 ${count(earned)} 次`])];
        return `${each}抽 ${count(draws_per_user)} 次，即 rules.chances 允许的全部：${limits.join('，')}；${change}`;
      }
    }
  },
  earned: ({ draws_assumed: { earned, earn_offered, per_day, total }, earned_draws }) => {
    if (earned === 0) return earn_offered ? '未计入赚取的机会；可用 --earned N 假设每位用户赚取 N 次' : null;
    const each = `假设每位用户共赚取 ${count(earned)} 次机会`;
    if (per_day === null && total === null) return `${each}，但 rules.chances 没有限制，用不到`;
    return `${each}，当天次数用完后使用；其中抽奖 ${count(earned_draws)} 次`;
  },
  earlyEnd: ({ runs, most_runs }) =>
    runs === most_runs ? null : `模拟到第 ${runs} 次（最多 ${most_runs} 次）时，区间已足够窄，提前结束`,
  warning: ({ kind, prize_id, params }, timezone) => {
    const { spend = 0, budget = 0, share = 0, at = 0, wins = 0 } = params;
    switch (kind) {
      case 'budget_binds':
        return `${percent(share)} % 的模拟中预算 ${budget.toFixed(2)} 会用完${at === 0 ? '' : `（约 ${isoInTimezone(at, timezone)}）`}，此后超出剩余预算的奖品不再发放（成本 P50：${spend.toFixed(2)}）`;
      case 'runs_out_early':
        return `“${prize_id}”在活动开始后十分之一的时间内就会发完（P50：${isoInTimezone(at, timezone)}）`;
      case 'hardly_won':
        return `“${prize_id}”几乎不会有人抽到：预计中奖 ${wins.toFixed(2)} 次`;
      case 'wins_pile_up':
        return `“${prize_id}”有 ${percent(share)} % 的中奖集中在每批投放后前 ${BEHIND_STEP * 100} % 的时间内，之后要等到下一批；用 "linear" 可均匀投放`;
    }
  },
  withoutCodes: (prizeId) => `${prizeId} 以兑换码发放，尚未导入：按兑换码充足模拟`,
  withCodes: (prizeId, codes) => `${prizeId} 以兑换码发放：按已导入的 ${codes} 个模拟`,
  trafficProblem: ({ line, code, params }) => {
    const { time, visits, from, to } = params;
    const reasons: Readonly<Record<TrafficProblem['code'], string>> = {
      two_fields: '应有两列：time,visits',
      bad_time: `“${time}”应为时间，例如 2026-11-01T20:00:00+08:00`,
      bad_visits: `“${visits}”应为访问次数，不小于 0`,
      not_later: `${time} 应晚于上一行`,
      no_visits: `${from} 至 ${to} 之间没有访问`,
    };
    return `第 ${line} 行：${reasons[code]}`;
  },
  order: (users, drawsEach, traffic, runs, seed) =>
    `${users} 位用户，每人抽 ${count(drawsEach)} 次，流量：${traffic}；模拟 ${runs} 次，种子 ${seed}`,
  window: (from, to) => `${from} 至 ${to}`,
  labels: {
    draws: '抽奖次数',
    winsNothing: '未中奖',
    winsAnHour: '每小时中奖',
    spend: '成本',
    budget: '预算',
  },
  drawn: (draws, withoutChance) => `${draws}，另有 ${withoutChance} 的访问没有机会`,
  nothing: (share, fallback) => `${share} 的用户${fallback === null ? '' : `；只得保底奖品：${fallback}`}`,
  rate: (mean, peak) => `平均 ${mean}，最高 ${peak}`,
  prizeHeads: ['奖品', '理论', '中奖', '均值 95 %', '发完 P5', '发完 P50', '发完 P95', '用户'],
  never: '不会',
  variantHeads: ['若流量', '用户', '成本 P50', '成本 P95'],
  traffics: {
    flat: '均匀',
    evening: '晚间集中',
    spike: '开场集中',
    measured: '实测',
    halved: '减半',
    doubled: '加倍',
  },
  spend: (band, budget) => (budget === null ? `${band}；未设预算` : `${band}，预算 ${budget}`),
  budgetBinds: (share, [p5, p50, p95], draws) =>
    `${share} 的模拟会用完，时间 P5 ${p5}  P50 ${p50}  P95 ${p95}；${draws} 次抽奖因预算不足未能发放`,
  budgetLasts: '所有模拟都未用完',
  lasts: (id, share) => `${id}：${share} 的模拟中到结束都未发完`,
  nothingToWarn: '没有需要注意的问题',
};

export const simulateMessages: Readonly<Record<Language, SimulateMessages>> = { en, zh };

/** The report for programs, with the texts of `language`. */
export function simulationAsJson(report: SimulationReport, language: Language): object {
  const messages = simulateMessages[language];
  return {
    ...report,
    warnings: report.warnings.map((warning) => ({
      kind: warning.kind,
      prize_id: warning.prize_id,
      text: messages.warning(warning, report.timezone),
    })),
  };
}
