import type { ConsoleRoute } from '../console-route.ts';
import { activityRoutes } from './activity-routes.ts';
import { controlRoutes } from './control-routes.ts';
import { draftRoutes } from './draft-routes.ts';
import { historyRoutes } from './history-routes.ts';
import { pictureRoutes } from './picture-routes.ts';
import { publishRoutes } from './publish-routes.ts';
import type { ReleaseRoutesParts } from './release-parts.ts';
import { simulationRoutes } from './simulation-routes.ts';

/** Activities, their drafts, what is published of them, and simulations. */
export function releaseRoutes(parts: ReleaseRoutesParts): readonly ConsoleRoute[] {
  return [
    ...activityRoutes(parts),
    ...draftRoutes(parts),
    ...pictureRoutes(parts),
    ...publishRoutes(parts),
    ...controlRoutes(parts),
    ...historyRoutes(parts),
    ...simulationRoutes(parts),
  ];
}
