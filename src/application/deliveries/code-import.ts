import type { AddedCodes, CodePlace, CodeStore } from '../../domain/deliveries/code-store.ts';
import type { UnitPools } from '../../domain/draws/unit-pools.ts';
import { batchesOf } from '../shared/batches-of.ts';

/* A transaction of some 50 ms; the file is not kept in memory. */
const USUAL_BATCH = 2000;

/* What is loaded can be won while the rest is still to come; each announcement makes a set of rules. */
const ANNOUNCE_EVERY_MS = 10_000;

export interface CodeImportDependencies {
  readonly store: Pick<CodeStore, 'add'>;
  readonly pools: Pick<UnitPools, 'growPool'>;
  /** Waits between two transactions, so that others write to the same file. */
  readonly rest: () => Promise<void>;
  /** Milliseconds that never jump. */
  readonly monotonic: { now(): number };
  /** How many codes a transaction has; 2,000 if left out. */
  readonly batch?: number;
}

export type CodeImportResult = AddedCodes &
  /** `announced` is `false` where the codes are loaded, and draws do not know of them: a repeat mends it. */
  ({ readonly announced: true } | { readonly announced: false; readonly error: unknown });

/**
 * Loads redeem codes, and announces them to draws after their commits. It may end at any moment: what is not loaded or not
 * announced is so after the same again.
 */
export class CodeImport {
  readonly #deps: CodeImportDependencies;

  constructor(deps: CodeImportDependencies) {
    this.#deps = deps;
  }

  /**
   * @param onProgress called after each batch with the number of codes that are done
   * @throws DependencyError if the store of codes does not answer; `onProgress` has been called with what is loaded
   */
  async run(
    place: CodePlace,
    codes: AsyncIterable<string>,
    onProgress: (done: number) => void = () => {},
  ): Promise<CodeImportResult> {
    const { store, rest, monotonic, batch: codesPerBatch = USUAL_BATCH } = this.#deps;
    let counts: AddedCodes = { added: 0, known: 0, size: 0 };
    let announcedAt = monotonic.now();
    const add = async (batch: readonly string[]) => {
      const { added, known, size } = await store.add(place, batch);
      counts = { added: counts.added + added, known: counts.known + known, size };
      onProgress(counts.added + counts.known);
    };
    for await (const batch of batchesOf(codes, codesPerBatch)) {
      await add(batch);
      await rest();
      if (monotonic.now() - announcedAt < ANNOUNCE_EVERY_MS) continue;
      announcedAt = monotonic.now();
      // At the end it is announced again.
      await this.#announce(place, counts.size);
    }
    // A file without codes too: what an earlier import loaded may not be announced.
    if (counts.size === 0) await add([]);
    const fault = await this.#announce(place, counts.size);
    return fault ? { ...counts, announced: false, error: fault.error } : { ...counts, announced: true };
  }

  async #announce({ activityId, prizeId }: CodePlace, size: number): Promise<{ error: unknown } | null> {
    try {
      await this.#deps.pools.growPool(activityId, prizeId, size);
      return null;
    } catch (error) {
      return { error };
    }
  }
}
