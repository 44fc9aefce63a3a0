import type { Component } from 'vue';
import type { ThemeName } from '../../../src/domain/activities/page-choices.ts';
import { lazily } from '../parts/lazily.ts';

/*
 * The scene of each theme, loaded only where it is used. A scene fills its place, takes `lit` (whether its lights are
 * on: they are out while something fails) and is never needed: until it has come, and if it does not, the sky stands.
 */
export const SCENES: Readonly<Record<ThemeName, Component>> = {
  spring: lazily(() => import('./spring/SpringScene.vue')),
  double11: lazily(() => import('./double11/Double11Scene.vue')),
  summer: lazily(() => import('./summer/SummerScene.vue')),
  member: lazily(() => import('./member/MemberScene.vue')),
  campus: lazily(() => import('./campus/CampusScene.vue')),
  minimal: lazily(() => import('./minimal/MinimalScene.vue')),
};
