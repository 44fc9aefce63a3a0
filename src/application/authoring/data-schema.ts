import { commonSchema } from '../../domain/activities/activity-schema.ts';
import { FIELD } from '../../domain/shared/field.ts';
import type { AuthoringKind } from './authoring-kind.ts';
import { type RawSchema, rawSchemaOf } from './raw-schema.ts';

type Schema = Omit<RawSchema, typeof FIELD>;

/**
 * The JSON Schema (draft-07) of a kind's `data.json`, from the very schemas that it is read by. It is a little wider
 * than they are: `check` reports what concerns several fields at once.
 */
export function dataSchema({ dispatch, details }: AuthoringKind): Schema {
  const [own, common] = [rawSchemaOf(details), rawSchemaOf(commonSchema)];
  const properties = Object.assign(
    { $schema: described('Names this schema, for editors. 供编辑器使用') },
    own.properties,
    common.properties,
    {
      dispatch: { ...common.properties?.dispatch, const: dispatch },
      dispath: { ...described('The older spelling of dispatch. dispatch 的旧写法'), const: dispatch },
      page: merged(common.properties?.page, own.properties?.page),
    },
  ) as Record<string, RawSchema>;
  return explained({
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: `data.json of a ${dispatch} activity`,
    type: 'object',
    properties,
    anyOf: [{ required: ['dispatch'] }, { required: ['dispath'] }],
    required: [own, common].flatMap(({ required = [] }) => required).filter((name) => name !== 'dispatch'),
  });
}

function described(description: string): RawSchema {
  return { description };
}

/* A kind may read fields of `page` of its own. */
function merged(common: RawSchema = {}, own: RawSchema = {}): RawSchema {
  return { ...common, properties: { ...common.properties, ...own.properties } };
}

/** The schema with a description in both languages in place of what is known of each field. */
function explained({ [FIELD]: meta, ...schema }: RawSchema): RawSchema {
  const { properties, items, anyOf, additionalProperties } = schema;
  const each = (schemas: Record<string, RawSchema>) =>
    Object.fromEntries(Object.entries(schemas).map(([name, inside]) => [name, explained(inside)]));
  return {
    ...(meta?.en && { description: `${meta.en} ${meta.zh}` }),
    ...(meta?.example !== undefined && { examples: [meta.example] }),
    // Not an `enum`: the service takes any value there.
    ...(meta?.choices && { examples: meta.choices }),
    ...schema,
    ...meta?.keywords,
    ...(properties && { properties: each(properties) }),
    ...(items && { items: explained(items) }),
    ...(anyOf && { anyOf: anyOf.map(explained) }),
    ...(typeof additionalProperties === 'object' && {
      additionalProperties: explained(additionalProperties),
    }),
  };
}
