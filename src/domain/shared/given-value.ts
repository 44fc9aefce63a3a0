/* Enough to recognise a value; a file may hold a text of 1 MB. */
const MOST_CHARACTERS = 60;

/** Adds the refused value to the reason, as JSON: `must be …; it is "５%"`. A long value is left out. */
export function withGivenValue(reason: string, input: unknown): string {
  if (typeof input !== 'string' && typeof input !== 'number') return reason;
  const given = JSON.stringify(input);
  return given.length > MOST_CHARACTERS ? reason : `${reason}; it is ${given}`;
}
