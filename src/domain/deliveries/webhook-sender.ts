import type { Delivery } from './delivery.ts';
import type { WebhookEndpoint } from './webhook-endpoint.ts';
import type { FormValues } from './winner-form.ts';

/** A win, as it is reported to an endpoint. */
export interface ReportedWin
  extends Pick<Delivery, 'activityId' | 'drawId' | 'uid' | 'prizeId' | 'unit' | 'name' | 'value' | 'wonAt'> {
  /** `null` where no form was asked for. */
  readonly form: FormValues | null;
}

export interface WebhookMessage {
  /** Stays the same at each attempt: by it a receiver recognises what it has already. */
  readonly id: string;
  /** `sample`: an invented win, by which an operator tests an endpoint. */
  readonly kind: 'won' | 'sample';
  readonly prize: ReportedWin;
  /** Of the attempt, where the request of the draw was traced. */
  readonly traceparent?: string;
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
