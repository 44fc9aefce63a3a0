interface Pending<Item, Reply> {
  readonly item: Item;
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: unknown) => void;
}

type Send<Item, Reply> = (key: string, items: readonly Item[]) => Promise<readonly Reply[]>;

/**
 * Collects the items that are added under one key in one turn of the event loop, and sends them together. For this
 * process, a Redis command with 50 items costs little more than a command with one.
 */
export class Batcher<Item, Reply> {
  readonly #send: Send<Item, Reply>;
  readonly #maxItems: number;
  readonly #open = new Map<string, Pending<Item, Reply>[]>();

  /** @param send returns a reply for each item, in the order of the items; if it fails, each of the items fails */
  constructor(send: Send<Item, Reply>, maxItems: number) {
    this.#send = send;
    this.#maxItems = maxItems;
  }

  add(key: string, item: Item): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const pending = { item, resolve, reject };
      const open = this.#open.get(key);
      if (open && open.length < this.#maxItems) {
        open.push(pending);
        return;
      }
      const batch = [pending];
      this.#open.set(key, batch);
      setImmediate(() => this.#flush(key, batch));
    });
  }

  #flush(key: string, batch: readonly Pending<Item, Reply>[]): void {
    if (this.#open.get(key) === batch) this.#open.delete(key);
    const items = batch.map(({ item }) => item);
    this.#send(key, items).then(
      (replies) => {
        for (const [index, { resolve }] of batch.entries()) resolve(replies[index] as Reply);
      },
      (error) => {
        for (const { reject } of batch) reject(error);
      },
    );
  }
}
