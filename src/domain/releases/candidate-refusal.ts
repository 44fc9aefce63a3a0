import type { Activity } from '../activities/activity.ts';

/**
 * Why an activity cannot be the candidate beside this one; `null`: it can. Without a login it is not known who a visitor is,
 * and routes are those of one kind.
 */
export function candidateRefusal(stable: Activity, candidate: Activity): 'other_kind' | 'needs_login' | null {
  if (stable.dispatch !== candidate.dispatch) return 'other_kind';
  return stable.loginRequired && candidate.loginRequired ? null : 'needs_login';
}
