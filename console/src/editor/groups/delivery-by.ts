import { isJsonObject } from '../text/json-path.ts';

/** Returns a delivery by another way, with what that way needs; `undefined` for one by hand, the usual one. */
export function deliveryBy(by: string, before: unknown): Record<string, unknown> | undefined {
  if (by === 'hand') return undefined;
  const { fields, until, to } = isJsonObject(before) ? before : {};
  if (by === 'form')
    return { by, fields: fields ?? ['name', 'phone', 'address'], ...(until !== undefined && { until }) };
  return by === 'webhook' ? { by, to: to ?? 'crm' } : { by };
}
