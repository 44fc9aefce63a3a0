import type { Activity } from '../../../domain/activities/activity.ts';
import type { SkuDetails } from '../../../domain/activities/sku.ts';
import type { Warn } from './finding.ts';

/** Zones that keep nobody out, and goods that keep everybody out. */
export function checkZones(activity: Activity, warn: Warn): void {
  const { publicData, zones } = activity;
  if (zones === null && Array.isArray(publicData.zones) && publicData.zones.length > 0) {
    warn('zones', 'unchecked-zones');
  }
  if (activity.dispatch !== 'sku') return;
  for (const [index, sku] of (activity as Activity<SkuDetails>).details.skus.entries()) {
    if (!sku.zones) continue;
    const field = `skus.${index}.zones`;
    if (!activity.loginRequired) warn(field, 'unknown-zone', { name: sku.name });
    else if (!sku.zones.some((zone) => zones === null || zones.has(zone))) {
      warn(field, 'nobodys-zone', { name: sku.name, zones: sku.zones.join(', ') });
    }
  }
}
