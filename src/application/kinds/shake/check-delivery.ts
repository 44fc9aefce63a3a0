import type { Activity } from '../../../domain/activities/activity.ts';
import type { PrizeRule } from '../../../domain/draws/prize-rule.ts';
import { inAMonth } from '../../authoring/check/example-instants.ts';
import type { Warn } from '../../authoring/check/finding.ts';

/** A form that stays open for ever, or closes before the last winner; codes that alone limit a prize. */
export function checkDelivery(
  { endsAt, publicData }: Pick<Activity, 'endsAt' | 'publicData'>,
  prize: string,
  { stock, delivery: { by, until } }: Pick<PrizeRule, 'stock' | 'delivery'>,
  warn: Warn,
): void {
  const field = `rules.prizes.${prize}`;
  if (by === 'code' && stock === null) warn(`${field}.stock`, 'codes-without-stock', { prize });
  if (by !== 'form' || endsAt === null) return;
  const [ends, example] = [String(publicData.ends_at), inAMonth(endsAt)];
  if (until === undefined) warn(`${field}.delivery.until`, 'form-without-until', { prize, example });
  else if (until <= endsAt) warn(`${field}.delivery.until`, 'form-until-too-soon', { prize, ends, example });
}
