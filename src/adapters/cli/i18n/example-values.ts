import { fieldAt, fieldsOf } from '../../../application/authoring/fields.ts';
import { kinds } from '../../../application/kinds/kinds.ts';

/** What may stand in this field, as JSON; `null` where nothing is known of it. */
export function exampleOf(path: string): string | null {
  const example = fieldAt(fieldsOf(kinds), path)?.example;
  return example === undefined ? null : asWritten(example);
}

/* With the blanks that authors leave. */
function asWritten(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(asWritten).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([key, member]) => `${JSON.stringify(key)}: ${asWritten(member)}`,
  );
  return `{${members.join(', ')}}`;
}
