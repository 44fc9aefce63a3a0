/** The text as each store has it: PostgreSQL has no NUL and no half of a surrogate pair. */
export function storable(text: string): string {
  return Buffer.from(text).toString().replaceAll('\0', '');
}
