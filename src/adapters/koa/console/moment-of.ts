import { ConsoleRefusal } from './console-refusal.ts';

/**
 * A moment in milliseconds since the epoch; `undefined` where none is given.
 * @throws ConsoleRefusal for a text that is no ISO 8601 time
 */
export function momentOf(text: string | undefined, field: string): number | undefined {
  if (text === undefined) return undefined;
  const at = /^\d{4}-\d{2}-\d{2}T/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) throw new ConsoleRefusal('invalid', { field });
  return at;
}
