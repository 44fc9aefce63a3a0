import { RESPONSES, type RefusalCode } from '../http/responses.ts';
import { reference } from './openapi-schemas.ts';

export type Json = Record<string, unknown>;

const FAULTS: readonly RefusalCode[] = ['internal_error', 'system_busy'];

const REQUEST_ID = {
  'X-Request-Id': { description: "The client's own if it sent a sane one", schema: { type: 'string' } },
};
const RETRY_AFTER = { 'Retry-After': { description: 'Seconds', schema: { type: 'integer' } } };

export const mediaResponses: Json = {
  200: { description: 'The file' },
  206: { description: 'The part of it that was asked for' },
  304: { description: 'It has not changed' },
};

/** Of each HTTP status, the answers that come with it. */
export function responses(output: readonly string[], refusals: readonly RefusalCode[]): Json {
  const byStatus = new Map<number, string[]>(
    output.length > 0 ? [[RESPONSES.served.status, [...output]]] : [],
  );
  const described = new Set<string>();
  for (const code of [...refusals, ...FAULTS]) {
    const { status, ret, msg } = RESPONSES[code];
    // Two codes may be the same answer, such as those of `4029`.
    const answer = `${status} ${ret} ${msg}`;
    if (described.has(answer)) continue;
    described.add(answer);
    byStatus.set(status, [...(byStatus.get(status) ?? []), `Refused.${code}`]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, names]) => [
      status,
      {
        description: status === 200 ? 'Done, or refused by a rule of the activity: see `ret`' : 'See `ret`',
        headers: { ...REQUEST_ID, ...((status === 429 || status === 503) && RETRY_AFTER) },
        content: { 'application/json': { schema: { anyOf: names.map(reference) } } },
      },
    ]),
  );
}
