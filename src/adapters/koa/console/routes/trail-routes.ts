import type { AuditTrail, TrailEntry, TrailQuery } from '../../../../domain/operators/audit-trail.ts';
import { type ConsoleRoute, consoleRoute } from '../console-route.ts';
import { type TrailEntryView, trailInput, trailSchema } from '../contract/operators.ts';
import { isoOf } from '../encode/iso.ts';

/** The trail, for admins. It has no route that changes it. */
export function trailRoutes(trail: Pick<AuditTrail, 'page'>): readonly ConsoleRoute[] {
  return [
    consoleRoute({
      method: 'GET',
      path: '/trail',
      access: 'operators',
      summary: 'who has done what, the latest first',
      input: trailInput,
      output: trailSchema,
      handle: async ({ input: { limit, activity_id, ...filters } }) => {
        const query = withoutUndefined({ ...filters, activityId: activity_id });
        // One more than is shown, to know whether there are more.
        const found = await trail.page({ ...query, limit: limit + 1 });
        const entries = found.slice(0, limit);
        const next = found.length > limit ? (entries.at(-1)?.id ?? null) : null;
        return { entries: entries.map(viewOf), next };
      },
    }),
  ];
}

function withoutUndefined(filters: Record<string, string | undefined>): Omit<TrailQuery, 'limit'> {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined));
}

function viewOf({
  id,
  at,
  operatorId,
  operator,
  activityId,
  address,
  reason,
  ...rest
}: TrailEntry): TrailEntryView {
  return {
    id,
    at: isoOf(at),
    operator: { id: operatorId, name: operator },
    via: rest.via,
    address: address || null,
    action: rest.action,
    activity_id: activityId,
    target: rest.target,
    reason: reason || null,
    before: rest.before,
    after: rest.after,
  };
}
