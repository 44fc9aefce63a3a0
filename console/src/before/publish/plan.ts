import type { AudienceJson } from '../../../../src/adapters/koa/console/contract/activities.ts';

/** When, to whom and why a draft is published, as it is filled in. */
export interface Plan {
  readonly when: 'now' | 'later';
  /** As `<input type="datetime-local">` gives it. */
  readonly at: string;
  readonly whom: 'all' | 'percent' | 'users' | 'zones';
  readonly percent: string;
  readonly users: string;
  readonly zones: string;
  readonly note: string;
}

export const usualPlan = (): Plan => ({
  ...{ when: 'now', at: '', whom: 'all', percent: '10', users: '', zones: '', note: '' },
});

export type PlanProblem = 'note' | 'at' | 'percent' | 'users' | 'zones';

/** Returns what is missing; `null` where it can be sent. */
export function planProblem(plan: Plan): PlanProblem | null {
  if (plan.when === 'later' && Number.isNaN(Date.parse(plan.at))) return 'at';
  const audience = plan.when === 'now' ? audienceOf(plan) : undefined;
  if (audience === null) return plan.whom === 'all' ? null : plan.whom;
  return plan.note.trim() === '' ? 'note' : null;
}

/** Returns what is sent to the service. */
export function orderOf(plan: Plan): { reason: string; at?: string; audience?: AudienceJson } {
  const reason = plan.note.trim();
  if (plan.when === 'later') return { reason, at: new Date(plan.at).toISOString() };
  const audience = audienceOf(plan);
  return audience ? { reason, audience } : { reason };
}

type Filled = Pick<Plan, 'whom' | 'percent' | 'users' | 'zones'>;

/** Returns the part of the visitors; `undefined` for all, `null` where it is not filled in well. */
export function audienceOf({ whom, percent, users, zones }: Filled): AudienceJson | undefined | null {
  switch (whom) {
    case 'all':
      return undefined;
    case 'percent': {
      const value = Number(percent);
      return percent.trim() !== '' && value >= 0.01 && value <= 100
        ? { kind: 'percent', percent: value }
        : null;
    }
    case 'users': {
      const uids = wordsIn(users);
      return uids.length > 0 ? { kind: 'users', uids } : null;
    }
    case 'zones': {
      const ids = wordsIn(zones);
      return ids.length > 0 ? { kind: 'zones', zones: ids } : null;
    }
  }
}

const wordsIn = (text: string): string[] => [...new Set(text.split(/[\s,，、;；]+/).filter(Boolean))];
