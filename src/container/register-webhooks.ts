import type { RecordsUse } from '../adapters/cli/delivery-parts.ts';
import { HttpWebhookSender } from '../adapters/http/http-webhook-sender.ts';
import { SqlDeliveryDesk } from '../adapters/sql/records/sql-delivery-desk.ts';
import { SqlDeliveryQueue } from '../adapters/sql/records/sql-delivery-queue.ts';
import { SqlEndpointStates } from '../adapters/sql/records/sql-endpoint-states.ts';
import { systemTimer } from '../adapters/system/system-timer.ts';
import { type EndpointTestResult, testEndpoint } from '../application/deliveries/endpoint-test.ts';
import { TracedWebhookSender } from '../application/deliveries/traced-webhook-sender.ts';
import { WebhookDispatcher } from '../application/deliveries/webhook-dispatcher.ts';
import type { DeliveryDesk } from '../domain/deliveries/delivery-desk.ts';
import type { EndpointStates } from '../domain/deliveries/endpoint-states.ts';
import type { WebhookEndpoint } from '../domain/deliveries/webhook-endpoint.ts';
import type { WebhookSender } from '../domain/deliveries/webhook-sender.ts';
import { drawTraces } from './draw-traces.ts';
import { openRecordsIfAny } from './open-records.ts';
import type { Get, Registry } from './registry.ts';
import { tokens } from './tokens.ts';

/** What sends deliveries to webhook endpoints; `null` without endpoints. */
export function registerWebhooks(registry: Registry): void {
  registry.factory(tokens.webhooks, (get) => {
    const { endpoints } = get(tokens.settings);
    if (endpoints.size === 0) return null;
    const [records, clock, disposer] = [get(tokens.records), get(tokens.clock), get(tokens.disposer)];
    const sender = new HttpWebhookSender(clock);
    disposer.push(() => sender.close());
    const dispatcher = new WebhookDispatcher(endpoints, {
      queue: new SqlDeliveryQueue(records),
      states: new SqlEndpointStates(records),
      sender: tracedSender(get, sender),
      vault: get(tokens.vault),
      clock,
      timer: systemTimer,
      entropy: get(tokens.entropy),
      reporter: get(tokens.errorReporter),
    });
    disposer.push(() => dispatcher.close());
    return dispatcher;
  });
}

function tracedSender(get: Get, sender: WebhookSender): WebhookSender {
  const tracing = get(tokens.tracing);
  if (!tracing) return sender;
  const { tracer } = tracing;
  const errorReporter = get(tokens.errorReporter);
  return new TracedWebhookSender({ sender, tracer, traces: drawTraces(get), errorReporter });
}

/** What the commands `deliveries` work with; `null` where there is no record store yet. @throws Error as `openRecords` does */
export async function openDeliveryDesk(
  get: Get,
  use: RecordsUse,
): Promise<{ desk: DeliveryDesk; states: EndpointStates } | null> {
  const records = await openRecordsIfAny(get, use);
  return records && { desk: new SqlDeliveryDesk(records), states: new SqlEndpointStates(records) };
}

/** One message of an invented win to the endpoint. */
export async function sendSample(get: Get, endpoint: WebhookEndpoint): Promise<EndpointTestResult> {
  const clock = get(tokens.clock);
  const sender = new HttpWebhookSender(clock);
  get(tokens.disposer).push(() => sender.close());
  return testEndpoint(endpoint, { sender, clock, timer: systemTimer, identifiers: get(tokens.identifiers) });
}
