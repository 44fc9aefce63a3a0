/** Where a value stands in the text: keys of objects, indexes of lists. */
export type JsonPath = readonly (string | number)[];

export type JsonObject = Readonly<Record<string, unknown>>;

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Returns the value at a path of parsed JSON; `undefined` where there is none. */
export function valueAt(data: unknown, path: JsonPath): unknown {
  let value = data;
  for (const key of path) {
    if (typeof key === 'number') value = Array.isArray(value) ? value[key] : undefined;
    else value = isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }
  return value;
}

/** Returns a path as one text, for keys of lists and maps. */
export const pathKey = (path: JsonPath): string => JSON.stringify(path);
