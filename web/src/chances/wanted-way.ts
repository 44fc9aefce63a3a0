import { shallowRef } from 'vue';
import type { WaySource } from '../activity/activity-data.ts';

/** The way to a chance that was asked for elsewhere on the page; the list of ways takes it up, and sets it to `null`. */
export const wantedWay = shallowRef<WaySource | null>(null);
