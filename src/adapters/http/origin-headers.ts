import type { Entropy } from '../../domain/shared/entropy.ts';
import { type RequestOrigin, traceparent } from '../../domain/visitors/request-origin.ts';

/* By W3C Trace Context. */
const SPAN_ID_BYTES = 8;

/** With these, entries in the log of the service that is called can be matched with entries in ours. */
export function originHeaders(origin: RequestOrigin | undefined, entropy: Entropy): Record<string, string> {
  if (!origin) return {};
  const { requestId, trace } = origin;
  const headers = { 'X-Request-Id': requestId };
  if (!trace) return headers;
  return { ...headers, traceparent: traceparent(trace, entropy.hex(SPAN_ID_BYTES)) };
}
