import { z } from 'zod';
import { showAs, shownSchema } from './shown-schema.ts';

/**
 * What is known of a field of `data.json`, written once, beside its schema. JSON Schema, the known keys, examples and
 * remedies of `check`, and the tables in docs/activities.md come from it.
 */
export interface FieldMeta {
  readonly en: string;
  readonly zh: string;
  /** A good value. */
  readonly example?: unknown;
  /** Other names that authors write for this field, in lower case, without blanks, hyphens and underscores. */
  readonly synonyms?: readonly string[];
  /** Keywords of JSON Schema that the schema itself does not give. */
  readonly keywords?: Readonly<Record<string, unknown>>;
  /** The values that the page knows, where any other falls back to its default: `check` warns about another. */
  readonly choices?: readonly (string | boolean)[];
  /** The fields inside, where the schema does not look inside: they are the front end's, and may hold anything. */
  readonly fields?: Fields;
}

export type Fields = Readonly<Record<string, z.ZodType>>;

/** The name under which zod's `.meta` holds it. */
export const FIELD = 'field';

/** The same schema with what is known of the field. A schema may be used for several fields, each with its own. */
export function field<S extends z.ZodType>(schema: S, meta: FieldMeta): S {
  const made = schema.meta({ [FIELD]: meta }) as S;
  const shown = shownSchema(schema);
  if (shown) showAs(made, shown);
  return made;
}

/** A field that only the front end reads: it may hold anything. */
export function frontEndField(meta: FieldMeta): z.ZodType {
  return field(z.unknown().optional(), meta);
}

/** One that is on or off, off if left out. It may hold anything, as each of the front end; anything but `true` is off. */
export function frontEndSwitch(meta: FieldMeta): z.ZodType {
  return frontEndField({ example: true, choices: [true, false], ...meta });
}
