import type { Answer } from '../client/api.ts';
import { fieldsOf, linkOf, momentOf } from '../client/read.ts';

/** What has become of a request for a ticket. */
export type TicketResult =
  | { readonly kind: 'ticket'; readonly url: string; readonly lifeMs: number }
  | { readonly kind: 'please_log_in' }
  /** There is nothing to show at a counter. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'unknown'; readonly retryAfterMs: number };

/* For a ticket that does not say how long it lives. */
const ASSUMED_LIFE_MS = 60_000;

export function ticketResultOf(answer: Answer, now: number = Date.now()): TicketResult {
  if (answer.kind !== 'answered') return { kind: 'unknown', retryAfterMs: 0 };
  const { ret, data, serverTime, retryAfterMs } = answer;
  if (ret === 1004 || ret === 1005) return { kind: 'please_log_in' };
  if (ret >= 4000) return { kind: 'unknown', retryAfterMs };
  if (ret !== 0) return { kind: 'refused' };
  const { url, expires_at } = fieldsOf(data);
  const link = linkOf(url);
  if (link === '') return { kind: 'unknown', retryAfterMs };
  const end = momentOf(expires_at);
  // By the server's clock, because that of the phone may be wrong.
  return { kind: 'ticket', url: link, lifeMs: end === null ? ASSUMED_LIFE_MS : end - (serverTime ?? now) };
}

const MARGIN_MS = 15_000;
const SHORTEST_PAUSE_MS = 3_000;

/** When to fetch the next ticket: while the one on the screen can still be scanned. */
export function renewalOf(lifeMs: number): number {
  return Math.max(SHORTEST_PAUSE_MS, Math.max(lifeMs - MARGIN_MS, lifeMs / 2));
}
