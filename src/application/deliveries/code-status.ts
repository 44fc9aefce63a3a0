import type { CodeCounts } from '../../domain/deliveries/code-store.ts';
import type { AwardCounts } from '../../domain/draws/award-counts.ts';
import type { UnitPools } from '../../domain/draws/unit-pools.ts';

/** How far the codes of one prize are. */
export interface CodeStatus {
  readonly activityId: string;
  readonly prizeId: string;
  readonly loaded: number;
  /** How many draws know of. Fewer than loaded: soon announced; more: the store of codes has gone back. */
  readonly announced: number;
  /** Of the prize, by code or otherwise: each has used up the code of its number. */
  readonly awarded: number;
  /** Codes that a winner has been shown. */
  readonly given: number;
  /** Codes that can still be won. */
  readonly left: number;
}

export interface CodeStatusDependencies {
  readonly counts: CodeCounts;
  readonly ledger: Pick<UnitPools, 'pools'> & AwardCounts;
}

/**
 * Of one activity, by prize: those that have codes, are announced to have some, or are expected to.
 * @param expected prizes that are delivered by code
 * @throws DependencyError if a store does not answer
 */
export async function codeStatus(
  { counts, ledger }: CodeStatusDependencies,
  activityId: string,
  expected: readonly string[],
): Promise<readonly CodeStatus[]> {
  const sizes = await counts.sizes(activityId);
  const pools = await ledger.pools(activityId);
  const { counts: awards } = await ledger.awarded(activityId);
  const given = await counts.given(activityId);
  const loadedOf = new Map(sizes.map(({ prizeId, size }) => [prizeId, size]));
  const prizes = new Set([...expected, ...loadedOf.keys(), ...Object.keys(pools)]);
  return [...prizes].map((prizeId) => {
    const loaded = loadedOf.get(prizeId) ?? 0;
    const awarded = awards[prizeId] ?? 0;
    return {
      activityId,
      prizeId,
      loaded,
      announced: pools[prizeId] ?? 0,
      awarded,
      given: given.get(prizeId) ?? 0,
      left: Math.max(0, loaded - awarded),
    };
  });
}
