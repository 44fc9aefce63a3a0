import { TracedStoreTelemetry } from '../application/shared/traced-store-telemetry.ts';
import type { StoreTelemetry } from '../domain/shared/store-telemetry.ts';
import type { Get, Registry } from './registry.ts';
import { tokens } from './tokens.ts';

/**
 * What sends spans, where the settings say where to. Its modules are loaded then alone. What is opened later is closed
 * before it, so that the last spans are sent.
 */
export async function registerTracing(registry: Registry): Promise<void> {
  const { traces } = registry.get(tokens.settings);
  if (!traces) return;
  const { openTracing } = await import('../adapters/opentelemetry/open-tracing.ts');
  const tracing = openTracing({ settings: traces, errorReporter: registry.get(tokens.errorReporter) });
  registry.get(tokens.disposer).push(() => tracing.close());
  registry.get(tokens.metrics).addSpans(() => tracing.counts());
  registry.value(tokens.tracing, tracing);
}

/** Telemetry of stores in Redis. */
export function storeTelemetry(get: Get): StoreTelemetry {
  const { store } = get(tokens.metrics);
  const tracing = get(tokens.tracing);
  return tracing ? new TracedStoreTelemetry(store, tracing.tracer) : store;
}
