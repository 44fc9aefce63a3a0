import { z } from 'zod';
import { DELIVERY_STATES } from '../../../../domain/deliveries/delivery.ts';

/*
 * Refusals of look and redeem beside the common ones: 409 `refused`, `detail.reason` a member of `COUNTER_REASONS`;
 * 429 `too_many` with `Retry-After` and `detail.retry_after_seconds`: this operator has shown too many codes that
 * are none.
 */

export const COUNTER_REASONS = [
  /** Not of this installation, or changed. */
  'bad_ticket',
  /** The winner's page shows a new one. */
  'ticket_expired',
  /** Also for some seconds after the win. */
  'no_such_win',
] as const;

/** What the QR code holds: an address with the ticket after its `#`, or the ticket. */
const code = z.string().trim().min(1).max(2048);

/* Control characters, and those that turn the direction of a line, are left out. */
const place = z
  .string()
  .transform((text) => text.replace(/\p{C}/gu, '').trim())
  .pipe(z.string().max(40));

/** `GET /api/counter/activities`: those that have prizes for a counter, those with open ones first. */
export const counterActivitiesSchema = z.object({
  activities: z.array(
    z.object({
      activity_id: z.string(),
      /** `null`: it is not served any more. */
      title: z.string().nullable(),
      /** Not handed over yet, and handed over; each counted up to `counted_up_to`. */
      open: z.number(),
      redeemed: z.number(),
      last_redeemed_at: z.string().nullable(),
    }),
  ),
  counted_up_to: z.number(),
});

/** What staff see of a win: nothing of the winner. */
export const counterWinSchema = z.object({
  activity_id: z.string(),
  activity_title: z.string().nullable(),
  name: z.string(),
  /** Where its picture is, as the activity names it. */
  image: z.string().nullable(),
  /** The last characters of the draw's id, to be read out. */
  serial: z.string(),
  state: z.enum(DELIVERY_STATES),
  /** `null` until it is redeemed. `place`: where, or by whom. Times: ISO 8601 in the activity's time zone. */
  redemption: z.object({ at: z.string(), place: z.string() }).nullable(),
});

/** `POST /api/counter/look` */
export const counterLookInput = z.object({ code });
export const counterLookSchema = z.object({ win: counterWinSchema });

/** `POST /api/counter/redeem` */
export const counterRedeemInput = z.object({
  code,
  /** The counter, such as a shop; the operator's name stands beside it. */
  place: place.optional(),
  /** Chosen by the page, new for each press of the button: a repeat with it, after an answer was lost, is the same. */
  request_id: z.string().regex(/^[A-Za-z0-9_-]{8,64}$/),
});
export const counterRedeemSchema = z.object({
  /** `false`: it was redeemed before, or by somebody else a moment ago; `win.redemption` has where. */
  redeemed: z.boolean(),
  /** Whether this is the repeat of an earlier call with the same `request_id`. */
  replayed: z.boolean(),
  win: counterWinSchema,
});

export type CounterActivitiesView = z.infer<typeof counterActivitiesSchema>;
export type CounterWinView = z.infer<typeof counterWinSchema>;
export type CounterLookView = z.infer<typeof counterLookSchema>;
export type CounterRedeemInput = z.infer<typeof counterRedeemInput>;
export type CounterRedeemView = z.infer<typeof counterRedeemSchema>;
