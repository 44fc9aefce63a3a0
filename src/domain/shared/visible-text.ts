/*
 * White space, controls, formats (zero width, direction), private use and unassigned characters, halves of characters, and what is
 * drawn as nothing: fillers, variation selectors, the empty pattern of Braille.
 */
const SEEN = /[^\s\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** Whether a reader sees anything of it. */
export function isVisible(text: string): boolean {
  return SEEN.test(text);
}
