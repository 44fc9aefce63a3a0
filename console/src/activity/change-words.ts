/** Returns the first clause of what a field is, as its name. */
export function shortLabel(description: string): string {
  return (description.split(/[。；，：,.;:（(]/, 1)[0] ?? description).replaceAll('`', '').trim();
}

/** Returns which prize a field is of, by its name; `null` for a field of another part. */
export function prizeOf(
  field: string,
  prizes: readonly { readonly id: string; readonly name: string }[],
): string | null {
  const [, id] = /^(?:rules\.)?prizes\.([^.]+)/.exec(field) ?? [];
  return prizes.find((prize) => prize.id === id)?.name ?? null;
}

/** Returns a text as it is, a number as people write it, all else as JSON. */
export function shownJson(json: string, sayNumber: (value: number) => string): string {
  const value: unknown = JSON.parse(json);
  if (typeof value === 'number') return sayNumber(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
