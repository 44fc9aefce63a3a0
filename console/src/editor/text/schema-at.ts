import type { JsonPath } from './json-path.ts';

/** The parts of JSON Schema (draft 7) that the service writes. */
export interface Schema {
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

/** Returns the schema and all its forms, such as an object or `null`. */
export const formsOf = (schema: Schema): readonly Schema[] => [
  schema,
  ...(schema.anyOf ?? []).flatMap(formsOf),
];

/** Returns what may stand at the path; none where the schema does not look inside. */
export function schemasAt(schema: Schema, path: JsonPath): readonly Schema[] {
  return path.reduce<readonly Schema[]>((found, key) => found.flatMap((each) => inside(each, key)), [schema]);
}

function inside(schema: Schema, key: string | number): Schema[] {
  return formsOf(schema).flatMap(({ properties, additionalProperties, items }) => {
    if (typeof key === 'number') return items ? [items] : [];
    const named = properties && Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (named) return [named];
    return typeof additionalProperties === 'object' ? [additionalProperties] : [];
  });
}

/** Returns the types that a value there may have. */
export function typesAt(schemas: readonly Schema[]): ReadonlySet<string> {
  return new Set(schemas.flatMap(formsOf).flatMap(({ type }) => type ?? []));
}

/** Returns the known keys of an object there, with their schemas. */
export function keysAt(schemas: readonly Schema[]): ReadonlyMap<string, Schema> {
  return new Map(schemas.flatMap(formsOf).flatMap(({ properties }) => Object.entries(properties ?? {})));
}

/** Returns the values that are known for there, the closed ones first; examples where there are no others. */
export function valuesAt(schemas: readonly Schema[]): readonly unknown[] {
  const forms = schemas.flatMap(formsOf);
  const closed = forms.flatMap((form) => [
    ...(form.enum ?? []),
    ...(form.const !== undefined ? [form.const] : []),
  ]);
  const types = typesAt(schemas);
  const switches = types.has('boolean') ? [true, false] : [];
  const examples = forms.flatMap((form) => form.examples ?? []);
  const nothing = types.has('null') ? [null] : [];
  const all = [...closed, ...switches, ...(closed.length > 0 ? [] : examples), ...nothing];
  return [...new Map(all.map((value) => [JSON.stringify(value), value])).values()];
}
