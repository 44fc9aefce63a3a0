import type { WebhookEndpoint } from '../../domain/deliveries/webhook-endpoint.ts';
import type { WebhookAnswer, WebhookMessage, WebhookSender } from '../../domain/deliveries/webhook-sender.ts';
import type { DrawTraces } from '../../domain/draws/draw-traces.ts';
import type { ErrorReporter } from '../../domain/shared/error-reporter.ts';
import type { OpenSpan, SpanPlan, Tracer } from '../../domain/shared/tracer.ts';
import { relaySpan } from './relay-span.ts';

export interface TracedWebhookSenderDependencies {
  readonly sender: WebhookSender;
  readonly tracer: Tracer;
  readonly traces: DrawTraces;
  readonly errorReporter: ErrorReporter;
}

/** A sender each attempt of which is a span in the trace of its draw, for as long as that is known. */
export class TracedWebhookSender implements WebhookSender {
  readonly #deps: TracedWebhookSenderDependencies;

  constructor(deps: TracedWebhookSenderDependencies) {
    this.#deps = deps;
  }

  async send(
    endpoint: WebhookEndpoint,
    message: WebhookMessage,
    signal: AbortSignal,
  ): Promise<WebhookAnswer> {
    const { sender, tracer } = this.#deps;
    const parent = message.kind === 'won' ? await this.#parentOf(message) : null;
    if (parent === null) return sender.send(endpoint, message, signal);
    return tracer.span(planOf(endpoint, message, parent), async (span) => {
      if (!span) return sender.send(endpoint, message, signal);
      const answer = await sender.send(endpoint, { ...message, traceparent: span.traceparent }, signal);
      describe(span, answer);
      return answer;
    });
  }

  /* A store that hangs fails by its own deadline, and the attempt is made without. */
  async #parentOf({ prize: { activityId, drawId } }: WebhookMessage): Promise<string | null> {
    try {
      const [commit] = await this.#deps.traces.of(activityId, [drawId]);
      return commit ? relaySpan(commit, drawId) : null;
    } catch (error) {
      this.#deps.errorReporter.report('the traces of draws are not known', error);
      return null;
    }
  }
}

/* The path of its URL may hold a secret. */
function planOf({ name, url }: WebhookEndpoint, { prize }: WebhookMessage, parent: string): SpanPlan {
  const attributes = {
    'http.request.method': 'POST',
    'server.address': new URL(url).hostname,
    'cms.endpoint': name,
    'cms.activity_id': prize.activityId,
    'cms.draw_id': prize.drawId,
  };
  return { name: 'delivery webhook', kind: 'client', parent, attributes };
}

function describe(span: OpenSpan, answer: WebhookAnswer): void {
  if (answer.kind === 'unanswered') span.fail('unanswered');
  else {
    span.set({ 'http.response.status_code': answer.status });
    if (answer.status >= 400) span.fail(String(answer.status));
  }
}
