import type { WebhookAnswer } from './webhook-sender.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** How long after each attempt that did not succeed the next one comes. After the last there is none. */
export const RETRY_DELAYS_MS: readonly number[] = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  10 * HOUR_MS,
];

/* Attempts that failed together do not all come again at the same time. Never earlier than the schedule says. */
const JITTER_SHARE = 0.2;

/* An endpoint that asks for more is asked at the pace of the schedule's end. */
const LONGEST_RETRY_AFTER_MS = 10 * HOUR_MS;

/* Of the 4xx, those that mean "later" rather than "never": Request Timeout, Too Early, Too Many Requests. */
const LATER = new Set([408, 425, 429]);

const GONE = 410;

/** What an answer means for its delivery. `error` is what operators see. */
export type Verdict =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'retry'; readonly dueAt: number; readonly error: string }
  | { readonly kind: 'failed'; readonly error: string }
  /** The endpoint wants nothing more: its deliveries wait until an operator starts it again. */
  | { readonly kind: 'endpoint_gone'; readonly error: string };

export interface Attempt {
  /** How many attempts were made before this one. */
  readonly attempts: number;
  /** When the answer came, in milliseconds since the epoch. */
  readonly now: number;
  /** At random, from 0 up to 1. */
  readonly chance: number;
}

/** What is done after an attempt. `Retry-After` makes the next one later than scheduled, and never earlier. */
export function verdictOn(answer: WebhookAnswer, attempt: Attempt): Verdict {
  if (answer.kind === 'unanswered') return later(answer.reason, attempt, 0);
  const { status, retryAfterMs } = answer;
  const error = `HTTP ${status}`;
  if (status >= 200 && status < 300) return { kind: 'delivered' };
  if (status === GONE) return { kind: 'endpoint_gone', error };
  if (status >= 500 || LATER.has(status)) return later(error, attempt, retryAfterMs ?? 0);
  return { kind: 'failed', error };
}

function later(error: string, { attempts, now, chance }: Attempt, retryAfterMs: number): Verdict {
  const delayMs = RETRY_DELAYS_MS[attempts];
  if (delayMs === undefined) return { kind: 'failed', error };
  const scheduledMs = Math.round(delayMs * (1 + JITTER_SHARE * chance));
  const dueAt = now + Math.max(scheduledMs, Math.min(retryAfterMs, LONGEST_RETRY_AFTER_MS));
  return { kind: 'retry', dueAt, error };
}
