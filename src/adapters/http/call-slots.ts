/* With 1,000 calls that wait for an answer, the passport is overloaded; more calls would not help it. */
const MAX_CALLS = 1000;

/* A fifth of the slots is kept for tokens that were valid before. An attacker cannot invent those. */
const MAX_CALLS_FOR_UNKNOWN = 800;

export interface Caller {
  /** Whether the token was valid before: it was verified, or was in the session cache. */
  readonly known: boolean;
  /** The network of the client's address. Clients of one network share its slots. */
  readonly network: string;
}

export type Slot =
  /** `leave` must be called once, when the call has ended. */
  | { readonly kind: 'taken'; leave(): void }
  | { readonly kind: 'refused'; readonly why: 'all_taken' | 'network_has_its_share' };

/**
 * The slots for concurrent calls of the passport. For unknown tokens, a network may hold at most as many slots as are
 * still free: one busy network gets half of them, and `n` busy networks get one part in `n + 1` each, so that a part
 * is free for the next. Invalid tokens from one network cannot block the others, and a carrier's network, with many
 * visitors behind one address, has no small fixed limit.
 */
export class CallSlots {
  #taken = 0;
  #takenForUnknown = 0;
  readonly #ofNetwork = new Map<string, number>();

  take({ known, network }: Caller): Slot {
    if (this.#taken >= MAX_CALLS) return { kind: 'refused', why: 'all_taken' };
    if (known) {
      this.#taken += 1;
      return { kind: 'taken', leave: () => this.#leave() };
    }
    const free = Math.min(MAX_CALLS - this.#taken, MAX_CALLS_FOR_UNKNOWN - this.#takenForUnknown);
    if (free <= 0) return { kind: 'refused', why: 'all_taken' };
    const held = this.#ofNetwork.get(network) ?? 0;
    if (held >= free) return { kind: 'refused', why: 'network_has_its_share' };
    this.#taken += 1;
    this.#takenForUnknown += 1;
    this.#ofNetwork.set(network, held + 1);
    return { kind: 'taken', leave: () => this.#leaveUnknown(network) };
  }

  #leave(): void {
    this.#taken -= 1;
  }

  #leaveUnknown(network: string): void {
    this.#leave();
    this.#takenForUnknown -= 1;
    const held = (this.#ofNetwork.get(network) ?? 1) - 1;
    if (held > 0) this.#ofNetwork.set(network, held);
    else this.#ofNetwork.delete(network);
  }
}
