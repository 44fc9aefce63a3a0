import type { Field } from '../fields.ts';

/** The known key that was most likely meant, by its meaning or its spelling; `null` if none is near. */
export function nearestKey(
  key: string,
  known: readonly string[],
  fields: readonly Pick<Field, 'path' | 'synonyms'>[],
): string | null {
  const spelt = plainly(key);
  const synonym = known.find((each) => isSynonym(spelt, each, fields));
  if (synonym !== undefined) return synonym;
  // A word may have one mistake for every three of its letters; more is another word.
  const isNear = (each: string, distance: number) => distance * 3 <= plainly(each).length;
  const near = known
    // Cheaper than their distance, and never more than it: a key may be as long as the file.
    .filter((each) => isNear(each, Math.abs(spelt.length - plainly(each).length)))
    .map((each) => ({ each, distance: editDistance(spelt, plainly(each)) }))
    .filter(({ each, distance }) => isNear(each, distance))
    .sort((a, b) => a.distance - b.distance);
  return near[0]?.each ?? null;
}

/** Whether the two are the same but for capitals, blanks, hyphens and underscores, or mean the same. */
export function meansKey(
  key: string,
  known: string,
  fields: readonly Pick<Field, 'path' | 'synonyms'>[],
): boolean {
  return plainly(key) === plainly(known) || isSynonym(plainly(key), known, fields);
}

/* A key means the same wherever it stands. */
function isSynonym(
  spelt: string,
  known: string,
  fields: readonly Pick<Field, 'path' | 'synonyms'>[],
): boolean {
  return fields.some(({ path, synonyms }) => path.at(-1) === known && synonyms?.includes(spelt));
}

/* `perUser` and `per-user` are `per_user`. */
function plainly(key: string): string {
  return key.toLowerCase().replace(/[\s_-]/g, '');
}

/* How many letters have to be put in, left out, changed or swapped with the next (Damerau). */
function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number) => rows[row]?.[column] ?? 0;
  for (let i = 1; i <= a.length; i++) {
    rows[i] = [i];
    for (let j = 1; j <= b.length; j++) {
      const swaps = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      (rows[i] as number[])[j] = Math.min(
        at(i - 1, j) + 1,
        at(i, j - 1) + 1,
        at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1),
        swaps ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
  }
  return at(a.length, b.length);
}
