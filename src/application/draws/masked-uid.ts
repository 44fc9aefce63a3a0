const SHOWN_CHARACTERS = 2;

/*
 * Accents, joiners and skin tones belong to the sign before them; controls, spaces and signs that turn the direction of the line
 * are not seen. None of these can stand alone.
 */
const NOT_ALONE = /[\p{C}\p{M}\p{Z}\p{Default_Ignorable_Code_Point}\p{Emoji_Modifier}]/gu;

/** The id of a user as anyone may see it: its first and its last character. An id may be a phone number. */
export function maskedUid(uid: string): string {
  // By code points: half of one would be no character.
  const characters = [...uid.replace(NOT_ALONE, '')];
  if (characters.length <= SHOWN_CHARACTERS + 1) return '***';
  return `${characters[0]}***${characters.at(-1)}`;
}
