import type { Activity } from '../../domain/activities/activity.ts';
import type { BindingBook } from '../../domain/draws/binding-book.ts';
import type { PoolSizes } from '../../domain/draws/unit-pools.ts';
import { DependencyError } from '../../domain/shared/dependency-error.ts';
import type { Entropy } from '../../domain/shared/entropy.ts';
import type { MaybePromise } from '../shared/maybe-promise.ts';
import { SingleFlight } from '../shared/single-flight.ts';
import { headAfter, NO_HEAD } from './rules-head.ts';
import { hasSealedRules, rulesHash, rulesTextOf } from './rules-text.ts';

const SALT_BYTES = 16;

/* Each failed attempt means that another process has announced a set in between. */
const ATTEMPTS = 20;

interface Known {
  readonly codes: PoolSizes | null;
  readonly epoch: number;
  readonly no: number;
}

/** The numbers of the sets of rules by which this process draws. Each is announced before the first draw under it. */
export class RulesChain {
  readonly #book: Pick<BindingBook, 'rules' | 'announce'>;
  readonly #entropy: Entropy;
  /* By the version of an activity: during a rollout, two are drawn at once. */
  readonly #known = new WeakMap<Activity, Known>();
  readonly #flights = new SingleFlight<number>();

  constructor(book: Pick<BindingBook, 'rules' | 'announce'>, entropy: Entropy) {
    this.#book = book;
    this.#entropy = entropy;
  }

  /**
   * The number of this version's rules with these codes; they are announced where they are new.
   * @param codes as `LoadedCodes` has them: the same object while they are the same
   * @param epoch of the record in which the number is wanted: after a loss, the store may not have it
   * @param now milliseconds since the epoch
   * @throws DependencyError if the ledger does not answer
   */
  numberOf(activity: Activity, codes: PoolSizes | null, epoch: number, now: number): MaybePromise<number> {
    return this.#knownNo(activity, codes, epoch) ?? this.#announced(activity, codes, epoch, now);
  }

  #knownNo(activity: Activity, codes: PoolSizes | null, epoch: number): number | undefined {
    const known = this.#known.get(activity);
    return known?.codes === codes && known.epoch === epoch ? known.no : undefined;
  }

  async #announced(activity: Activity, codes: PoolSizes | null, epoch: number, now: number): Promise<number> {
    // One at a time for each activity; a caller with another version goes after the one that is under way.
    for (
      let before = this.#flights.current(activity.id);
      before;
      before = this.#flights.current(activity.id)
    ) {
      await before.catch(() => {});
    }
    const known = this.#knownNo(activity, codes, epoch);
    if (known !== undefined) return known;
    return this.#flights.run(activity.id, async () => {
      const no = await this.#announce(activity, codes, now);
      this.#known.set(activity, { codes, epoch, no });
      return no;
    });
  }

  async #announce(activity: Activity, codes: PoolSizes | null, now: number): Promise<number> {
    const isSealed = hasSealedRules(activity);
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const links = await this.#book.rules(activity.id);
      // One salt for all sets of an activity: then the hash alone shows whether a set is there already.
      const known = links.findLast((link) => link.salt !== '')?.salt;
      const salt = isSealed ? (known ?? this.#entropy.hex(SALT_BYTES)) : '';
      const { text, sealed } = rulesTextOf(activity, salt, codes);
      const hash = rulesHash({ text });
      // A set without a head is from before the chain: it is announced again, into the chain. So is each release, also
      // where its rules are those of another one: a draw names its release by the set.
      const release = activity.release?.no ?? null;
      const same = links.findLast(
        (link) => link.hash === hash && link.release === release && link.head !== NO_HEAD,
      );
      if (same) return same.no;
      const link = { no: links.length + 1, hash, at: now, release, salt };
      const head = headAfter(links.at(-1)?.head ?? NO_HEAD, link);
      if (await this.#book.announce(activity.id, { ...link, text, sealed, head })) return link.no;
    }
    throw new DependencyError('draw ledger', `its rules kept changing for ${ATTEMPTS} attempts`);
  }
}
