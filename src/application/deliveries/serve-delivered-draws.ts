import type { Activity } from '../../domain/activities/activity.ts';
import type { AdmittedVisitor } from '../activities/activity-service.ts';
import { type DrawsPart, type DrawsParts, serveDraws } from '../draws/serve-draws.ts';
import type { DeliveriesByDraw, ShownDeliveries } from './shown-deliveries.ts';

interface DeliveredDrawsParts extends DrawsParts {
  readonly shownDeliveries: Pick<ShownDeliveries, 'ofWins'>;
}

/**
 * What a visitor sees of the draws of an activity, with how the wins are delivered.
 * @throws DependencyError if the ledger does not answer to a user
 */
export async function serveDeliveredDraws(
  activity: Activity,
  visitor: AdmittedVisitor,
  parts: DeliveredDrawsParts,
): Promise<DrawsPart & { readonly deliveries: DeliveriesByDraw }> {
  const shown = await serveDraws(activity, visitor, parts);
  const { userDrawInfo } = shown;
  const pending = userDrawInfo && parts.shownDeliveries.ofWins(activity, userDrawInfo, 'where_needed');
  // Most users have no win that is to be asked about.
  return { ...shown, deliveries: pending instanceof Promise ? await pending : pending };
}
