import type { CurrentSeed, DrawLedger, Seed } from '../../domain/draws/draw-ledger.ts';
import type { Entropy } from '../../domain/shared/entropy.ts';
import type { MaybePromise } from '../shared/maybe-promise.ts';
import { SingleFlight } from '../shared/single-flight.ts';

const SEED_BYTES = 32;

/**
 * The secret seeds of the running activities, cached in this process. The ledger checks with each commit whether the seed
 * is still the current secret, so a seed that another process revealed causes a conflict and no wrong draw.
 */
export class Seeds {
  readonly #ledger: Pick<DrawLedger, 'seed' | 'reveal'>;
  readonly #entropy: Entropy;
  readonly #secrets = new Map<string, CurrentSeed>();
  readonly #flights = new SingleFlight<CurrentSeed>();

  constructor(ledger: Pick<DrawLedger, 'seed' | 'reveal'>, entropy: Entropy) {
    this.#ledger = ledger;
    this.#entropy = entropy;
  }

  /** The current secret seed; a new one if there is none. @throws DependencyError if the ledger does not answer */
  secret(activityId: string): MaybePromise<CurrentSeed> {
    return (
      this.#secrets.get(activityId) ?? this.#flights.run(activityId, () => this.#asked(activityId, 'secret'))
    );
  }

  /** The current seed, secret or not; a new one if there was none. @throws DependencyError as `secret` */
  latest(activityId: string): MaybePromise<CurrentSeed> {
    return this.#secrets.get(activityId) ?? this.#asked(activityId, 'any');
  }

  /** Reveals the seed of an activity that has ended. @throws DependencyError if the ledger does not answer */
  async reveal(activityId: string, at: number): Promise<Seed> {
    this.#forget(activityId);
    const current = await this.#ledger.seed(activityId, this.#entropy.hex(SEED_BYTES), 'any');
    return current.revealedAt === null ? this.#ledger.reveal(activityId, current.no, at) : current;
  }

  /** The epoch of the cached seed; `undefined` without one. */
  epochOf(activityId: string): number | undefined {
    return this.#secrets.get(activityId)?.epoch;
  }

  /**
   * What the ledger says to a change that was decided by the seed. Where it refuses it, the cached seed is removed: it may
   * be of a record that is lost, or be out of date.
   */
  async tried<T extends { readonly kind: string }>(activityId: string, change: Promise<T>): Promise<T> {
    try {
      const result = await change;
      if (result.kind === 'stale_seed') this.#forget(activityId);
      return result;
    } catch (error) {
      this.#forget(activityId);
      throw error;
    }
  }

  async #asked(activityId: string, wanted: 'secret' | 'any'): Promise<CurrentSeed> {
    const seed = await this.#ledger.seed(activityId, this.#entropy.hex(SEED_BYTES), wanted);
    if (seed.revealedAt === null) this.#secrets.set(activityId, seed);
    return seed;
  }

  #forget(activityId: string): void {
    this.#secrets.delete(activityId);
  }
}
