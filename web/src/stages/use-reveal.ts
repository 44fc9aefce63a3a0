import { onBeforeUnmount, onMounted, watch } from 'vue';
import type { StageProps } from './stage.ts';

/**
 * Runs the end of a stage's motion once `revealing` begins, and cuts it short as soon as the visitor hurries. Call it in
 * a component's setup.
 * @param reveal starts the motion to the outcome; returns how long it takes in milliseconds
 * @param done the motion has ended, or was cut short: sets the final pose at once
 */
export function useReveal(props: StageProps, reveal: () => number, done: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running = false;

  function end(): void {
    if (!running) return;
    running = false;
    clearTimeout(timer);
    done();
  }

  function start(): void {
    if (props.phase !== 'revealing' || running) return;
    running = true;
    // A timer, not `animationend`: an animation that did not run, as in a hidden page, sends no event.
    timer = setTimeout(end, reveal());
    if (props.hurry) end();
  }

  // A stage that was loaded late begins with `revealing`, and moves what is mounted.
  onMounted(start);
  watch(() => props.phase, start, { flush: 'post' });
  watch(
    () => props.hurry,
    (hurries) => {
      if (hurries) end();
    },
  );
  onBeforeUnmount(() => clearTimeout(timer));
}
