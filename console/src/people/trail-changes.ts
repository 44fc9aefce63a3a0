export interface Change {
  /** Dotted path; empty for the value as a whole. */
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

const isTree = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textOf = (value: unknown): string | null => {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/** Returns what an entry of the trail changed, a row for each member that differs; all of them where there was nothing before. */
export function changesOf(before: unknown, after: unknown, path = ''): Change[] {
  if (isTree(before) || isTree(after)) {
    const [left, right] = [isTree(before) ? before : {}, isTree(after) ? after : {}];
    return [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap((key) =>
      changesOf(left[key], right[key], path ? `${path}.${key}` : key),
    );
  }
  const change = { path, before: textOf(before), after: textOf(after) };
  return change.before === change.after ? [] : [change];
}
