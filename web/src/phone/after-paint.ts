import { onBeforeUnmount, onMounted, type Ref, ref } from 'vue';

/**
 * Runs `work` after the next frame, so that the main thread paints first what is already there. A hidden page has no frames.
 * @param afterMs how long after that frame
 * @returns what gives it up
 */
export function afterPaint(work: () => void, afterMs = 0): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wait = () => {
    timer = setTimeout(work, afterMs);
  };
  if (document.visibilityState === 'hidden') wait();
  const frame = timer === undefined ? requestAnimationFrame(wait) : 0;
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}

/** Becomes true after the first frame of a component. Call it in its setup. */
export function useAfterPaint(afterMs = 0): Ref<boolean> {
  const painted = ref(false);
  let giveUp = () => {};
  onMounted(() => {
    giveUp = afterPaint(() => {
      painted.value = true;
    }, afterMs);
  });
  onBeforeUnmount(() => giveUp());
  return painted;
}
