import type { Encoding } from './accepted-encoding.ts';
import type { PackedHead } from './packed-head.ts';

export interface PackedHeadsOptions {
  readonly pack: (encoding: Encoding, text: Uint8Array) => Promise<PackedHead>;
  /** How many may wait; a beginning that finds no place is tried again when it is next sent. */
  readonly mostWaiting: number;
}

/* What is sent once may never be sent again, such as the goods of a zone with few visitors. */
const WORTHWHILE_USES = 2;

/* Less is not worth the decoder's work. */
const WORTHWHILE_SHARE = 0.9;

interface Slot {
  uses: number;
  /** `undefined` until it is compressed, `null` if that is not worthwhile. */
  packed: PackedHead | null | undefined;
}

/**
 * The compressed beginnings of answers. Each is compressed once, aside from the requests, when it is used for the
 * second time, one after the other: all activities may be new at once. Each lives as long as the bytes that it was
 * made of, and takes at most nine tenths of their size, usually less than a third.
 */
export class PackedHeads {
  readonly #options: PackedHeadsOptions;
  readonly #slots = {
    br: new WeakMap<Uint8Array, Map<Uint8Array, Slot>>(),
    gzip: new WeakMap<Uint8Array, Map<Uint8Array, Slot>>(),
  };
  readonly #waiting: (() => Promise<void>)[] = [];
  #busy = false;

  constructor(options: PackedHeadsOptions) {
    this.#options = options;
  }

  /**
   * @param head one of few, the same object each time
   * @param common what follows it, the same object each time
   * @returns `undefined` if there is none, or none yet
   */
  get(encoding: Encoding, head: Uint8Array, common: Uint8Array): PackedHead | undefined {
    const slot = this.#slotOf(encoding, head, common);
    if (slot.packed !== undefined) return slot.packed ?? undefined;
    slot.uses += 1;
    if (slot.uses === WORTHWHILE_USES && !this.#start(slot, encoding, head, common)) slot.uses -= 1;
    return undefined;
  }

  #slotOf(encoding: Encoding, head: Uint8Array, common: Uint8Array): Slot {
    let byHead = this.#slots[encoding].get(common);
    if (!byHead) {
      byHead = new Map();
      this.#slots[encoding].set(common, byHead);
    }
    let slot = byHead.get(head);
    if (!slot) {
      slot = { uses: 0, packed: undefined };
      byHead.set(head, slot);
    }
    return slot;
  }

  #start(slot: Slot, encoding: Encoding, head: Uint8Array, common: Uint8Array): boolean {
    if (this.#waiting.length >= this.#options.mostWaiting) return false;
    this.#waiting.push(async () => {
      const text = Buffer.concat([head, common]);
      const packed = await this.#options.pack(encoding, text).catch(() => null);
      slot.packed = packed && packed.bytes.length < text.length * WORTHWHILE_SHARE ? packed : null;
    });
    if (!this.#busy) void this.#work();
    return true;
  }

  async #work(): Promise<void> {
    this.#busy = true;
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) await next();
    this.#busy = false;
  }
}
