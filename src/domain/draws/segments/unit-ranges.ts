/** Units of a prize, by number, from 1: from the first up to and with the last. */
export interface UnitRange {
  readonly from: number;
  readonly to: number;
}

export function countOf(ranges: readonly UnitRange[]): number {
  let count = 0;
  for (const { from, to } of ranges) count += to - from + 1;
  return count;
}

/**
 * Takes the lowest units up to and with `upTo`, at most `count` of them.
 * @param free in ascending order, apart from one another
 */
export function takeLowest(
  free: readonly UnitRange[],
  count: number,
  upTo: number,
): { readonly taken: readonly UnitRange[]; readonly left: readonly UnitRange[] } {
  const taken: UnitRange[] = [];
  const left: UnitRange[] = [];
  let wanted = count;
  for (const range of free) {
    const to = Math.min(range.to, upTo, range.from + wanted - 1);
    if (to < range.from) {
      left.push(range);
      continue;
    }
    taken.push({ from: range.from, to });
    wanted -= to - range.from + 1;
    if (to < range.to) left.push({ from: to + 1, to: range.to });
  }
  return { taken, left };
}

/** All units of both, in ascending order; neighbours become one range. */
export function union(one: readonly UnitRange[], other: readonly UnitRange[]): readonly UnitRange[] {
  const merged: UnitRange[] = [];
  for (const { from, to } of [...one, ...other].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && last.to + 1 === from) merged[merged.length - 1] = { from: last.from, to };
    else merged.push({ from, to });
  }
  return merged;
}
