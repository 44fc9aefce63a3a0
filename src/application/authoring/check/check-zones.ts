import type { Activity } from '../../../domain/activities/activity.ts';
import type { Warn } from './finding.ts';

/** Zones that have no effect. */
export function checkZones({ publicData, zones }: Activity, warn: Warn): void {
  if (zones === null && Array.isArray(publicData.zones) && publicData.zones.length > 0) {
    warn('zones', 'unchecked-zones');
  }
}
