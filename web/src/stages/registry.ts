import type { Component } from 'vue';
import type { StageName } from '../../../src/domain/activities/page-choices.ts';
import { lazily } from '../sheets/lazily.ts';

const component = ({ default: made }: { readonly default: Component }) => made;

/* Each is loaded only where it is used. Until it has come, and if it does not, the button draws without it. */
const LOADERS: Readonly<Record<StageName, () => Promise<Component>>> = {
  shake: () => import('./shake/ShakeStage.vue').then(component),
  wheel: () => import('./wheel/WheelStage.vue').then(component),
  grid: () => import('./grid/GridStage.vue').then(component),
  scratch: () => import('./scratch/ScratchStage.vue').then(component),
  egg: () => import('./egg/EggStage.vue').then(component),
  red_packet: () => import('./red-packet/RedPacketStage.vue').then(component),
};

const lazy = Object.fromEntries(
  Object.entries(LOADERS).map(([name, load]) => [name, lazily(load)]),
) as Readonly<Record<StageName, Component>>;

const loaded = new Map<StageName, Component>();

/** The component of a stage: at once if it has been loaded, else when it comes. */
export function stageOf(name: StageName): Component {
  return loaded.get(name) ?? lazy[name];
}

/* Longer than this, a visitor sees the rest of the screen without the stage. */
const LONGEST_WAIT_MS = 1_500;

/** Resolves when the stage has been loaded, so that nothing moves when it comes; soon in any case. Never rejects. */
export async function stageLoaded(name: StageName): Promise<void> {
  const late = new Promise<void>((resolve) => setTimeout(resolve, LONGEST_WAIT_MS));
  await Promise.race([load(name), late]);
}

async function load(name: StageName): Promise<void> {
  const module = await LOADERS[name]().catch(() => null);
  if (module !== null) loaded.set(name, module);
}
