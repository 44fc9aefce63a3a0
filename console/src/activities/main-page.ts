import type { ActivityRow } from '../../../src/adapters/koa/console/contract/activities.ts';

/** Where a tap on an activity leads: to what is going on in it, else to its text. */
export function mainPageOf({ activity_id: id, phase }: Pick<ActivityRow, 'activity_id' | 'phase'>): string {
  const page = phase === 'running' ? 'live' : phase === 'ended' ? 'report' : 'edit';
  return `/activities/${encodeURIComponent(id)}/${page}`;
}

/** A page of an activity. */
export const pageOf = (id: string, page: string): string => `/activities/${encodeURIComponent(id)}/${page}`;
