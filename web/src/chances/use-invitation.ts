import { onBeforeUnmount, ref } from 'vue';
import { endpointOf, type PageAddress } from '../activity/address.ts';
import { fetchChance } from '../client/api.ts';
import { claimResultOf } from '../client/chance.ts';
import { pauseBefore } from '../client/draw.ts';
import { attempt, type Store } from '../phone/kept.ts';

const ATTEMPTS = 6;
const GREETING_MS = 5_000;

/**
 * The invitation that the visitor has followed. It is sent once for an activity and a code, as far as the tab can
 * remember; the server counts it once in any case. Call it in a component's setup.
 * @param onSettled it need not be sent again
 */
export function useInvitation(address: PageAddress, store: Store, onSettled: () => void) {
  const name = `cms-market:from:${address.activityId}:${address.from}`;
  const greets = ref(false);
  let begun = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function send(attempts: number): Promise<void> {
    const { activityId, token, clean, from } = address;
    const question = { endpoint: endpointOf(clean, 'shake/chances'), activityId, token };
    const result = claimResultOf(await fetchChance(question, { from }));
    if (result.kind === 'busy' || result.kind === 'unknown') {
      if (attempts >= ATTEMPTS) return;
      const asked = result.kind === 'busy' ? result.retryAfterMs : 0;
      timer = setTimeout(() => void send(attempts + 1), Math.max(pauseBefore(attempts), asked));
      return;
    }
    // A refusal (login, zone, window) is shown by the next request of the page itself; the invitation stays.
    if (result.kind === 'refused') return;
    attempt(() => store.setItem(name, 'sent'));
    onSettled();
    if (result.kind !== 'earned') return;
    greets.value = true;
    timer = setTimeout(() => (greets.value = false), GREETING_MS);
  }

  onBeforeUnmount(() => clearTimeout(timer));

  return {
    /** Whether to thank for the help. */
    greets,
    /** Sends it, unless it was sent. Call it when the activity has been served to a user. */
    follow(): void {
      if (begun || address.from === '') return;
      begun = true;
      if (attempt(() => store.getItem(name)) === null) void send(1);
      else onSettled();
    },
  };
}
