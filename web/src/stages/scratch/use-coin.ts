import { onBeforeUnmount, type Ref, ref } from 'vue';
import { coinAt, type Spot } from './scratched-cells.ts';

const COIN_MS = 1_200;

/** A coin that scratches a card clean by itself. Call it in a component's setup. */
export function useCoin(scratch: (spot: Spot) => void, done: () => void) {
  /** Stands at the upper left of the coating, without a size of its own. */
  const coin: Ref<HTMLElement | null> = ref(null);
  const runs = ref(false);
  let frame = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function stop(): void {
    runs.value = false;
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  }
  onBeforeUnmount(stop);

  return {
    coin,
    runs,
    stop,
    start(width: number, height: number): void {
      stop();
      runs.value = true;
      // A hidden page draws no frames.
      timer = setTimeout(() => {
        stop();
        done();
      }, COIN_MS);
      const began = performance.now();
      const step = (now: number) => {
        const spot = coinAt((now - began) / COIN_MS);
        scratch(spot);
        if (coin.value) coin.value.style.transform = `translate(${spot.x * width}px, ${spot.y * height}px)`;
        if (runs.value) frame = requestAnimationFrame(step);
      };
      frame = requestAnimationFrame(step);
    },
  };
}
