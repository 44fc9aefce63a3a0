import { isMarkable, resendable } from '../../../../application/deliveries/delivery-office.ts';
import type { KeptDelivery } from '../../../../domain/deliveries/delivery-pages.ts';
import type { DeliveryView, ListedDeliveryView } from '../contract/deliveries.ts';
import { isoOf, isoOrNull } from './iso.ts';

/** How far a win is on its way. */
export function jsonOfDelivery(delivery: KeptDelivery): DeliveryView {
  const { method, endpoint, state, changedAt, by, attempts, dueAt, lastError } = delivery;
  const { fields, until, formChangedAt } = delivery;
  return {
    method,
    endpoint,
    state,
    changed_at: isoOf(changedAt),
    by,
    attempts,
    due_at: isoOrNull(dueAt),
    last_error: lastError,
    fields: [...fields],
    until: isoOrNull(until),
    form_changed_at: isoOrNull(formChangedAt),
    may: {
      resend: resendable(delivery) === 'yes',
      mark_done: isMarkable(delivery),
      open_form: formChangedAt !== null,
    },
  };
}

/** The same with the win itself. */
export function jsonOfListedDelivery(delivery: KeptDelivery): ListedDeliveryView {
  const { activityId, drawId, uid, prizeId, name, unit, value, wonAt } = delivery;
  return {
    activity_id: activityId,
    draw_id: drawId,
    uid,
    prize_id: prizeId,
    name,
    unit,
    value,
    won_at: isoOf(wonAt),
    ...jsonOfDelivery(delivery),
  };
}
