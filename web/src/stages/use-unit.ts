import { onBeforeUnmount, onMounted, type Ref } from 'vue';

/* A stage is drawn 22 em wide: one em is 16 px on a phone of middle size. */
const WIDTH_EM = 22;

/**
 * Keeps the font size of a stage in proportion to its width, so that all of it can be drawn in em. Call it in a
 * component's setup.
 * @param onResize called at mount too, with the size known
 */
export function useUnit(root: Readonly<Ref<HTMLElement | null>>, onResize: () => void = () => {}): void {
  let observer: ResizeObserver | undefined;
  let known = 0;

  function measure(): void {
    const element = root.value;
    const width = element?.clientWidth ?? 0;
    if (!element || width === 0 || width === known) return;
    known = width;
    element.style.fontSize = `${width / WIDTH_EM}px`;
    onResize();
  }

  onMounted(() => {
    measure();
    addEventListener('resize', measure);
    // Missing in the oldest web views.
    if (typeof ResizeObserver === 'undefined' || !root.value) return;
    observer = new ResizeObserver(measure);
    observer.observe(root.value);
  });
  onBeforeUnmount(() => {
    removeEventListener('resize', measure);
    observer?.disconnect();
  });
}
