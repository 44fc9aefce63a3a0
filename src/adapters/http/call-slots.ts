/* At most 1,000 concurrent calls: a passport that has more to answer has stopped keeping up. */
const MAX_CALLS = 1000;

/* A fifth of the places is kept for tokens that were good before, which nobody can make up. */
const MAX_CALLS_FOR_UNKNOWN = 800;

export interface Caller {
  /** Whether the token was good before: it has been verified, or was in the session cache. */
  readonly known: boolean;
  /** The network that the visitor comes from; visitors of one network share its places. */
  readonly network: string;
}

export type Slot =
  /** `leave` must be called once, when the call has ended. */
  | { readonly kind: 'taken'; leave(): void }
  | { readonly kind: 'refused'; readonly why: 'all_taken' | 'network_has_its_share' };

/**
 * The places for concurrent calls of the passport. A network may hold as many places for unknown tokens as it leaves
 * free: alone it gets half of them; in the long run `n` busy networks get one part in `n + 1` each, and the last part
 * stays free for the next. So junk from one network cannot shut out the others, and a carrier's network, with many
 * visitors behind one address, is not held to a small fixed number.
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
