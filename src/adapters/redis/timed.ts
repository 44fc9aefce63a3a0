import type { StoreOperation, StoreTelemetry } from '../../domain/shared/store-telemetry.ts';

/** Does the work, and records its result and its duration. */
export async function timed<T>(
  telemetry: StoreTelemetry | undefined,
  operation: StoreOperation,
  work: () => Promise<T>,
): Promise<T> {
  if (!telemetry) return work();
  const startedAt = performance.now();
  try {
    const result = await work();
    telemetry.storeAnswered(operation, 'ok', (performance.now() - startedAt) / 1000);
    return result;
  } catch (error) {
    telemetry.storeAnswered(operation, 'fault', (performance.now() - startedAt) / 1000);
    throw error;
  }
}
