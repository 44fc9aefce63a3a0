import type { Output } from '../command.ts';

/** Writes a text, and waits while the reader is slow, so that no more than one page is kept. */
export async function writeWaiting(text: string, stdout: Output): Promise<void> {
  if (text === '' || stdout.write(text)) return;
  await new Promise<void>((resolve) => stdout.once('drain', resolve));
}

/** Resolves when everything was handed to the system. @throws Error if it cannot be */
export function allWritten(stdout: Output): Promise<void> {
  return new Promise((resolve, reject) => {
    stdout.write('', (error) => (error ? reject(error) : resolve()));
  });
}
