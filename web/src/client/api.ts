import { fieldsOf } from './read.ts';

/** The result of a request to the server. */
export type Answer =
  | {
      readonly kind: 'answered';
      readonly ret: number;
      readonly msg: string;
      readonly data: unknown;
      readonly detail: unknown;
      /** The server's clock in milliseconds; `null` if the answer has none. */
      readonly serverTime: number | null;
      /** When the answer came, by `performance.now()`. */
      readonly receivedAt: number;
      /** `Retry-After` in milliseconds; 0 if the answer has none. */
      readonly retryAfterMs: number;
    }
  /** The address has no activity id. */
  | { readonly kind: 'not_asked' }
  /** No connection, no answer within the time limit, or an answer that is not from the service. */
  | { readonly kind: 'failed'; readonly reason: FailureReason };

export type FailureReason = 'timeout' | 'network' | 'offline' | 'not_an_answer';

export interface Question {
  readonly endpoint: string;
  readonly activityId: string;
  /** '': the server uses its cookie. */
  readonly token: string;
  /** Where the visitor came from; `''` or left out: it is not sent. */
  readonly channel?: string;
  /** What a captcha gave, after 1009; `''` or left out: it is not sent. */
  readonly proof?: string | undefined;
}

/*
 * The server allows its passport 2 seconds; the rest of this limit is for a weak mobile network. After it the page
 * shows a button.
 */
const DEADLINE_MS = 8_000;

/* The most that the server returns at once. */
export const PRIZES_PER_PAGE: number = 50;

/** The activity's data for this user. Never rejects. */
export async function fetchActivity(question: Question, deadlineMs: number = DEADLINE_MS): Promise<Answer> {
  return question.activityId === '' ? { kind: 'not_asked' } : post(question, {}, deadlineMs);
}

/** One draw with the given key. If a draw with this key exists, returns that draw. Never rejects. */
export function fetchDraw(
  question: Question,
  requestId: string,
  deadlineMs: number = DEADLINE_MS,
): Promise<Answer> {
  return post(question, { request_id: requestId }, deadlineMs);
}

/** Where a chance comes from: what the user did, or the code of the invitation that the user follows. */
export type ChanceClaim = { readonly source: 'sign_in' | 'share' } | { readonly from: string };

/** Claims a chance. Never rejects. */
export function fetchChance(
  question: Question,
  claim: ChanceClaim,
  deadlineMs: number = DEADLINE_MS,
): Promise<Answer> {
  return post(question, claim, deadlineMs);
}

/**
 * The user's prizes (`user_draw_info`), also after the end. Never rejects.
 * @param before only those before this position, counted from 0 with the oldest first; `null` for the latest
 */
export function fetchPrizes(
  question: Question,
  before: number | null = null,
  limit: number = PRIZES_PER_PAGE,
  deadlineMs: number = DEADLINE_MS,
): Promise<Answer> {
  return post(question, before === null ? {} : { before, limit }, deadlineMs);
}

/** Sends a winner's form. The same form may be sent again. Never rejects. */
export function fetchClaim(
  question: Question,
  drawId: string,
  form: Readonly<Record<string, string>>,
  deadlineMs: number = DEADLINE_MS,
): Promise<Answer> {
  return post(question, { draw_id: drawId, form }, deadlineMs);
}

/** A ticket that staff can scan: short-lived, of one win. Never rejects. */
export function fetchTicket(
  question: Question,
  drawId: string,
  deadlineMs: number = DEADLINE_MS,
): Promise<Answer> {
  return post(question, { draw_id: drawId }, deadlineMs);
}

/**
 * What binds the draws: seeds and sets of rules, revealed after the end. Never rejects.
 * @param rulesNo the set of rules whose text is wanted
 */
export function fetchFairness(
  { endpoint, activityId }: Omit<Question, 'token'>,
  rulesNo?: number,
  deadlineMs: number = DEADLINE_MS,
): Promise<Answer> {
  const wanted = rulesNo === undefined ? '' : `&rules_no=${rulesNo}`;
  return send(`${endpoint}?activity_id=${encodeURIComponent(activityId)}${wanted}`, {}, deadlineMs);
}

function post(
  { endpoint, activityId, token, channel, proof }: Question,
  more: Readonly<Record<string, unknown>>,
  deadlineMs: number,
): Promise<Answer> {
  const body = JSON.stringify({
    activity_id: activityId,
    ...(token && { token }),
    ...(channel && { from: channel }),
    ...(proof && { proof }),
    ...more,
  });
  const headers = { 'Content-Type': 'application/json' };
  return send(endpoint, { method: 'POST', headers, body }, deadlineMs);
}

/** One request, and what came of it. Never rejects. */
export async function send(url: string, request: RequestInit, deadlineMs: number): Promise<Answer> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), deadlineMs);
  try {
    // With the cookie, also from a page of another origin of the same site (`CORS_ORIGINS`).
    const response = await fetch(url, { ...request, credentials: 'include', signal: deadline.signal });
    const text = await response.text();
    return answerOf(text, Number(response.headers.get('Retry-After')) * 1000 || 0);
  } catch {
    if (deadline.signal.aborted) return { kind: 'failed', reason: 'timeout' };
    const { navigator } = globalThis as { navigator?: { onLine?: boolean } };
    return { kind: 'failed', reason: navigator?.onLine === false ? 'offline' : 'network' };
  } finally {
    clearTimeout(timer);
  }
}

function answerOf(text: string, retryAfterMs: number): Answer {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    // For example an error page of a proxy.
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
    receivedAt: performance.now(),
    retryAfterMs,
  };
}
