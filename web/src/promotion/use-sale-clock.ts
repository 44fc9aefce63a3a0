import { onBeforeUnmount, onMounted, type Ref, ref, watch } from 'vue';
import type { Sku } from '../activity/goods.ts';
import { changesOf } from './offer.ts';

/**
 * The server's clock for a list of goods: it ticks each second while a sale of one of them is still to begin or to end,
 * and stands still otherwise. Call it in a component's setup.
 */
export function useSaleClock(skus: () => readonly Sku[], clock: () => number): Ref<number> {
  const now = ref(clock());
  let ticking: ReturnType<typeof setInterval> | undefined;

  function tick(): void {
    now.value = clock();
    if (!skus().some((sku) => changesOf(sku).some((at) => at > now.value))) clearInterval(ticking);
  }

  function start(): void {
    clearInterval(ticking);
    ticking = setInterval(tick, 1000);
    tick();
  }

  onMounted(start);
  watch(skus, start);
  onBeforeUnmount(() => clearInterval(ticking));
  return now;
}
