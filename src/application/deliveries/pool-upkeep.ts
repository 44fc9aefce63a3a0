import type { CodeCounts } from '../../domain/deliveries/code-store.ts';
import type { PoolSizes, UnitPools } from '../../domain/draws/unit-pools.ts';
import type { ErrorReporter } from '../../domain/shared/error-reporter.ts';

/* A restored store of draws, or an import that ended before its announcement, is mended in this time. */
const EVERY_MS = 60_000;

export interface PoolUpkeepDependencies {
  readonly counts: Pick<CodeCounts, 'sizes'>;
  readonly pools: UnitPools;
  /** Whether these codes are those of this store of draws. */
  readonly mayAnnounce: () => Promise<boolean>;
  readonly errorReporter: ErrorReporter;
}

/** Announces codes that are loaded and that draws do not know of. One process should do it, several may. */
export class PoolUpkeep {
  readonly #deps: PoolUpkeepDependencies;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(deps: PoolUpkeepDependencies) {
    this.#deps = deps;
  }

  /** At once, and from then on each minute. */
  async start(): Promise<void> {
    await this.compareAll();
    if (this.#isClosed) return;
    this.#timer = setTimeout(() => this.start(), EVERY_MS);
    // The process may end while it waits.
    this.#timer.unref();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  /** Goes once through all prizes that have codes. At the first fault it stops until the next time. */
  async compareAll(): Promise<void> {
    const { counts, pools, mayAnnounce, errorReporter } = this.#deps;
    try {
      if (!(await mayAnnounce())) return;
      const announced = new Map<string, PoolSizes>();
      for (const { activityId, prizeId, size } of await counts.sizes()) {
        if (this.#isClosed) return;
        const known = announced.get(activityId) ?? (await pools.pools(activityId));
        announced.set(activityId, known);
        const before = known[prizeId] ?? 0;
        if (before < size) await pools.growPool(activityId, prizeId, size);
        if (before > size) this.#reportMissing(activityId, prizeId, before, size);
      }
    } catch (error) {
      if (!this.#isClosed) errorReporter.report('redeem codes were not announced', error);
    }
  }

  #reportMissing(activityId: string, prizeId: string, announced: number, loaded: number): void {
    const error = new Error(
      `${announced} codes are announced and ${loaded} loaded: the record store has gone back`,
    );
    this.#deps.errorReporter.report('redeem codes are missing', error, { activityId, prizeId });
  }
}
