import { idsOf } from '../../../../src/domain/shared/entry-ids.ts';
import { isJsonObject, type JsonPath } from './json-path.ts';

/**
 * Returns the path that a dotted one of the service means in this text: an entry of a list stands in it by index or by id, and
 * both ids and keys may have dots. What is not there yet is taken as it is written.
 */
export function pathOfField(data: unknown, field: string): JsonPath {
  const parts = field === '' ? [] : field.split('.');
  const path: (string | number)[] = [];
  let value = data;
  let at = 0;
  while (at < parts.length) {
    const found = longestMember(value, parts.slice(at));
    path.push(found.key);
    value = found.value;
    at += found.length;
  }
  return path;
}

interface Member {
  readonly key: string | number;
  readonly value: unknown;
  /** How many parts its name takes. */
  readonly length: number;
}

function longestMember(value: unknown, parts: readonly string[]): Member {
  for (let length = parts.length; length > 0; length--) {
    const name = parts.slice(0, length).join('.');
    const key = keyOf(value, name);
    if (key !== undefined) return { key, value: (value as Record<string | number, unknown>)[key], length };
  }
  const name = parts[0] ?? '';
  const isIndex = Array.isArray(value) && /^\d+$/.test(name);
  return { key: isIndex ? Number(name) : name, value: undefined, length: 1 };
}

function keyOf(value: unknown, name: string): string | number | undefined {
  if (isJsonObject(value)) return Object.hasOwn(value, name) ? name : undefined;
  if (!Array.isArray(value)) return undefined;
  const byId = indexOfId(value, name);
  if (byId !== -1) return byId;
  return /^\d+$/.test(name) && Number(name) < value.length ? Number(name) : undefined;
}

/** Returns the index of the entry with this id; -1 where there is none. */
export function indexOfId(list: readonly unknown[], id: string): number {
  return list.findIndex((entry) => idsOf([entry])?.[0] === id);
}
