export const MOST_CODE_CHARACTERS = 200;

/** Whether a text may be a code: no longer than a winner can copy, and without what nobody sees. */
export function isRedeemCode(text: string): boolean {
  return (
    text.length > 0 && text.length <= MOST_CODE_CHARACTERS && text === text.trim() && !/\p{Cc}/u.test(text)
  );
}
