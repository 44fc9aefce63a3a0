import type { WebhookEndpoint } from '../../domain/deliveries/webhook-endpoint.ts';
import type { WebhookAnswer, WebhookMessage, WebhookSender } from '../../domain/deliveries/webhook-sender.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import type { Identifiers } from '../../domain/shared/identifiers.ts';
import type { Timer } from '../../domain/shared/timer.ts';

export interface EndpointTestParts {
  readonly sender: WebhookSender;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly identifiers: Identifiers;
}

export interface EndpointTestResult {
  /** The `webhook-id` that was sent. */
  readonly id: string;
  readonly answer: WebhookAnswer;
  readonly isDelivered: boolean;
  readonly durationMs: number;
}

/** Sends one signed message of an invented win, of a type of its own: a receiver that knows only wins does nothing. */
export async function testEndpoint(
  endpoint: WebhookEndpoint,
  { sender, clock, timer, identifiers }: EndpointTestParts,
): Promise<EndpointTestResult> {
  const message = sampleOf(`test_${identifiers.next()}`, clock.now());
  const startedAt = timer.elapsed();
  const answer = await sender.send(endpoint, message, new AbortController().signal);
  const isDelivered = answer.kind === 'answered' && answer.status >= 200 && answer.status < 300;
  return { id: message.id, answer, isDelivered, durationMs: Math.round(timer.elapsed() - startedAt) };
}

function sampleOf(id: string, wonAt: number): WebhookMessage {
  const prize = {
    activityId: 'test',
    drawId: id,
    uid: 'test',
    prizeId: 'test',
    unit: 1,
    name: 'test',
    value: null,
    wonAt,
    form: null,
  };
  return { id, kind: 'sample', prize };
}
