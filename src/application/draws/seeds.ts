import type { DrawLedger, Seed } from '../../domain/draws/draw-ledger.ts';
import type { Entropy } from '../../domain/shared/entropy.ts';
import type { MaybePromise } from '../shared/maybe-promise.ts';
import { SingleFlight } from '../shared/single-flight.ts';

const SEED_BYTES = 32;

/**
 * The secret seeds of the running activities, remembered in this process. Whether one is still the current
 * secret is looked at by the ledger with every draw, so one that has been told elsewhere does no harm here.
 */
export class Seeds {
  readonly #ledger: DrawLedger;
  readonly #entropy: Entropy;
  readonly #secrets = new Map<string, Seed>();
  readonly #flights = new SingleFlight<Seed>();

  constructor(ledger: DrawLedger, entropy: Entropy) {
    this.#ledger = ledger;
    this.#entropy = entropy;
  }

  /** The seed for draws from now on, made if there is none. */
  secret(activityId: string): MaybePromise<Seed> {
    return (
      this.#secrets.get(activityId) ??
      this.#flights.run(activityId, async () => {
        const seed = await this.#ledger.seed(activityId, this.#entropy.hex(SEED_BYTES), 'secret');
        this.#secrets.set(activityId, seed);
        return seed;
      })
    );
  }

  /** Tells the seed of an activity that has ended. */
  async reveal(activityId: string, at: number): Promise<Seed> {
    this.forget(activityId);
    const current = await this.#ledger.seed(activityId, this.#entropy.hex(SEED_BYTES), 'any');
    return current.revealedAt === null ? this.#ledger.reveal(activityId, current.no, at) : current;
  }

  /** To be called when the ledger has found what is remembered stale. */
  forget(activityId: string): void {
    this.#secrets.delete(activityId);
  }
}
