import type { DrawEntry } from '../draws/draw-log.ts';
import type { FormField, PrizeDelivery } from '../draws/prize-delivery.ts';
import { type Delivery, firstState, type WonPrizeFace } from './delivery.ts';

/** A prize as a set of rules has it. */
export interface PrizeOffer {
  readonly face: WonPrizeFace;
  readonly delivery: PrizeDelivery;
}

/** A delivery as it begins. */
export interface NewDelivery extends Delivery {
  /** What a form asks; `null` without one. */
  readonly fields: readonly FormField[] | null;
  /** When a webhook is tried first, in milliseconds since the epoch; `null` where nothing is to be sent. */
  readonly dueAt: number | null;
}

const NO_FACE = { image: null, claim: null, claimUrl: null, value: null };

/**
 * The delivery of a draw that won; `null` for one that did not.
 * @param offer the prize in the set of rules of the draw; without one, it is handed over by hand and named by its id
 * @param now milliseconds since the epoch
 */
export function newDelivery(
  activityId: string,
  draw: DrawEntry,
  offer: PrizeOffer | undefined,
  now: number,
): NewDelivery | null {
  const { drawId, uid, prizeId, unit, at } = draw;
  if (prizeId === null || unit === null) return null;
  const { face, delivery } = offer ?? {
    face: { name: prizeId, ...NO_FACE },
    delivery: { by: 'hand' } as PrizeDelivery,
  };
  const method = delivery.by;
  return {
    activityId,
    drawId,
    uid,
    prizeId,
    unit,
    method,
    endpoint: delivery.to ?? null,
    state: firstState(method),
    ...face,
    wonAt: at,
    until: delivery.until ?? null,
    fields: delivery.fields ?? null,
    dueAt: method === 'webhook' ? now : null,
  };
}
