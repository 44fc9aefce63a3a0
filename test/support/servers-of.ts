import type { ActivityServer } from '../../src/application/activities/activity-service.ts';
import type { ActivityData } from '../../src/application/kinds/activity-data.ts';
import type { ServerParts } from '../../src/application/kinds/kind.ts';
import { type Kinds, kinds } from '../../src/application/kinds/kinds.ts';

/** The server of each kind, over these parts. */
export function serversOf(
  parts: ServerParts,
  served: Kinds = kinds,
): ReadonlyMap<string, ActivityServer<ActivityData>> {
  return new Map([...served].map(([dispatch, kind]) => [dispatch, kind.open(parts)]));
}
