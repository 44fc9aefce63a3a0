/**
 * Seals texts that must not lie open in a store: codes, forms. A sealed text names the key that sealed it, so that keys can
 * be changed while texts of earlier keys are still there.
 */
export interface Vault {
  /** @param place what the text belongs to, such as a row's key: a text that is moved to another place does not open */
  seal(text: string, place: string): string;
  /** @throws Error if the key is not here, or the text or its place was changed */
  open(sealed: string, place: string): string;
  /** A keyed digest, the same for the same text under all keys: it shows that two texts are equal, and not what they are. */
  digest(text: string): string;
}
