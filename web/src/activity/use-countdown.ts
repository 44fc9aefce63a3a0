import { onBeforeUnmount, onMounted, ref, watch } from 'vue';

const TICK_MS = 250;

/**
 * The milliseconds until `at`, which fall to 0 or less. Call it in a component's setup.
 * @param now the clock of `at`
 * @param onDue called some time after each moment, and again where the clock shows that it had not come
 * @param spreadMs all waiting pages would ask at the same moment: they are spread over this time
 */
export function useCountdown(at: () => number, now: () => number, onDue = () => {}, spreadMs = 0) {
  const left = ref(at() - now());
  let ticking: ReturnType<typeof setInterval> | undefined;
  let asking: ReturnType<typeof setTimeout> | undefined;

  function tick(): void {
    left.value = at() - now();
    if (left.value > 0) {
      clearTimeout(asking);
      asking = undefined;
    } else asking ??= setTimeout(onDue, Math.random() * spreadMs);
  }

  function stop(): void {
    clearInterval(ticking);
    clearTimeout(asking);
    asking = undefined;
  }

  function start(): void {
    stop();
    left.value = at() - now();
    ticking = setInterval(tick, TICK_MS);
  }

  onMounted(start);
  watch(at, start);
  onBeforeUnmount(stop);
  return left;
}
