import type { Ref } from 'vue';
import { isCalm } from '../../phone/calm.ts';
import type { PlaceMotion } from '../use-landing.ts';
import { CELL_MS, CELLS, cellAt, lightsOf, ROUND_MS, SWEEP_MS, TRAIL_LIGHTS, visitsTo } from './run.ts';

/* Reduced motion: the light of the cell fades in. */
const FADE_MS = 700;

/**
 * The lights of the cells: one element a cell, of which only the opacity changes. The browser's compositor does it, so a
 * busy page does not stop them.
 * @param lights in the order of the cells
 */
export function useGridLights(lights: Ref<readonly HTMLElement[]>): PlaceMotion {
  let begun: Animation[] = [];
  let running: Animation | undefined;

  function halt(): void {
    for (const animation of begun) animation.cancel();
    begun = [];
    running = undefined;
  }

  function light(cell: number, frames: Keyframe[], options: KeyframeAnimationOptions) {
    const element = lights.value[cell];
    // Web views from before 2020 have no such method on iOS.
    if (typeof element?.animate !== 'function') return;
    const animation = element.animate(frames, options);
    begun.push(animation);
    return animation;
  }

  return {
    begin(): void {
      halt();
      const forever = Number.POSITIVE_INFINITY;
      for (const [cell, [row, column]] of CELLS.entries()) {
        if (isCalm()) {
          const frames = [{ opacity: 0.1 }, { opacity: 0.55 }];
          const easing = 'ease-in-out';
          light(cell, frames, { duration: 1_000, iterations: forever, direction: 'alternate', easing });
          continue;
        }
        // Along the diagonal, from the light of the scene.
        const sweep = [{ opacity: 0 }, { opacity: 0.9, offset: 0.35 }, { opacity: 0 }];
        light(cell, sweep, { duration: SWEEP_MS / 2, delay: (row + column) * (SWEEP_MS / 8) });
        const first = light(cell, framesOf(TRAIL_LIGHTS, ROUND_MS), {
          delay: SWEEP_MS + cell * CELL_MS,
          duration: ROUND_MS,
          iterations: forever,
        });
        running ??= first;
      }
    },
    land(target): number {
      if (isCalm()) {
        halt();
        light(target, [{ opacity: 0 }, { opacity: 1 }], { duration: FADE_MS, fill: 'forwards' });
        return FADE_MS;
      }
      const visits = visitsTo(target, cellAt(Number(running?.currentTime ?? 0)));
      const duration = visits.at(-1)?.at ?? 0;
      halt();
      for (const cell of CELLS.keys()) {
        light(cell, framesOf(lightsOf(cell, visits), duration), { duration, fill: 'forwards' });
      }
      return duration;
    },
    rest: halt,
    finish: halt,
  };
}

function framesOf(lights: readonly (readonly [number, number])[], duration: number): Keyframe[] {
  const frames = lights.map(([at, opacity]) => ({ offset: Math.min(1, at / duration), opacity }));
  if (frames[0]?.offset !== 0) frames.unshift({ offset: 0, opacity: 0 });
  const last = frames.at(-1);
  return last === undefined || last.offset === 1 ? frames : [...frames, { offset: 1, opacity: last.opacity }];
}
