import { type ParseError, parse } from 'jsonc-parser';
import { isJsonObject, type JsonObject } from './json-path.ts';

export type TextReading =
  | { readonly kind: 'object'; readonly data: JsonObject }
  /** The service cannot read it either; `offset` is where it stops. */
  | { readonly kind: 'broken'; readonly offset: number; readonly length: number };

/** Reads the text as strictly as the service does: JSON without comments or trailing commas, an object at the top. */
export function readText(text: string): TextReading {
  try {
    const data: unknown = JSON.parse(text);
    return isJsonObject(data) ? { kind: 'object', data } : { kind: 'broken', offset: 0, length: text.length };
  } catch {
    const errors: ParseError[] = [];
    parse(text, errors, { disallowComments: true, allowTrailingComma: false });
    const [first] = errors;
    return { kind: 'broken', offset: first?.offset ?? 0, length: first?.length ?? 1 };
  }
}
