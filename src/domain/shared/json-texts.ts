/** Puts a value at a place of a text; `undefined` takes away what is there. */
export interface JsonEdit {
  /** Keys and indexes from the top. */
  readonly path: readonly (string | number)[];
  readonly value: unknown;
}

/** Texts of JSON as people write them. */
export interface JsonTexts {
  /** `null` where it is no JSON, or more of it than is read. */
  parse(text: string): { readonly value: unknown } | null;
  /**
   * Makes these edits one after another. A text, a number or a word in place of another one changes no other byte; beside what
   * is added or taken away the lines may be laid out anew.
   * @param text that can be parsed
   */
  edited(text: string, edits: readonly JsonEdit[]): string;
}
