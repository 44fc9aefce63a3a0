import type { z } from 'zod';

const shownAs = new WeakMap<object, z.ZodType>();

/** Lets `schema`, which is read by a function of ours, be `shown` in JSON Schema. */
export function showAs(schema: object, shown: z.ZodType): void {
  shownAs.set(schema, shown);
}

/** @returns what stands for a schema in JSON Schema, if it is not the schema itself */
export function shownSchema(schema: object): z.ZodType | undefined {
  return shownAs.get(schema);
}
