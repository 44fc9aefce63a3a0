/* Enough to recognise a value by; a file may hold a text of a megabyte. */
const MOST_CHARACTERS = 60;

/** The reason with the value that was refused, as JSON, such as `must be …; it is "５%"`; a long one is left out. */
export function withGivenValue(reason: string, input: unknown): string {
  if (typeof input !== 'string' && typeof input !== 'number') return reason;
  const given = JSON.stringify(input);
  return given.length > MOST_CHARACTERS ? reason : `${reason}; it is ${given}`;
}
