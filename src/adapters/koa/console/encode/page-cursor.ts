import { ConsoleRefusal } from '../console-refusal.ts';

/** Where a page ends, as a text for the client to send back: a number and a text. */
export function cursorOf(number: number, text: string): string {
  return Buffer.from(`${number} ${text}`).toString('base64url');
}

/** @param field what the client has sent it as @throws ConsoleRefusal if it is no text of ours */
export function readCursor(
  cursor: string,
  field: string,
): { readonly number: number; readonly text: string } {
  const [, number, text] =
    /^(\d{1,16}) ([A-Za-z0-9_-]{1,512})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (number === undefined || text === undefined) throw new ConsoleRefusal('invalid', { field });
  return { number: Number(number), text };
}
