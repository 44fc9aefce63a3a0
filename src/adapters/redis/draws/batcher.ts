interface Asked<Item, Reply> {
  readonly item: Item;
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Gathers what is asked under one key in one turn of the event loop, and asks it at once: most of what a command
 * costs a process that talks to Redis is the same for one item and for fifty.
 */
export class Batcher<Item, Reply> {
  readonly #ask: (key: string, items: readonly Item[]) => Promise<readonly Reply[]>;
  readonly #most: number;
  readonly #gathering = new Map<string, Asked<Item, Reply>[]>();

  /**
   * @param ask answers as many items as it is given, in their order; where it fails, all that it was given have failed
   * @param most how many items go together at the most
   */
  constructor(ask: (key: string, items: readonly Item[]) => Promise<readonly Reply[]>, most: number) {
    this.#ask = ask;
    this.#most = most;
  }

  ask(key: string, item: Item): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const asked = { item, resolve, reject };
      const batch = this.#gathering.get(key);
      if (batch && batch.length < this.#most) {
        batch.push(asked);
        return;
      }
      const begun = [asked];
      this.#gathering.set(key, begun);
      setImmediate(() => this.#send(key, begun));
    });
  }

  #send(key: string, batch: readonly Asked<Item, Reply>[]): void {
    if (this.#gathering.get(key) === batch) this.#gathering.delete(key);
    const items = batch.map(({ item }) => item);
    this.#ask(key, items).then(
      (replies) => {
        for (const [index, { resolve }] of batch.entries()) resolve(replies[index] as Reply);
      },
      (error) => {
        for (const { reject } of batch) reject(error);
      },
    );
  }
}
