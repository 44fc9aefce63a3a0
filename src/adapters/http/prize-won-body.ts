import type { WebhookMessage } from '../../domain/deliveries/webhook-sender.ts';

const TYPES = { won: 'prize.won', sample: 'prize.test' } as const;

/**
 * The body of a webhook. It depends on the win alone, so that it is the same at each attempt; therefore times are in UTC:
 * the time zone of an activity may change.
 */
export function prizeWonBody({ kind, prize }: WebhookMessage): string {
  const wonAt = new Date(prize.wonAt).toISOString();
  const { activityId, drawId, uid, prizeId, unit, name, value, form } = prize;
  return JSON.stringify({
    type: TYPES[kind],
    timestamp: wonAt,
    data: {
      activity_id: activityId,
      draw_id: drawId,
      uid,
      prize_id: prizeId,
      unit,
      name,
      value,
      won_at: wonAt,
      ...(form !== null && { form }),
    },
  });
}
