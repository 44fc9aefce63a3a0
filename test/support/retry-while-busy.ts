import { setTimeout as pause } from 'node:timers/promises';
import type { Answer } from './http.ts';

const PAUSE_MS = 100;

/**
 * Asks again while the answer is one that a busy machine rightly gives: `5003`, or a delivery that is `preparing` since the
 * record store took too long. Only for requests that may be repeated.
 * @param times how often it asks at most; the last answer counts, whatever it is
 */
export async function retryWhileBusy(ask: () => Promise<Answer>, times = 20): Promise<Answer> {
  for (let time = 1; ; time++) {
    const answer = await ask();
    const isBusy = answer.json?.ret === 5003 || answer.text.includes('"state":"preparing"');
    if (!isBusy || time === times) return answer;
    await pause(PAUSE_MS);
  }
}
