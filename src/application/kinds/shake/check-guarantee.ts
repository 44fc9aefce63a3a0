import type { Activity } from '../../../domain/activities/activity.ts';
import type { DrawDetails } from '../../../domain/draws/draw-details.ts';
import { stockInAll } from '../../authoring/check/expected-cost.ts';
import type { Warn } from '../../authoring/check/finding.ts';
import { mostDraws } from './most-draws.ts';

/** A guarantee that cannot be kept, and prizes that are locked for longer than users can draw. */
export function checkGuarantee(activity: Activity<DrawDetails>, warn: Warn): void {
  const { guarantee, prizes } = activity.details.rules;
  const most = mostDraws(activity);
  for (const [prize, { unlock_after: unlock }] of Object.entries(prizes)) {
    if (most === null || unlock === 0 || unlock < most) continue;
    warn(`rules.prizes.${prize}.unlock_after`, 'unlock-out-of-reach', {
      prize,
      unlock: String(unlock),
      most: String(most),
    });
  }
  if (guarantee === null) return;
  const { prize, after } = guarantee;
  const rule = prizes[prize];
  if (most !== null && after > most) {
    warn('rules.guarantee.after', 'guarantee-out-of-reach', { after: String(after), most: String(most) });
  }
  if (rule && stockInAll(rule) === 0) warn('rules.guarantee.prize', 'guarantee-without-stock', { prize });
  // Who cannot be due twice, nor win it by odds before, never misses it.
  const mayBeDueAgain = most === null || most >= 2 * after || (rule && rule.odds.numerator > 0n);
  if (rule?.per_user === 1 && mayBeDueAgain) warn('rules.guarantee.prize', 'guarantee-once', { prize });
  if (rule && rule.unlock_after >= after) {
    const params = { prize, unlock: String(rule.unlock_after), after: String(after) };
    warn('rules.guarantee.prize', 'guarantee-locked', params);
  }
  if (!rule?.value || rule.value.numerator === 0n) {
    warn('rules.guarantee.prize', 'guarantee-without-value', { prize });
  }
}
