/** Reads telephone numbers as people type them. */
export interface PhoneNumbers {
  /**
   * The number as E.164, such as `+8613800138000`; `null` for what is no number that exists in its country, or has an
   * extension.
   * @param timezone IANA; a number without the prefix of a country is one of the country where this is the time, else of China
   */
  read(text: string, timezone: string): string | null;
}
