import type { StageName } from '../../../src/domain/activities/page-choices.ts';
import { type Part, partOf } from '../parts/lazily.ts';

/* Each is loaded only where it is used. Until it has come, and if it does not, the button draws without it. */
export const STAGES: Readonly<Record<StageName, Part>> = {
  shake: partOf(() => import('./shake/ShakeStage.vue')),
  wheel: partOf(() => import('./wheel/WheelStage.vue')),
  grid: partOf(() => import('./grid/GridStage.vue')),
  scratch: partOf(() => import('./scratch/ScratchStage.vue')),
  egg: partOf(() => import('./egg/EggStage.vue')),
  red_packet: partOf(() => import('./red-packet/RedPacketStage.vue')),
};
