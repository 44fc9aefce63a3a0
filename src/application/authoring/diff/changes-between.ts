import { idsOf } from '../../../domain/shared/entry-ids.ts';
import { isSameJson } from '../../../domain/shared/same-json.ts';
import type { Change } from './change.ts';

/** Every difference between two pieces of parsed JSON, in the order of the file before, then of the one after. */
export function changesBetween(
  about: Change['about'],
  field: string,
  before: unknown,
  after: unknown,
): Change[] {
  // The order of keys says nothing, but for lists by id that of the entries does: visitors see it.
  if (isSameJson(before, after)) return [];
  const [old, now] = [membersOf(before), membersOf(after)];
  if (old && now && old.kind === now.kind) {
    const keys = new Set([...old.members.keys(), ...now.members.keys()]);
    const inside = [...keys].flatMap((key) => {
      const path = field === '' ? key : `${field}.${key}`;
      return changesBetween(about, path, old.members.get(key), now.members.get(key));
    });
    // Nothing inside, and not the same: only the order is another.
    if (inside.length > 0) return inside;
    return [change(about, field, [...old.members.keys()], [...now.members.keys()])];
  }
  // Paragraphs, mostly: where there are as many as before, each against its own.
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.flatMap((each, index) => changesBetween(about, `${field}.${index}`, each, after[index]));
  }
  return [change(about, field, before, after)];
}

function change(about: Change['about'], field: string, before: unknown, after: unknown): Change {
  const kind = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
  return { about, field, kind, before: asJson(before), after: asJson(after) };
}

function asJson(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

interface Members {
  readonly kind: 'object' | 'list';
  readonly members: ReadonlyMap<string, unknown>;
}

/* `null` for values that are compared as a whole: texts, numbers, lists without ids. */
function membersOf(value: unknown): Members | null {
  if (typeof value !== 'object' || value === null) return null;
  if (!Array.isArray(value)) return { kind: 'object', members: new Map(Object.entries(value)) };
  // By their ids, so that an entry put in front changes no other.
  const ids = idsOf(value);
  return (
    ids && { kind: 'list', members: new Map(value.map((entry, index) => [ids[index] as string, entry])) }
  );
}
