import { commonSchema } from '../../domain/activities/activity-schema.ts';
import { FIELD, type FieldMeta } from '../../domain/shared/field.ts';
import { memoizeByRef } from '../shared/memoize-by-ref.ts';
import type { AuthoringKind, AuthoringKinds } from './authoring-kind.ts';
import { type RawSchema, rawSchemaOf } from './raw-schema.ts';

/** A field of `data.json`. */
export interface Field extends FieldMeta {
  /** Its keys from the top; `*` stands for any key, `[]` for any entry of a list. */
  readonly path: readonly string[];
}

/** Every field that all kinds share. */
export const commonFields: readonly Field[] = fieldsIn(rawSchemaOf(commonSchema), []);

/** Every field that this kind reads beyond those. */
export const fieldsOfKind = memoizeByRef(({ details }: AuthoringKind) => fieldsIn(rawSchemaOf(details), []));

/** Every field of a file of this kind. */
export const fieldsOfKindFile = memoizeByRef((kind: AuthoringKind): readonly Field[] => [
  ...commonFields,
  ...fieldsOfKind(kind),
]);

/** Every field of the files of these kinds; one that several kinds read comes once for each. */
export const fieldsOf = memoizeByRef((kinds: AuthoringKinds): readonly Field[] => [
  ...commonFields,
  ...[...kinds.values()].flatMap(fieldsOfKind),
]);

/** The field at this dotted path of a file. */
export function fieldAt(fields: readonly Field[], path: string): Field | undefined {
  const keys = path.split('.');
  return fields.find((field) => matches(field.path, keys));
}

/** The keys that are read of the object at this dotted path; none where the service does not look inside. */
export function knownKeysAt(fields: readonly Field[], path: string): readonly string[] {
  const keys = path === '' ? [] : path.split('.');
  const inside = fields.filter((field) => matches(field.path.slice(0, -1), keys));
  const names = inside.map((field) => field.path.at(-1) ?? '').filter((name) => !WILDCARDS.includes(name));
  return [...new Set(names)];
}

const WILDCARDS = ['*', '[]'];

function matches(pattern: readonly string[], keys: readonly string[]): boolean {
  return (
    pattern.length === keys.length &&
    pattern.every((part, index) => WILDCARDS.includes(part) || part === keys[index])
  );
}

function fieldsIn(schema: RawSchema, path: readonly string[]): Field[] {
  // One of several forms, such as an object or `null`.
  const inside = [schema, ...(schema.anyOf ?? [])].flatMap((form) => [
    ...Object.entries(form.properties ?? {}),
    ...[form.additionalProperties].flatMap(entryOf('*')),
    ...[form.items].flatMap(entryOf('[]')),
  ]);
  return inside.flatMap(([key, each]) => {
    const at = [...path, key];
    const meta = each[FIELD];
    return [...(meta?.en ? [{ ...meta, path: at }] : []), ...fieldsIn(each, at)];
  });
}

function entryOf(key: string) {
  return (schema: RawSchema | boolean | undefined): [string, RawSchema][] =>
    typeof schema === 'object' ? [[key, schema]] : [];
}
