import { attempt, type Store } from '../phone/kept.ts';

const KEY = 'cms-market:counter-pending';

/**
 * The key of the redemption that this tab has asked for and has no answer of. It lasts over a reload, so that a lost
 * answer is asked for again; it is forgotten with the answer, so that a second scan in the same tab is a second scan.
 */
export function pendingRedemption(store: Store) {
  let current = { ticket: '', requestId: '' };
  return {
    /** '' if there is none for this ticket. */
    of(ticket: string): string {
      if (current.ticket === ticket) return current.requestId;
      const [keptTicket, requestId = ''] = (attempt(() => store.getItem(KEY)) ?? '').split(' ');
      return keptTicket === ticket ? requestId : '';
    },
    begin(ticket: string): string {
      const requestId = this.of(ticket) || newKey();
      current = { ticket, requestId };
      attempt(() => store.setItem(KEY, `${ticket} ${requestId}`));
      return requestId;
    },
    end(): void {
      current = { ticket: '', requestId: '' };
      attempt(() => store.removeItem(KEY));
    },
  };
}

/* `randomUUID` is missing in older web views, and over http. */
function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}
