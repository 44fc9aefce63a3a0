import type { DrawRules } from '../draws/draw-rules.ts';
import type { Problem } from '../shared/problem.ts';

/** What deliveries need beside the record store. */
export interface DeliveryMeans {
  /** Whether there is a key, which seals codes and forms and signs the tickets of counters. */
  readonly hasDataKey: boolean;
  /** The names of the webhook endpoints; `null` where they are not known. */
  readonly endpoints: ReadonlySet<string> | null;
}

/** What the deliveries of these rules need and is not there. */
export function missingMeans(
  { prizes }: Pick<DrawRules, 'prizes'>,
  { hasDataKey, endpoints }: DeliveryMeans,
): Problem[] {
  return Object.entries(prizes).flatMap(([id, { delivery }]): Problem[] => {
    const { by, to } = delivery;
    const path = `rules.prizes.${id}.delivery`;
    const needsKey = by === 'code' || by === 'form' || by === 'counter';
    const isUnknown = to !== undefined && endpoints !== null && !endpoints.has(to);
    const problems: Problem[] = [];
    if (needsKey && !hasDataKey) problems.push({ code: 'no_data_key', path: `${path}.by`, params: { by } });
    if (isUnknown) problems.push({ code: 'no_such_endpoint', path: `${path}.to`, params: { name: to } });
    return problems;
  });
}
