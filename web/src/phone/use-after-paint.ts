import { onBeforeUnmount, onMounted, type Ref, ref } from 'vue';

/**
 * Becomes true after the first frame: until then the main thread paints what stands first. Call it in a component's setup.
 * @param afterMs how long after that frame
 */
export function useAfterPaint(afterMs = 0): Ref<boolean> {
  const painted = ref(false);
  let frame = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  onMounted(() => {
    frame = requestAnimationFrame(() => {
      timer = setTimeout(() => {
        painted.value = true;
      }, afterMs);
    });
  });
  onBeforeUnmount(() => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  });
  return painted;
}
