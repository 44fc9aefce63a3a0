import type { Activity } from '../../../domain/activities/activity.ts';
import type { DrawDetails } from '../../../domain/draws/draw-details.ts';
import type { DrawRules } from '../../../domain/draws/draw-rules.ts';
import { type PrizeRule, prizeRuleSchema } from '../../../domain/draws/prize-rule.ts';
import { fraction } from '../../../domain/shared/fraction.ts';
import type { PreviewState } from './preview-states.ts';

const NEVER = fraction(0n, 1n);
const ALWAYS = fraction(1n, 1n);

/**
 * The activity with the rules of a state, which are all that differs: texts, prizes, odds and quantities are shown as they
 * are written, and by the server's own code each draw comes out as the state says.
 * @param details what the activity's kind draws; they are what it keeps as `details`
 */
export function stagedActivity(
  activity: Activity,
  details: DrawDetails | null,
  { kind, prize }: Pick<PreviewState, 'kind' | 'prize'>,
): Activity {
  if (!details) return activity;
  const rules = rulesOf(details.rules, kind, prize?.id ?? '');
  // One process, one ledger: what segments are for is not there.
  return { ...activity, details: { ...details, rules: { ...rules, segments: 1 } } };
}

function rulesOf(rules: DrawRules, kind: PreviewState['kind'], prizeId: string): DrawRules {
  switch (kind) {
    case 'won':
      return { ...drawable(rules), prizes: { [prizeId]: certain(rules.prizes[prizeId]) } };
    case 'lost':
      return { ...drawable(rules), prizes: withoutWins(rules) };
    case 'no_chance':
      return { ...limitless(rules), prizes: withoutWins(rules), chances: usedByOneDraw(rules.chances) };
    default:
      return rules;
  }
}

/* Nothing but the odds decides. */
function limitless({ budget: _budget, ...rules }: DrawRules): DrawRules {
  return { ...rules, fallback: null, guarantee: null, blocked_users: new Set() };
}

/* Where chances are earned alone, the visitor has earned some. */
function drawable(rules: DrawRules): DrawRules {
  const { per_day, total } = rules.chances;
  return {
    ...limitless(rules),
    chances: { ...rules.chances, per_day: per_day === 0 ? 1 : per_day, total: total === 0 ? 1 : total },
  };
}

/* One draw is made before the page is shown. */
function usedByOneDraw(chances: DrawRules['chances']): DrawRules['chances'] {
  const { per_day, total } = chances;
  if (per_day === null) return { ...chances, total: Math.min(total ?? 1, 1) };
  return { ...chances, per_day: Math.min(per_day, 1) };
}

function certain(rule: PrizeRule = prizeRuleSchema.parse({})): PrizeRule {
  const { release: _release, ...always } = rule;
  return { ...always, odds: ALWAYS, stock: null, per_user: null, unlock_after: 0 };
}

function withoutWins({ prizes }: DrawRules): DrawRules['prizes'] {
  return Object.fromEntries(Object.entries(prizes).map(([id, rule]) => [id, { ...rule, odds: NEVER }]));
}
