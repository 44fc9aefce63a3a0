import { fieldsOf } from './read.ts';

/** What came of asking the server. */
export type Answer =
  | {
      readonly kind: 'answered';
      readonly ret: number;
      readonly msg: string;
      readonly data: unknown;
      readonly detail: unknown;
      /** The server's clock in milliseconds, `null` if it did not say. */
      readonly serverTime: number | null;
    }
  /** Not reached, no answer in time, or an answer that is not the service's. */
  | { readonly kind: 'failed'; readonly reason: 'timeout' | 'network' | 'not_an_answer' };

const DEADLINE_MS = 8_000;

/** The activity's data for this user. Never rejects. */
export async function fetchActivity(activityId: string, token: string): Promise<Answer> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), DEADLINE_MS);
  try {
    const response = await fetch('static', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ activity_id: activityId, ...(token === '' ? {} : { token }) }),
      credentials: 'same-origin',
      signal: deadline.signal,
    });
    const text = await response.text();
    return answerOf(text);
  } catch {
    return { kind: 'failed', reason: deadline.signal.aborted ? 'timeout' : 'network' };
  } finally {
    clearTimeout(timer);
  }
}

function answerOf(text: string): Answer {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    // A proxy's own error page, for one.
    return { kind: 'failed', reason: 'not_an_answer' };
  }
  const { ret, msg, data, detail, timestamp } = fieldsOf(body);
  if (typeof ret !== 'number') return { kind: 'failed', reason: 'not_an_answer' };
  return {
    kind: 'answered',
    ret,
    msg: typeof msg === 'string' ? msg : '',
    data,
    detail,
    serverTime: typeof timestamp === 'number' && Number.isFinite(timestamp) ? timestamp * 1000 : null,
  };
}
