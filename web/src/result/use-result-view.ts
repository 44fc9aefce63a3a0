import { type Component, onBeforeUnmount, onMounted, shallowRef } from 'vue';
import PlainResult from './PlainResult.vue';

/* After what the first screen needs. */
const AFTER_MS = 1_500;

/**
 * The component that shows results. It is loaded after the first screen, and again with each draw where that failed; a
 * result is never kept back for it. Call it in a component's setup.
 */
export function useResultView() {
  const view = shallowRef<Component>(PlainResult);
  let timer: ReturnType<typeof setTimeout> | undefined;

  function load(): void {
    if (view.value !== PlainResult) return;
    // Here with the result too. Where it fails, the result is shown without it.
    import('./WinCelebration.vue').catch(() => {});
    import('./DrawResult.vue').then(
      ({ default: component }) => {
        view.value = component;
      },
      () => {},
    );
  }

  onMounted(() => {
    timer = setTimeout(load, AFTER_MS);
  });
  onBeforeUnmount(() => clearTimeout(timer));
  return { view, load };
}
