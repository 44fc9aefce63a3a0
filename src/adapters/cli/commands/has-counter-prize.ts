import type { Activity } from '../../../domain/activities/activity.ts';
import type { CommandParts } from '../command.ts';

/** Whether a prize of the activity, as its file is now, is handed over at a counter. */
export function hasCounterPrize(activity: Activity, kinds: CommandParts['kinds']): boolean {
  const prizes = kinds.get(activity.dispatch)?.draws?.detailsOf(activity).rules.prizes ?? {};
  return Object.values(prizes).some(({ delivery }) => delivery.by === 'counter');
}
