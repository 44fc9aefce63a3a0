import type { Activity } from '../../../domain/activities/activity.ts';
import { mostOf } from '../../../domain/draws/code-stock.ts';
import { releasedStock } from '../../../domain/draws/decide-draw.ts';
import type { DrawDetails } from '../../../domain/draws/draw-details.ts';
import { offersEarning } from '../../../domain/draws/draw-rules.ts';
import { percentText } from '../../authoring/check/exact-text.ts';
import { expenseOf } from './expense.ts';
import type { BudgetReport, Course, PrizeReport, SimulationReport, Variant } from './report.ts';
import type { RunResult, Scenario } from './run.ts';
import type { SimulationOrder } from './simulation-order.ts';
import { bandOf, meanOf } from './statistics.ts';
import { theoryOf } from './theory.ts';

export interface Simulated {
  readonly base: readonly RunResult[];
  readonly halved: readonly RunResult[];
  readonly doubled: readonly RunResult[];
}

const HOUR = 3_600_000;

/** Makes the report of all runs. It depends on the results alone, never on the order they were made in. */
export function reportOf(
  activity: Activity<DrawDetails>,
  scenario: Scenario,
  order: SimulationOrder,
  { base, halved, doubled }: Simulated,
): Omit<SimulationReport, 'warnings'> {
  const { rules } = activity.details;
  const { users, drawsPerUser } = scenario;
  const [startsAt, endsAt] = [scenario.traffic.edges[0] as number, scenario.traffic.edges.at(-1) as number];
  const expense = expenseOf(activity);
  const shareOfUsers = (count: (run: RunResult) => number) => meanOf(base.map(count)).mean / users;
  const report = {
    activity_id: activity.id,
    title: activity.title,
    users,
    draws_per_user: drawsPerUser,
    draws_assumed: {
      why: order.visits.why,
      per_day: rules.chances.per_day,
      total: rules.chances.total,
      days: order.visits.days,
      earned: order.earned,
      earn_offered: offersEarning(rules),
    },
    runs: base.length,
    most_runs: order.runs,
    seed: order.seed,
    traffic: order.trafficName,
    timezone: rules.timezone,
    starts_at: startsAt,
    ends_at: endsAt,
    draws: meanOf(base.map(({ draws }) => draws)),
    earned_draws: meanOf(base.map(({ earnedUsed }) => earnedUsed)).mean,
    without_chance: meanOf(base.map(({ refused }) => refused)).mean / (users * drawsPerUser),
    wins_nothing: shareOfUsers(({ emptyHanded }) => emptyHanded),
    wins_only_fallback: rules.fallback === null ? null : shareOfUsers(({ onlyFallback }) => onlyFallback),
    spend: expense.inMoney(bandOf(base.map(({ spent }) => spent))),
    budget: expense.budget,
    budget_binds: expense.budget === null ? null : budgetReport(base),
    prizes: activity.details.prizes.map((_, prize) => prizeReport(activity, scenario, base, prize)),
    course: courseOf(activity, scenario, base),
    sensitivity: [variant('halved', activity, users, halved), variant('doubled', activity, users, doubled)],
  };
  const totals = report.course.at.map((_, piece) =>
    report.course.wins_an_hour.reduce((sum, { rate }) => sum + (rate[piece] as number), 0),
  );
  const allWins = report.prizes.reduce((sum, { wins }) => sum + wins.mean, 0);
  const wins_an_hour = { mean: (allWins * HOUR) / (endsAt - startsAt), peak: Math.max(...totals) };
  return { ...report, wins_an_hour };
}

function prizeReport(
  activity: Activity<DrawDetails>,
  { users, drawsPerUser, earned }: Scenario,
  runs: readonly RunResult[],
  prize: number,
): PrizeReport {
  const { prizes, rules } = activity.details;
  const { id, name } = prizes[prize] as { id: string; name: string };
  const rule = rules.prizes[id];
  const wins = runs.map((run) => run.wins[prize] as number);
  const behindStep = runs.reduce((sum, run) => sum + (run.winsAtSteps[prize] as number), 0);
  const total = wins.reduce((sum, each) => sum + each, 0);
  const blocked = [...rules.blocked_users].filter(
    (uid) => /^u[1-9]\d*$/.test(uid) && Number(uid.slice(1)) <= users,
  );
  const everyVisitDraws = runs.every(({ refused }) => refused === 0);
  const budgetBinds = runs.some(({ budgetStops }) => budgetStops > 0);
  const drawing = { users: users - blocked.length, drawsPerUser, earned, everyVisitDraws, budgetBinds };
  return {
    id,
    name,
    odds: rule ? `${rule.odds.numerator}/${rule.odds.denominator}` : '0/1',
    odds_percent: rule ? percentText(rule.odds) : '0',
    stock: rule ? mostOf(rule) : null,
    theory: theoryOf(activity, id, drawing),
    wins: { ...meanOf(wins), ...bandOf(wins) },
    runs_out: runsOut(runs, prize),
    users_who_win: meanOf(runs.map((run) => run.winners[prize] as number)).mean / users,
    wins_at_steps: Array.isArray(rule?.release) && total > 0 ? behindStep / total : null,
  };
}

function budgetReport(runs: readonly RunResult[]): BudgetReport {
  const { never, ...times } = timesOf(runs.map(({ budgetBoundAt }) => budgetBoundAt));
  return { share: 1 - never, ...times, draws: meanOf(runs.map(({ budgetStops }) => budgetStops)) };
}

function runsOut(runs: readonly RunResult[], prize: number) {
  return timesOf(runs.map((run) => run.ranOutAt[prize] as number));
}

/* Of times of which each is NaN where it never came. */
function timesOf(times: readonly number[]) {
  // What never comes is later than everything.
  const band = bandOf(times.map((at) => (Number.isNaN(at) ? Number.POSITIVE_INFINITY : at)));
  const timeOrNever = (at: number) => (at === Number.POSITIVE_INFINITY ? null : at);
  const never = times.filter(Number.isNaN).length / times.length;
  return { p5: timeOrNever(band.p5), p50: timeOrNever(band.p50), p95: timeOrNever(band.p95), never };
}

function courseOf(activity: Activity<DrawDetails>, scenario: Scenario, runs: readonly RunResult[]): Course {
  const { pieces, traffic } = scenario;
  const [from, to] = [traffic.edges[0] as number, traffic.edges.at(-1) as number];
  const length = (to - from) / pieces;
  const at = Array.from({ length: pieces }, (_, piece) => from + (piece + 1) * length);
  const expense = expenseOf(activity);
  const { prizes, rules } = activity.details;
  const by = (run: RunResult, prize: number, piece: number) =>
    piece < 0 ? 0 : (run.winsBy[prize * pieces + piece] as number);
  const stock = prizes.flatMap(({ id }, prize) => {
    const rule = rules.prizes[id];
    if (!rule || releasedStock(rule, activity, to) === null) return [];
    // What may be won at that moment: of a prize that is freed over time, what is free and not yet won.
    const left = at.map((end, piece) => {
      const free = releasedStock(rule, activity, end - 1) ?? 0;
      return bandOf(runs.map((run) => Math.max(0, free - by(run, prize, piece))));
    });
    return [{ id, left }];
  });
  const spend = at.map((_, piece) =>
    expense.inMoney(bandOf(runs.map((run) => expense.of(prizes.map((_p, prize) => by(run, prize, piece)))))),
  );
  const wins_an_hour = prizes.map(({ id }, prize) => ({
    id,
    rate: at.map((_, piece) => {
      const wins = runs.reduce((sum, run) => sum + by(run, prize, piece) - by(run, prize, piece - 1), 0);
      return (wins / runs.length) * (HOUR / length);
    }),
  }));
  return { at, stock, spend, wins_an_hour };
}

function variant(
  traffic: Variant['traffic'],
  activity: Activity<DrawDetails>,
  users: number,
  runs: readonly RunResult[],
): Variant {
  const expense = expenseOf(activity);
  return {
    traffic,
    users: usersOf(traffic, users),
    runs: runs.length,
    spend: expense.inMoney(bandOf(runs.map(({ spent }) => spent))),
    budget_binds: expense.budget === null ? null : budgetReport(runs).share,
    prizes: activity.details.prizes.map(({ id }, prize) => ({
      id,
      wins: meanOf(runs.map((run) => run.wins[prize] as number)).mean,
      runs_out: runsOut(runs, prize).p50,
    })),
  };
}

export function usersOf(traffic: Variant['traffic'], users: number): number {
  return traffic === 'halved' ? Math.max(1, Math.round(users / 2)) : users * 2;
}
