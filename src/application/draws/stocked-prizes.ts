import type { Activity } from '../../domain/activities/activity.ts';
import type { DrawsCapability } from './draws-capability.ts';

/** The prizes of an activity that have a limited stock, as the file has it; none where its kind has no draws. */
export function stockedPrizes(
  activity: Activity,
  capabilities: ReadonlyMap<string, DrawsCapability>,
): { readonly prizeId: string; readonly stock: number }[] {
  const details = capabilities.get(activity.dispatch)?.detailsOf(activity);
  return Object.entries(details?.rules.prizes ?? {}).flatMap(([prizeId, { stock }]) =>
    stock === null ? [] : [{ prizeId, stock }],
  );
}
