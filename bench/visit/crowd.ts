import { type Address, Connection } from './connection.ts';
import { Samples } from './samples.ts';
import { type Crowding, visitForever } from './user.ts';

/* So many connections begin at once, well below what a server keeps waiting (511). */
const OPENED_AT_ONCE = 200;

/** Users in parallel, each on a connection of its own. */
export class Crowd {
  readonly #crowding: Crowding;
  readonly #port: number;
  readonly #connections: Connection[] = [];
  readonly #visiting: Promise<void>[] = [];

  constructor(port: number, crowding: Omit<Crowding, 'samples' | 'isOver'>) {
    this.#port = port;
    this.#crowding = { ...crowding, samples: null, isOver: false };
  }

  /** Resolves when all are connected. */
  async add(users: number): Promise<void> {
    const added = Array.from({ length: users }, (_, index) => new Connection(this.#addressOf(index)));
    for (let from = 0; from < users; from += OPENED_AT_ONCE) {
      await Promise.all(added.slice(from, from + OPENED_AT_ONCE).map((connection) => connection.open()));
    }
    this.#connections.push(...added);
    this.#visiting.push(...added.map((connection) => visitForever(connection, this.#crowding)));
  }

  get users(): number {
    return this.#connections.length;
  }

  /** What the users meet from now on. */
  measure(): Samples {
    const samples = new Samples();
    this.#crowding.samples = samples;
    return samples;
  }

  stopMeasuring(): void {
    this.#crowding.samples = null;
  }

  /** Closes the connections. Users who are thinking go when they have thought. */
  end(): void {
    this.#crowding.isOver = true;
    this.#crowding.samples = null;
    for (const connection of this.#connections) connection.close();
  }

  #addressOf(index: number): Address {
    const nth = this.#connections.length + index;
    return { port: this.#port, from: `127.1.${Math.floor(nth / 250)}.${1 + (nth % 250)}` };
  }
}
