import type { Activity } from '../../domain/activities/activity.ts';
import { codePrizes, codesOf, withCodes } from '../../domain/draws/code-stock.ts';
import type { DrawDetails } from '../../domain/draws/draw-details.ts';
import type { PoolSizes, UnitPools } from '../../domain/draws/unit-pools.ts';
import { andThen, type MaybePromise } from '../shared/maybe-promise.ts';
import { memoizeByRef } from '../shared/memoize-by-ref.ts';
import { SingleFlight } from '../shared/single-flight.ts';
import type { DrawsCapability } from './draws-capability.ts';

/* New codes can be won about so long after they are announced. A size that is out of date is only smaller. */
const FRESH_MS = 1000;

/** The rules of an activity as draws are decided by them. */
export interface BoundRules {
  /** With the codes of each prize that is delivered by code. */
  readonly details: DrawDetails;
  /** How many codes those prizes have; `null` for an activity without such a prize. The same object while it is the same. */
  readonly codes: PoolSizes | null;
}

interface Known {
  readonly bound: BoundRules;
  /** Monotonic milliseconds. */
  askedAt: number;
}

/* `null` for an activity with a prize that is delivered by code. */
const withoutCodes = memoizeByRef((details: DrawDetails): { readonly bound: BoundRules | null } => ({
  bound: codePrizes(details).length === 0 ? { details, codes: null } : null,
}));

/** How many redeem codes this process knows to be loaded, of the activities that it draws. */
export class LoadedCodes {
  readonly #pools: Pick<UnitPools, 'pools'>;
  readonly #capabilities: ReadonlyMap<string, DrawsCapability>;
  readonly #monotonic: { now(): number };
  /* By the version of an activity: during a rollout, two are drawn at once. */
  readonly #known = new WeakMap<Activity, Known>();
  readonly #flights = new SingleFlight<PoolSizes>();

  /** @param monotonic milliseconds that never jump */
  constructor(
    pools: Pick<UnitPools, 'pools'>,
    capabilities: ReadonlyMap<string, DrawsCapability>,
    monotonic: { now(): number } = performance,
  ) {
    this.#pools = pools;
    this.#capabilities = capabilities;
    this.#monotonic = monotonic;
  }

  /**
   * The rules of this version. Sizes are read when they are first needed, and then refreshed beside the draws.
   * @throws DependencyError if they are not known yet and the ledger does not answer
   */
  bind(activity: Activity): MaybePromise<BoundRules> {
    const details = this.#detailsOf(activity);
    const plain = withoutCodes(details).bound;
    if (plain) return plain;
    const known = this.#known.get(activity);
    if (!known) {
      return andThen(this.#read(activity.id), (sizes) => this.#learn(activity, details, sizes));
    }
    if (this.#monotonic.now() - known.askedAt >= FRESH_MS) this.#refresh(activity, known, details);
    return known.bound;
  }

  #detailsOf(activity: Activity): DrawDetails {
    const capability = this.#capabilities.get(activity.dispatch);
    if (!capability) throw new Error(`activities of the kind "${activity.dispatch}" have no draws`);
    return capability.detailsOf(activity);
  }

  #refresh(activity: Activity, known: Known, details: DrawDetails): void {
    known.askedAt = this.#monotonic.now();
    this.#read(activity.id).then(
      (sizes) => {
        this.#learn(activity, details, sizes);
      },
      // The old sizes are safe, and the draw reports a ledger that does not answer.
      () => {},
    );
  }

  #read(activityId: string): Promise<PoolSizes> {
    return this.#flights.run(activityId, () => this.#pools.pools(activityId));
  }

  #learn(activity: Activity, details: DrawDetails, sizes: PoolSizes): BoundRules {
    const codes = codesOf(codePrizes(details), sizes);
    const known = this.#known.get(activity);
    const isSame = known && JSON.stringify(known.bound.codes) === JSON.stringify(codes);
    const bound = isSame ? known.bound : { details: withCodes(details, codes), codes };
    this.#known.set(activity, { bound, askedAt: this.#monotonic.now() });
    return bound;
  }
}
