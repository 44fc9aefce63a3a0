import { z } from 'zod';
import { FIELD, type FieldMeta } from '../../domain/shared/field.ts';
import { shownSchema } from '../../domain/shared/shown-schema.ts';

/** JSON Schema (draft-07), in which each field still holds what is known of it. */
export interface RawSchema {
  [key: string]: unknown;
  properties?: Record<string, RawSchema>;
  items?: RawSchema;
  anyOf?: RawSchema[];
  additionalProperties?: RawSchema | boolean;
  required?: string[];
  [FIELD]?: FieldMeta;
}

/** The JSON Schema of what a schema reads. */
export function rawSchemaOf(schema: z.ZodType): RawSchema {
  return z.toJSONSchema(schema, {
    target: 'draft-7',
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      const shown = shownSchema(zodSchema);
      if (shown) {
        const { $schema, ...keywords } = rawSchemaOf(shown);
        const own = (jsonSchema as RawSchema)[FIELD];
        Object.assign(jsonSchema, keywords, own && { [FIELD]: own });
      }
      addFrontEndFields(jsonSchema as RawSchema);
    },
  }) as RawSchema;
}

/* Without a type, since the service accepts any value there. */
function addFrontEndFields(schema: RawSchema): void {
  const fields = schema[FIELD]?.fields;
  if (!fields) return;
  const made = Object.entries(fields).map(([name, field]) => {
    const { $schema, ...keywords } = rawSchemaOf(field);
    return [name, keywords];
  });
  schema.properties = { ...schema.properties, ...Object.fromEntries(made) };
}
