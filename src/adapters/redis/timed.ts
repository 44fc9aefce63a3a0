import type { StoreOperation, StoreTelemetry } from '../../domain/shared/store-telemetry.ts';

/** Does the work, and records its result and its duration. @param parents the spans that wait for it, where they are known */
export async function timed<T>(
  telemetry: StoreTelemetry | undefined,
  operation: StoreOperation,
  work: () => Promise<T>,
  parents?: readonly string[],
): Promise<T> {
  if (!telemetry) return work();
  const startedAt = performance.now();
  try {
    const result = await work();
    telemetry.storeAnswered(operation, 'ok', (performance.now() - startedAt) / 1000, parents);
    return result;
  } catch (error) {
    telemetry.storeAnswered(operation, 'fault', (performance.now() - startedAt) / 1000, parents);
    throw error;
  }
}
