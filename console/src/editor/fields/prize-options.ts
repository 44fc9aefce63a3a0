import { isJsonObject, type JsonObject } from '../text/json-path.ts';
import type { Option } from './option.ts';

/** Returns the prizes of a text, to be chosen by name. */
export function prizeOptions(data: JsonObject): readonly Option[] {
  const prizes = Array.isArray(data['prizes']) ? data['prizes'] : [];
  return prizes
    .filter(isJsonObject)
    .flatMap(({ id, name }) =>
      typeof id === 'string' ? [{ value: id, label: typeof name === 'string' && name ? name : id }] : [],
    );
}
