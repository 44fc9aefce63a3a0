import type { Activity } from '../activities/activity.ts';

/**
 * Whether a candidate is served beside this one: since its rollout began, that one may have become one of another kind, and
 * routes are those of one kind.
 */
export function isServedBeside(stable: Activity, candidate: Activity): boolean {
  return stable.dispatch === candidate.dispatch;
}

/**
 * Why an activity cannot become the candidate beside this one; `null`: it can. Without a login it is not known who a visitor
 * is.
 */
export function candidateRefusal(stable: Activity, candidate: Activity): 'other_kind' | 'needs_login' | null {
  if (!isServedBeside(stable, candidate)) return 'other_kind';
  return stable.loginRequired && candidate.loginRequired ? null : 'needs_login';
}
