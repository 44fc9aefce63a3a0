import type { SkuDetails } from '../../../domain/activities/sku.ts';

export interface GoodsSummary {
  readonly count: number;
  /** By the heading they stand under, in the order of the file. */
  readonly groups: readonly Share[];
  /** How many only users of this zone are shown, besides those that everyone is shown. */
  readonly zones: readonly Share[];
  /** How many everyone is shown. */
  readonly everywhere: number;
}

export interface Share {
  readonly name: string;
  readonly count: number;
}

export function goodsSummary({ skus }: SkuDetails): GoodsSummary {
  return {
    count: skus.length,
    groups: shares(skus.flatMap(({ group }) => (typeof group === 'string' && group ? [group] : []))),
    zones: shares(skus.flatMap(({ zones }) => [...new Set(zones ?? [])])),
    everywhere: skus.filter(({ zones }) => !zones).length,
  };
}

function shares(names: readonly string[]): Share[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => ({ name, count }));
}
