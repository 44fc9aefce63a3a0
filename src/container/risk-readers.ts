import { readFileSync } from 'node:fs';
import { NotAllowed, oneOf } from './settings-readers.ts';

/** What no answer of the risk check means. */
export const riskFail = oneOf(['open', 'closed']);

/** The bearer token, as RFC 6750 has it. */
export function riskToken(path: string): string {
  try {
    const token = readFileSync(path, 'utf8').trim();
    if (/^[A-Za-z0-9._~+/-]{1,4096}=*$/.test(token)) return token;
  } catch {
    // What is wrong with it is said below.
  }
  throw new NotAllowed('a file that can be read and holds the bearer token alone');
}
