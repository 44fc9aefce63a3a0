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

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** What stands at the dotted path; `undefined` where there is nothing. */
export function inside(value: unknown, path: string): unknown {
  const keys = path === '' ? [] : path.split('.');
  return keys.reduce<unknown>(
    (at, key) => (isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined),
    value,
  );
}
