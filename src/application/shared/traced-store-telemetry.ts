import type { StoreOperation, StoreTelemetry } from '../../domain/shared/store-telemetry.ts';
import type { SpanAttributes, Tracer } from '../../domain/shared/tracer.ts';

/** Telemetry of Redis that makes a span of each operation of a traced request. */
export class TracedStoreTelemetry implements StoreTelemetry {
  readonly #telemetry: StoreTelemetry;
  readonly #tracer: Pick<Tracer, 'justEnded'>;

  constructor(telemetry: StoreTelemetry, tracer: Pick<Tracer, 'justEnded'>) {
    this.#telemetry = telemetry;
    this.#tracer = tracer;
  }

  storeAnswered(
    operation: StoreOperation,
    result: 'ok' | 'fault',
    seconds: number,
    parents?: readonly string[],
  ): void {
    this.#telemetry.storeAnswered(operation, result, seconds);
    const failure = result === 'fault' ? 'fault' : undefined;
    // A batch is one operation, and stands in the trace of each request that waits for it.
    for (const parent of parents ?? [undefined]) {
      const attributes: SpanAttributes = {
        'db.system.name': 'redis',
        'db.operation.name': operation,
        ...(parents && parents.length > 1 && { 'cms.traced_in_batch': parents.length }),
      };
      const plan = { name: `redis ${operation}`, kind: 'client', attributes } as const;
      this.#tracer.justEnded({ ...plan, ...(parent !== undefined && { parent }) }, seconds, failure);
    }
  }
}
