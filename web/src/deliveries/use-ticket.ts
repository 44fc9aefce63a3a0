import { computed, onBeforeUnmount, onMounted, ref, shallowRef } from 'vue';
import type { WonPrize } from '../activity/activity-data.ts';
import { endpointOf, type PageAddress } from '../activity/address.ts';
import { fetchTicket } from '../client/api.ts';
import { pauseBefore } from '../client/draw.ts';
import { attempt } from '../phone/kept.ts';
import { askWins } from './ask-wins.ts';
import { useDeliveries } from './known-deliveries.ts';
import { renewalOf, ticketResultOf } from './ticket.ts';

/* So that the phone shows it while the winner still stands at the counter. */
const LOOK_MS = 3_000;

/** A ticket that is renewed before it expires, until it has been redeemed. Call it in a component's setup. */
export function useTicket(address: PageAddress, win: WonPrize) {
  const deliveries = useDeliveries();
  const redeemed = computed(() => deliveries.of(win)?.state === 'redeemed');
  /** '' before the first ticket. */
  const url = shallowRef('');
  const expired = ref(false);
  /** The server did not answer last time. */
  const offline = ref(false);
  const refusal = ref<'please_log_in' | 'refused' | null>(null);
  let renewing: ReturnType<typeof setTimeout> | undefined;
  let expiring: ReturnType<typeof setTimeout> | undefined;
  let looking: ReturnType<typeof setTimeout> | undefined;
  let gone = false;
  /** Only the latest request counts. */
  let asked = 0;

  async function renew(attempts: number): Promise<void> {
    clearTimeout(renewing);
    asked += 1;
    const number = asked;
    const { activityId, token, clean } = address;
    const question = { endpoint: endpointOf(clean, 'shake/ticket'), activityId, token };
    const result = ticketResultOf(await fetchTicket(question, win.drawId));
    if (gone || redeemed.value || number !== asked) return;
    offline.value = result.kind === 'unknown';
    switch (result.kind) {
      case 'ticket':
        // A server that does not know its own name sends a path.
        url.value = attempt(() => new URL(result.url, address.clean).href) ?? result.url;
        expired.value = result.lifeMs <= 0;
        clearTimeout(expiring);
        expiring = setTimeout(() => (expired.value = true), Math.max(0, result.lifeMs));
        renewing = setTimeout(() => void renew(1), renewalOf(result.lifeMs));
        return;
      case 'unknown':
        renewing = setTimeout(
          () => void renew(attempts + 1),
          Math.max(pauseBefore(attempts), result.retryAfterMs),
        );
        return;
      default:
        refusal.value = result.kind;
        // Perhaps it has been redeemed.
        void look();
    }
  }

  async function look(): Promise<void> {
    clearTimeout(looking);
    const answered = await askWins(address, win, 1, deliveries);
    if (gone || redeemed.value) return;
    offline.value = !answered;
    looking = setTimeout(() => void look(), LOOK_MS);
  }

  /* While the phone sleeps, timers stand still. */
  function onAwake(): void {
    if (document.visibilityState !== 'visible' || redeemed.value || refusal.value !== null) return;
    void renew(1);
  }

  onMounted(() => {
    document.addEventListener('visibilitychange', onAwake);
    addEventListener('online', onAwake);
    void renew(1);
    looking = setTimeout(() => void look(), LOOK_MS);
  });
  onBeforeUnmount(() => {
    gone = true;
    for (const timer of [renewing, expiring, looking]) clearTimeout(timer);
    document.removeEventListener('visibilitychange', onAwake);
    removeEventListener('online', onAwake);
  });

  return { url, expired, offline, refusal, redeemed };
}
