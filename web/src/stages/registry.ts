import type { Component } from 'vue';
import type { StageName } from '../../../src/domain/activities/page-choices.ts';
import { lazily } from '../sheets/lazily.ts';

/* Each is loaded only where it is used. Until it has come, and if it does not, the button draws without it. */
export const STAGES: Readonly<Record<StageName, Component>> = {
  shake: lazily(() => import('./shake/ShakeStage.vue')),
  wheel: lazily(() => import('./wheel/WheelStage.vue')),
  grid: lazily(() => import('./grid/GridStage.vue')),
  scratch: lazily(() => import('./scratch/ScratchStage.vue')),
  egg: lazily(() => import('./egg/EggStage.vue')),
  red_packet: lazily(() => import('./red-packet/RedPacketStage.vue')),
};
