import { onBeforeUnmount, onMounted } from 'vue';

/* These may start sound, unlike a scroll or a shake. */
const TAPS = ['click', 'touchend', 'keydown'] as const;

/** Calls `onTap` once, at the first tap or key anywhere on the page. Call it in a component's setup. */
export function useFirstTap(onTap: () => void): void {
  function stop(): void {
    for (const name of TAPS) removeEventListener(name, hear, true);
  }

  function hear(): void {
    // A touch that scrolled is none; where the browser does not say, a try does no harm.
    if (navigator.userActivation?.hasBeenActive === false) return;
    stop();
    onTap();
  }

  onMounted(() => {
    for (const name of TAPS) addEventListener(name, hear, { capture: true, passive: true });
  });
  onBeforeUnmount(stop);
}
