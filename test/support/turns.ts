/** A source of numbers that a test can repeat. */
export type Random = (below: number) => number;

/** Mulberry32. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000) * below);
  };
}

interface Action {
  /** The process it belongs to; `null`: what is left of one that ended. */
  process: number | null;
  readonly dueAt: number;
  readonly run: () => Promise<void>;
}

/**
 * The steps of many processes, one at a time in a random order, in a time of its own. A process may end before or after
 * each of its steps; and a step may be done again later, by nobody.
 */
export class Turns {
  now = 0;
  /** How many of 10,000 steps end their process, and how many are repeated. */
  deaths = 0;
  repeats = 0;
  onTurn: (now: number) => void = () => {};
  onDeath: (process: number) => void = () => {};
  readonly #random: Random;
  readonly #actions: Action[] = [];

  constructor(random: Random) {
    this.#random = random;
  }

  /** Does the work when its turn comes. Of a process that ends before, the promise stays open. */
  step<T>(process: number, work: () => Promise<T>, afterMs = 0): Promise<T> {
    return new Promise((resolve, reject) => {
      const run = () => work().then(resolve, reject);
      this.#actions.push({ process, dueAt: this.now + afterMs, run });
      if (afterMs === 0 && this.#random(10_000) < this.repeats) {
        const again = async () => void (await work().catch(() => {}));
        this.#actions.push({ process: null, dueAt: this.now + this.#random(300), run: again });
      }
    });
  }

  /** Takes turns until nothing is left to do. */
  async run(): Promise<void> {
    while (this.#actions.length > 0) {
      const action = this.#next();
      const { process } = action;
      this.onTurn(this.now);
      const dies = process !== null && this.#random(10_000) < this.deaths;
      // Half of them end with their step done, and nobody hears of it.
      const isDone = !dies || this.#random(2) === 0;
      if (dies) this.#end(process);
      if (isDone) await action.run();
      if (dies) this.onDeath(process);
      await new Promise(setImmediate);
    }
  }

  #next(): Action {
    const ready: number[] = [];
    let soonest = 0;
    for (const [index, { dueAt }] of this.#actions.entries()) {
      if (dueAt <= this.now) ready.push(index);
      if (dueAt < (this.#actions[soonest] as Action).dueAt) soonest = index;
    }
    const index = ready.length > 0 ? (ready[this.#random(ready.length)] as number) : soonest;
    const [action] = this.#actions.splice(index, 1) as [Action];
    // About 0.1 ms a step.
    this.now = Math.max(this.now + (this.#random(10) === 0 ? 1 : 0), action.dueAt);
    return action;
  }

  #end(process: number): void {
    for (let index = this.#actions.length - 1; index >= 0; index--) {
      if (this.#actions[index]?.process === process) this.#actions.splice(index, 1);
    }
  }
}
