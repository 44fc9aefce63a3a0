import { type DeliveryState, firstState, type WonPrizeFace } from '../../domain/deliveries/delivery.ts';
import type { WinnerDelivery } from '../../domain/deliveries/winner-deliveries.ts';
import type { FormValues } from '../../domain/deliveries/winner-form.ts';
import type { DrawDetails } from '../../domain/draws/draw-details.ts';
import type { DeliveryMethod, FormField, PrizeDelivery } from '../../domain/draws/prize-delivery.ts';
import { isoInTimezone } from '../../domain/shared/local-time.ts';

/** How a win reaches its winner, as the winner sees it. */
export interface ShownDelivery {
  readonly by: DeliveryMethod;
  readonly state: DeliveryState;
  /** The redeem code; left out where there is none to show. */
  readonly code?: string;
  /** Until when the form may be filled in: ISO 8601 with the offset of the activity's time zone. */
  readonly until?: string;
  /** `values`: what the winner has typed; left out where that is nothing. */
  readonly form?: { readonly fields: readonly FormField[]; readonly values?: FormValues };
  /** The win as it was made; left out where the record store has not shown it. */
  readonly face?: Pick<WonPrizeFace, 'name' | 'image' | 'claim' | 'claimUrl'>;
}

const BY_HAND: PrizeDelivery = { by: 'hand' };

/** How the file delivers the prize now; `null` where it does not draw it any more. */
export function deliveryInFile({ rules }: DrawDetails, prizeId: string): PrizeDelivery | null {
  const rule = rules.prizes[prizeId];
  if (rule) return rule.delivery;
  // These two are drawn also without a rule of their own.
  const isDrawn = rules.fallback === prizeId || rules.guarantee?.prize === prizeId;
  return isDrawn ? BY_HAND : null;
}

/**
 * A win whose delivery the record store has.
 * @param own its code, if it has one, and what its winner has typed
 */
export function shownRecord(
  delivery: WinnerDelivery,
  { code, values }: { readonly code?: string | undefined; readonly values?: FormValues | null },
  timezone: string,
): ShownDelivery {
  const { method: by, state, until, fields, name, image, claim, claimUrl } = delivery;
  return {
    by,
    ...shownState(by, state, code),
    ...(until !== null && { until: isoInTimezone(until, timezone) }),
    ...(by === 'form' && { form: { fields, ...(values && { values }) } }),
    face: { name, image, claim, claimUrl },
  };
}

/** A win that is so new that the record store does not have it: it begins as the file says now. */
export function shownBeginning(
  delivery: PrizeDelivery | null,
  code: string | undefined,
  timezone: string,
): ShownDelivery {
  if (delivery === null) return { by: 'hand', state: 'preparing' };
  const { by, until, fields = [] } = delivery;
  return {
    by,
    ...shownState(by, firstState(by), code),
    ...(until !== undefined && { until: isoInTimezone(until, timezone) }),
    ...(by === 'form' && { form: { fields } }),
  };
}

/** A win whose delivery is not known, because the record store does not answer. */
export function shownUnknown(delivery: PrizeDelivery | null): ShownDelivery {
  const by = delivery?.by ?? 'hand';
  // Nothing of a win by hand is in the record store but whether it was handed over.
  return delivery?.by === 'hand' ? { by, state: 'ready' } : { by, state: 'preparing' };
}

/* A code is ready when it can be shown. */
function shownState(
  by: DeliveryMethod,
  state: DeliveryState,
  code: string | undefined,
): Pick<ShownDelivery, 'state' | 'code'> {
  if (by !== 'code') return { state };
  if (code !== undefined) return { state, code };
  return { state: state === 'ready' ? 'preparing' : state };
}
