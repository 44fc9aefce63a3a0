import { getLocation } from 'jsonc-parser';
import { isJsonObject, type JsonPath, valueAt } from './json-path.ts';
import { readText } from './read-text.ts';
import { keysAt, type Schema, schemasAt, typesAt, valuesAt } from './schema-at.ts';

export interface Completion {
  readonly label: string;
  readonly kind: 'key' | 'value';
  /** What is put in, from `from` to `to`. */
  readonly insert: string;
  /** What it means, as the schema says it. */
  readonly info: string;
}

export interface Completions {
  readonly from: number;
  readonly to: number;
  readonly options: readonly Completion[];
}

/** Values that the text itself or its surroundings know, such as the ids of its prizes. */
export type OwnValues = (path: JsonPath) => readonly unknown[];

/** Returns what may be written at the cursor. */
export function completionsAt(
  text: string,
  offset: number,
  schema: Schema,
  ownValues: OwnValues = () => [],
): Completions {
  const { path, isAtPropertyKey, previousNode } = getLocation(text, offset);
  const isWithin = previousNode && offset <= previousNode.offset + previousNode.length;
  const from = isWithin ? previousNode.offset : wordStart(text, offset);
  const to = isWithin ? previousNode.offset + previousNode.length : offset;
  const options = isAtPropertyKey
    ? keyOptions(text, to, path.slice(0, -1), schema)
    : valueOptions(path, schema, ownValues);
  return { from, to, options };
}

/** Returns those that fit to what is typed, the ones that begin with it first. @param typed with its quotation mark */
export function fitting(options: readonly Completion[], typed: string): readonly Completion[] {
  const bare = (text: string): string => text.replace(/^"|"$/g, '').toLowerCase();
  const wanted = bare(typed);
  const found = options.filter(({ label }) => bare(label).includes(wanted));
  const isFirst = ({ label }: Completion): number => (bare(label).startsWith(wanted) ? 0 : 1);
  return found.sort((a, b) => isFirst(a) - isFirst(b));
}

function keyOptions(text: string, end: number, parent: JsonPath, schema: Schema): Completion[] {
  const reading = readText(text);
  const object = reading.kind === 'object' ? valueAt(reading.data, parent) : undefined;
  const present = new Set(isJsonObject(object) ? Object.keys(object) : []);
  // Behind a key that is only renamed its value stands already.
  const hasValue = /^\s*:/.test(text.slice(end));
  const comma = /^\s*"/.test(text.slice(end)) ? ',' : '';
  return [...keysAt(schemasAt(schema, parent))]
    .filter(([key]) => !present.has(key) || hasValue)
    .filter(([, { description }]) => !description?.startsWith('The older spelling'))
    .map(([key, member]) => ({
      label: key,
      kind: 'key' as const,
      insert: hasValue ? JSON.stringify(key) : `${JSON.stringify(key)}: ${blank(member)}${comma}`,
      info: member.description ?? '',
    }));
}

/* What stands behind a new key, to be written over. */
function blank(schema: Schema): string {
  const [first] = valuesAt([schema]);
  const types = typesAt([schema]);
  if (first !== undefined && !isJsonObject(first) && !Array.isArray(first)) return JSON.stringify(first);
  if (schema.properties || types.has('object') || keysAt([schema]).size > 0) return '{}';
  return types.has('array') || Array.isArray(first) ? '[]' : '""';
}

function valueOptions(path: JsonPath, schema: Schema, ownValues: OwnValues): Completion[] {
  const schemas = schemasAt(schema, path);
  const own = ownValues(path);
  const values = own.length > 0 ? own : valuesAt(schemas);
  return values
    .map((value) => JSON.stringify(value))
    .map((json) => ({
      label: json,
      kind: 'value' as const,
      insert: json,
      info: schemas[0]?.description ?? '',
    }));
}

const wordStart = (text: string, offset: number): number =>
  offset - (/[\w"$.-]*$/.exec(text.slice(0, offset))?.[0].length ?? 0);
