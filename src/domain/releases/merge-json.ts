import { idsOf } from '../shared/entry-ids.ts';
import { isSameJson } from '../shared/same-json.ts';
import { mergedOrder } from './merged-order.ts';

/** Two have changed the same thing, each to something else. Each side as JSON; `null` where it is not there. */
export interface MergeConflict {
  /** Dotted, with the id in place of an index, such as `rules.prizes.coupon.stock`. */
  readonly path: string;
  readonly base: string | null;
  readonly mine: string | null;
  readonly theirs: string | null;
}

export interface Merge {
  /** Both changes; where they conflict, mine. */
  readonly value: unknown;
  readonly conflicts: readonly MergeConflict[];
}

/**
 * Merges two edits of parsed JSON by field. Entries of a list that all have an id are held against one another by it; other
 * lists, texts and numbers are taken as a whole.
 * @param base what both began from
 */
export function mergeJson(base: unknown, mine: unknown, theirs: unknown): Merge {
  const conflicts: MergeConflict[] = [];
  const value = merged('', { base, mine, theirs }, conflicts);
  return { value, conflicts };
}

interface Sides<T = unknown> {
  readonly base: T;
  readonly mine: T;
  readonly theirs: T;
}

function merged(path: string, sides: Sides, conflicts: MergeConflict[]): unknown {
  const { base, mine, theirs } = sides;
  if (isSameJson(mine, theirs) || isSameJson(base, theirs)) return mine;
  if (isSameJson(base, mine)) return theirs;
  const objects = membersOf(sides, objectMembers);
  if (objects) return Object.fromEntries(mergedMembers(path, objects, conflicts));
  const lists = membersOf(sides, listMembers);
  if (!lists) {
    conflicts.push(conflict(path, sides));
    return mine;
  }
  const entries = mergedMembers(path, lists, conflicts);
  const order = mergedOrder(idsIn(lists), new Set(entries.keys()));
  // The entries are all there: only their order is in question.
  if (order.isConflict) conflicts.push(conflict(path, idsIn(lists)));
  return order.ids.map((id) => entries.get(id));
}

type Members = ReadonlyMap<string, unknown>;

/* `null` unless both sides have this form; what both have added begins empty. */
function membersOf(
  { base, mine, theirs }: Sides,
  of: (value: unknown) => Members | null,
): Sides<Members> | null {
  const sides = { base: base === undefined ? new Map() : of(base), mine: of(mine), theirs: of(theirs) };
  const { base: first, mine: one, theirs: other } = sides;
  return first && one && other ? { base: first, mine: one, theirs: other } : null;
}

/* In the order of mine, then of theirs. What is gone is left out. */
function mergedMembers(
  path: string,
  { base, mine, theirs }: Sides<Members>,
  conflicts: MergeConflict[],
): Map<string, unknown> {
  const result = new Map<string, unknown>();
  for (const key of new Set([...mine.keys(), ...theirs.keys(), ...base.keys()])) {
    const at = path === '' ? key : `${path}.${key}`;
    const sides = { base: base.get(key), mine: mine.get(key), theirs: theirs.get(key) };
    const value = merged(at, sides, conflicts);
    if (value !== undefined) result.set(key, value);
  }
  return result;
}

function objectMembers(value: unknown): Members | null {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? new Map(Object.entries(value)) : null;
}

function listMembers(value: unknown): Members | null {
  const ids = Array.isArray(value) ? idsOf(value) : null;
  return ids && new Map(ids.map((id, index) => [id, (value as readonly unknown[])[index]]));
}

function idsIn({ base, mine, theirs }: Sides<Members>): Sides<readonly string[]> {
  return { base: [...base.keys()], mine: [...mine.keys()], theirs: [...theirs.keys()] };
}

function conflict(path: string, { base, mine, theirs }: Sides): MergeConflict {
  return { path, base: written(base), mine: written(mine), theirs: written(theirs) };
}

function written(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
