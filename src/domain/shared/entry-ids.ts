/* Lists of things that have an id are held against one another by it. */
const ID_KEYS = ['sku_id', 'id'];

/** The id of each entry; `null` unless each has one, and no two the same. */
export function idsOf(entries: readonly unknown[]): readonly string[] | null {
  const ids = entries.flatMap((entry) => idOf(entry) ?? []);
  return ids.length === entries.length && new Set(ids).size === ids.length ? ids : null;
}

function idOf(entry: unknown): string | null {
  if (typeof entry !== 'object' || entry === null) return null;
  const key = ID_KEYS.find((each) => Object.hasOwn(entry, each));
  return key === undefined ? null : String((entry as Record<string, unknown>)[key]);
}
