import { partOf } from '../parts/lazily.ts';

/** The ways to another chance: only of activities that have some. */
export const EARN = partOf(() => import('./EarnChances.vue'));
