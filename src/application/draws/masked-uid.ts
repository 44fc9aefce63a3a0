const SHOWN_CHARACTERS = 2;

/** The id of a user as anyone may see it: its first and its last character. An id may be a phone number. */
export function maskedUid(uid: string): string {
  // By code points: half of one would be no character.
  const characters = [...uid];
  if (characters.length <= SHOWN_CHARACTERS + 1) return '***';
  return `${characters[0]}***${characters.at(-1)}`;
}
