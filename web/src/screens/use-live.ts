import { onBeforeUnmount, onMounted, shallowRef, watch } from 'vue';
import { endpointOf, type PageAddress } from '../activity/address.ts';
import { fetchLive, liveOf, NOTHING_LIVE } from '../client/live.ts';

const EVERY_MS = 30_000;

/* The page is painted first, and its pictures are asked for. */
const FIRST_AFTER_MS = 400;

/**
 * The latest wins and what is left, asked for again while the page is visible. What fails is not shown: the page is whole
 * without it. Call it in a component's setup.
 */
export function useLive(address: PageAddress, isLive: () => boolean) {
  const live = shallowRef(NOTHING_LIVE);
  const question = { endpoint: endpointOf(address.clean, 'shake/live'), activityId: address.activityId };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let gone = false;

  async function ask(): Promise<void> {
    if (document.visibilityState !== 'visible') return;
    const answer = await fetchLive(question);
    if (gone) return;
    const fresh = liveOf(answer);
    if (fresh !== null && isLive()) live.value = fresh;
    // Spread, because many pages are opened at the same moment.
    const asked = answer.kind === 'answered' ? answer.retryAfterMs : 0;
    plan(Math.max(EVERY_MS * (0.75 + Math.random() / 2), asked));
  }

  function plan(waitMs: number): void {
    clearTimeout(timer);
    if (isLive()) timer = setTimeout(() => void ask(), waitMs);
  }

  const onVisible = () => {
    if (document.visibilityState === 'visible') plan(FIRST_AFTER_MS);
  };
  onMounted(() => {
    document.addEventListener('visibilitychange', onVisible);
    plan(FIRST_AFTER_MS);
  });
  watch(isLive, (isOn) => {
    if (!isOn) live.value = NOTHING_LIVE;
    plan(FIRST_AFTER_MS);
  });
  onBeforeUnmount(() => {
    gone = true;
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', onVisible);
  });
  return live;
}
