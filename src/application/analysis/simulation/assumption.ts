import type { SimulationReport } from './report.ts';

type Assumed = Pick<SimulationReport, 'users' | 'draws_per_user' | 'draws_assumed'>;

/** What was assumed of how often users draw, in one sentence; `null` where the caller said how often. */
export function assumptionText({ users, draws_per_user, draws_assumed }: Assumed): string | null {
  const { why, per_day, total, days } = draws_assumed;
  const each = `assumed: each of ${users.toLocaleString('en-US')} users`;
  const change = '--draws-per-user N changes it';
  switch (why) {
    case 'asked':
      return null;
    case 'no_limit':
      return `${each} draws once, since rules.chances set no limit; ${change}`;
    case 'most':
      return `${each} draws ${times(draws_per_user)}, the most that can be simulated; rules.chances allow more`;
    case 'all_allowed': {
      if (per_day === 0 || total === 0)
        return `${each} comes once and has no chance, since rules.chances allow none`;
      const daily = per_day === null ? [] : [`${per_day} a day on ${days} ${days === 1 ? 'day' : 'days'}`];
      const limits = [...daily, ...(total === null ? [] : [`at most ${total} in all`])];
      return `${each} draws ${times(draws_per_user)}, all that rules.chances allow: ${limits.join(', ')}; ${change}`;
    }
  }
}

/** Why fewer runs were made than asked for; `null` where all were. */
export function earlyEndText({
  runs,
  most_runs,
}: Pick<SimulationReport, 'runs' | 'most_runs'>): string | null {
  if (runs === most_runs) return null;
  return `stopped after ${runs} of ${most_runs} runs: the intervals are narrow enough`;
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count.toLocaleString('en-US')} times`;
}
