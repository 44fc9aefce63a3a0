export interface Leaf {
  /** Dotted path. */
  readonly field: string;
  readonly key: string;
  readonly value: unknown;
}

/** Every member of parsed JSON, at any depth, in the order of the file. */
export function* walk(value: unknown, path = ''): Generator<Leaf> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    const field = path === '' ? key : `${path}.${key}`;
    yield { field, key, value: member };
    yield* walk(member, field);
  }
}
