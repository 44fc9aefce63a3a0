import { computed, onBeforeUnmount, ref, watch } from 'vue';
import type { WonPrize } from '../activity/activity-data.ts';
import type { PageAddress } from '../activity/address.ts';
import { isComing } from '../activity/delivery.ts';
import { PRIZES_PER_PAGE } from '../client/api.ts';
import { pauseBefore } from '../client/draw.ts';
import { askWins } from './ask-wins.ts';
import { useDeliveries } from './known-deliveries.ts';

/* 45 seconds in all. What takes longer, such as a receiver that is down, may take hours. */
const ATTEMPTS = 6;

/**
 * Asks again, with growing pauses, while deliveries of the shown wins are being prepared. Call it in a component's
 * setup.
 * @param wins the shown wins, oldest first
 */
export function useComing(address: PageAddress, wins: () => readonly WonPrize[]) {
  const deliveries = useDeliveries();
  const coming = computed(() => wins().filter((win) => isComing(deliveries.of(win))));
  /** Whether the page has stopped to ask by itself. */
  const slow = ref(false);
  const asking = ref(false);
  let attempts = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let gone = false;

  function schedule(): void {
    clearTimeout(timer);
    if (gone || coming.value.length === 0) return;
    attempts += 1;
    slow.value = attempts > ATTEMPTS;
    if (!slow.value) timer = setTimeout(() => void ask(), pauseBefore(attempts));
  }

  async function ask(): Promise<void> {
    const latest = coming.value.at(-1);
    if (!latest || asking.value) return;
    asking.value = true;
    await askWins(address, latest, PRIZES_PER_PAGE, deliveries);
    asking.value = false;
    schedule();
  }

  watch(
    () => coming.value.map(({ drawId }) => drawId),
    (ids, before) => {
      if (ids.every((id) => before?.includes(id))) return;
      attempts = 0;
      schedule();
    },
    { immediate: true },
  );
  onBeforeUnmount(() => {
    gone = true;
    clearTimeout(timer);
  });

  return {
    slow,
    asking,
    /** Asks at once. */
    again(): void {
      clearTimeout(timer);
      void ask();
    },
  };
}
