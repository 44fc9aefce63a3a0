import { z } from 'zod';
import { DELIVERY_STATES } from '../../../../domain/deliveries/delivery.ts';
import { DELIVERY_METHODS } from '../../../../domain/draws/prize-delivery.ts';
import { activityId, instant, reason } from './parameters.ts';
import { wordsSchema } from './words.ts';

/*
 * Refusals of these routes beside the common ones:
 * resend: 404 `not_found` (no such delivery); 409 `refused`, `detail.reason`: `not_failed`, `no_endpoint`, `form_erased`;
 *   of all: 409 `refused`, `detail.reason` `more_failed` with `detail.count`: more have failed than were confirmed.
 */

const at = z.string().describe('ISO 8601, UTC');
const drawId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

export const deliveryState = z.enum(DELIVERY_STATES);
export const deliveryMethod = z.enum(DELIVERY_METHODS);

/** How far one win is on its way. Nothing of a form is in it. */
export const deliverySchema = z.object({
  method: deliveryMethod,
  /** The webhook endpoint; `null` without one. */
  endpoint: z.string().nullable(),
  state: deliveryState,
  changed_at: at,
  /** Who marked it as handed over, or where a counter redeemed it; `null`: nobody, or it is not known. */
  by: z.string().nullable(),
  /** Of a webhook: calls that were made, when the next one is due, and what was wrong with the last one. */
  attempts: z.number(),
  due_at: at.nullable(),
  last_error: z.string().nullable(),
  /** Of a form: what it asks, until when, and when it was filled in (`null`: it was not, or it was erased). */
  fields: z.array(z.string()),
  until: at.nullable(),
  form_changed_at: at.nullable(),
  /** What can be done now. */
  may: z.object({ resend: z.boolean(), mark_done: z.boolean(), open_form: z.boolean() }),
});

export const listedDeliverySchema = deliverySchema.extend({
  activity_id: z.string(),
  draw_id: z.string(),
  uid: z.string(),
  prize_id: z.string(),
  name: z.string(),
  unit: z.number(),
  value: z.string().nullable(),
  won_at: at,
});

export const deliveriesInput = z.object({
  activity_id: activityId,
  state: deliveryState.optional(),
  method: deliveryMethod.optional(),
  /** The `next` of the page before. */
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
});

/** `GET /api/deliveries`: the latest wins first. */
export const deliveriesSchema = z.object({
  deliveries: z.array(listedDeliverySchema),
  /** A page with a method may have fewer than `limit`, also none, and a `next`: so many others were looked at. */
  next: z.string().nullable(),
});

export const totalsInput = z.object({ activity_id: activityId });

/** `GET /api/deliveries/totals`. Each is counted up to `counted_up_to`. */
export const totalsSchema = z.object({
  by_state: z.record(deliveryState, z.number()),
  counted_up_to: z.number(),
  /** Failed ones that `resend` with `all` sends: those of webhooks, and forms that were not erased. */
  resendable: z.number(),
  /** Endpoints of this activity to which nothing is sent until an operator starts them. */
  stopped_endpoints: z.array(z.object({ name: z.string(), stopped_at: at, reason: z.string() })),
});

/** `POST /api/deliveries/resend`: one, or all failed ones of the activity: `count` is what the person has confirmed. */
export const resendInput = z.object({
  activity_id: activityId,
  draw_id: drawId.optional(),
  all: z.object({ count: z.number().int().min(1) }).optional(),
  reason,
});

export const resentSchema = z.object({ resent: z.number() });

export const MOST_DONE = 500;

/** `POST /api/deliveries/done`: prizes by hand, and those with a form that goes to no endpoint. Repeated: the same. */
export const doneInput = z.object({
  activity_id: activityId,
  draw_ids: z.array(drawId).min(1).max(MOST_DONE),
  reason,
});

export const doneSchema = z.object({
  delivered: z.number(),
  /** They were marked before. */
  already: z.number(),
  refused: z.array(
    wordsSchema.extend({
      draw_id: z.string(),
      code: z.enum(['unknown', 'other_method', 'no_form', 'failed']),
    }),
  ),
});

const words = <T extends string>(all: readonly T[]) =>
  z
    .string()
    .max(200)
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(all as readonly [T, ...T[]])).min(1))
    .optional();

/**
 * `GET /api/activities/:id/winners.csv`: as `export --won`; UTF-8 with a byte order mark, lines end in CRLF. The look is in
 * the trail.
 */
export const winnersCsvInput = z.object({
  id: activityId,
  /** Divided by commas. */
  state: words(DELIVERY_STATES),
  method: words(DELIVERY_METHODS),
  /** Won at this time or later. */
  since: instant.optional(),
  /** `1`: with what winners have filled in. */
  forms: z.enum(['0', '1']).optional(),
});

export type DeliveryView = z.infer<typeof deliverySchema>;
export type ListedDeliveryView = z.infer<typeof listedDeliverySchema>;
export type DeliveriesInput = z.infer<typeof deliveriesInput>;
export type DeliveriesView = z.infer<typeof deliveriesSchema>;
export type TotalsView = z.infer<typeof totalsSchema>;
export type ResendInput = z.infer<typeof resendInput>;
export type ResentView = z.infer<typeof resentSchema>;
export type DoneInput = z.infer<typeof doneInput>;
export type DoneView = z.infer<typeof doneSchema>;
