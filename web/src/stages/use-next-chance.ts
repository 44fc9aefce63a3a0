import { onBeforeUnmount, watch } from 'vue';

/* The next chance comes to all users at the same time, so their requests are spread. */
const SPREAD_MS = 5_000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Calls `onDue` soon after the next chance has come. Call it in a component's setup.
 * @param at in milliseconds, by the server's clock; `null`: none will come
 * @param now the server's clock
 */
export function useNextChance(at: () => number | null, now: () => number, onDue: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(
    at,
    (due) => {
      clearTimeout(timer);
      if (due === null) return;
      const wait = Math.max(0, due - now()) + 1_000 + Math.random() * SPREAD_MS;
      if (wait < LONGEST_TIMER_MS) timer = setTimeout(onDue, wait);
    },
    { immediate: true },
  );
  onBeforeUnmount(() => clearTimeout(timer));
}
