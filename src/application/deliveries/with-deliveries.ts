import type { Activity } from '../../domain/activities/activity.ts';
import type { UserDrawInfo } from '../../domain/draws/user-draw-info.ts';
import type { Reply } from '../activities/activity-service.ts';
import { andThen, type MaybePromise } from '../shared/maybe-promise.ts';
import type { Asking, DeliveriesByDraw, ShownDeliveries } from './shown-deliveries.ts';

/** Something that lists wins, and how each of them is delivered. */
export interface WithDeliveries<Data> {
  readonly data: Data;
  readonly deliveries: DeliveriesByDraw;
}

interface ListsWins {
  readonly activity: Activity;
  readonly userDrawInfo: UserDrawInfo;
}

/** Adds the deliveries of the wins that a reply lists. Draws themselves know nothing of them. */
export function withDeliveries<Data extends ListsWins>(
  shown: Pick<ShownDeliveries, 'ofWins'>,
  pending: MaybePromise<Reply<Data>>,
  asking: Asking,
): MaybePromise<Reply<WithDeliveries<Data>>> {
  return andThen(pending, (reply): MaybePromise<Reply<WithDeliveries<Data>>> => {
    const { result, ...rest } = reply;
    if (result.kind !== 'served') return { result, ...rest };
    const { data } = result;
    return andThen(shown.ofWins(data.activity, data.userDrawInfo, asking), (deliveries) => ({
      result: { kind: 'served', data: { data, deliveries } },
      ...rest,
    }));
  });
}
