import type { WebhookEndpoint } from './webhook-endpoint.ts';

/** What a winner typed into a form, by field. */
export type FormValues = Readonly<Record<string, string>>;

/** A win, as it is reported to an endpoint. */
export interface WonPrize {
  readonly activityId: string;
  readonly drawId: string;
  readonly uid: string;
  readonly prizeId: string;
  readonly unit: number;
  readonly name: string;
  /** As the rules have it, such as `10.00`; `null` without one. */
  readonly value: string | null;
  /** Milliseconds since the epoch. */
  readonly wonAt: number;
  /** `null` where no form was asked for. */
  readonly form: FormValues | null;
}

export interface WebhookMessage {
  /** Stays the same at each attempt: by it a receiver recognises what it has already. */
  readonly id: string;
  /** `sample`: an invented win, by which an operator tests an endpoint. */
  readonly kind: 'won' | 'sample';
  readonly prize: WonPrize;
}

/** What came of an attempt. */
export type WebhookAnswer =
  /** `retryAfterMs`: how long the endpoint asked to be left alone; `null` where it did not. */
  | { readonly kind: 'answered'; readonly status: number; readonly retryAfterMs: number | null }
  /** No answer in time, or none at all: the message may have arrived. `reason` is fit for operators and logs. */
  | { readonly kind: 'unanswered'; readonly reason: string };

/** Sends signed messages. */
export interface WebhookSender {
  /**
   * Makes one attempt, which ends in 10 s, or when `signal` aborts it. Whatever the endpoint does is an answer: the
   * method does not throw.
   */
  send(endpoint: WebhookEndpoint, message: WebhookMessage, signal: AbortSignal): Promise<WebhookAnswer>;
}
