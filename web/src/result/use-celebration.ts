import { type Component, onBeforeUnmount, onMounted, ref, shallowRef } from 'vue';
import { afterPaint } from '../phone/after-paint.ts';
import { isCalm } from '../phone/calm.ts';
import { feel } from '../phone/haptics.ts';
import { pageSound } from '../sounds/sound.ts';
import { celebrationOf, type Occasion } from './celebration.ts';

/** `waiting` for the celebration to load; `opening`: the prize stands alone; `shown`: the dialog is complete. */
export type Moment = 'waiting' | 'opening' | 'shown';

/* A result does not wait longer for what only adorns it. */
const LONGEST_WAIT_MS = 400;

/** Loads what celebrates a win, so that it is here when the result is. Loaded once; a failure is met at the next call. */
export function loadCelebration(): Promise<Component> {
  return import('./WinCelebration.vue').then(({ default: component }) => component);
}

/**
 * Runs the celebration of a result, if it loads in time. Call it in a component's setup.
 * @param ready called before the prize stands alone, to measure where it will be
 */
export function useCelebration(occasion: Occasion, ready: () => void) {
  const calm = isCalm();
  const plan = celebrationOf(occasion, calm);
  const wanted = plan.paper > 0 || plan.rays;
  const component = shallowRef<Component | null>(null);
  const moment = ref<Moment>(plan.lastsMs > 0 ? 'waiting' : 'shown');
  let timer: ReturnType<typeof setTimeout> | undefined;
  let beat: ReturnType<typeof setTimeout> | undefined;
  let giveUp = () => {};
  let gone = false;

  function settle(): void {
    clearTimeout(timer);
    moment.value = 'shown';
  }

  /* The sound and the beats come with the prize, once. */
  function sound(afterMs: number): void {
    beat ??= setTimeout(() => {
      pageSound().play(occasion);
      feel(occasion);
    }, afterMs);
  }

  onMounted(() => {
    if (!wanted) {
      sound(0);
      return;
    }
    timer = setTimeout(() => {
      settle();
      sound(0);
    }, LONGEST_WAIT_MS);
    // In a frame of its own: the dialog alone is work for one.
    const painted = new Promise<void>((resolve) => {
      giveUp = afterPaint(resolve);
    });
    Promise.all([loadCelebration(), painted]).then(
      ([loaded]) => {
        // Too late for the opening; rays and paper are still welcome while nothing else moves.
        if (gone || (plan.lastsMs > 0 && moment.value === 'shown')) return;
        clearTimeout(timer);
        ready();
        component.value = loaded;
        sound(plan.opensAtMs);
        if (plan.lastsMs === 0) return settle();
        moment.value = 'opening';
        timer = setTimeout(settle, plan.lastsMs);
      },
      () => {},
    );
  });
  onBeforeUnmount(() => {
    gone = true;
    giveUp();
    clearTimeout(timer);
    clearTimeout(beat);
  });

  return { calm, plan, component, moment, settle };
}
