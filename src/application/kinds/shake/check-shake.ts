import type { Activity } from '../../../domain/activities/activity.ts';
import type { DrawDetails } from '../../../domain/draws/draw-details.ts';
import { compare, fraction, sum } from '../../../domain/shared/fraction.ts';
import { percentText } from '../../authoring/check/exact-text.ts';
import { inAMonth, tomorrow } from '../../authoring/check/example-instants.ts';
import type { Warn } from '../../authoring/check/finding.ts';
import { checkBudget } from './check-budget.ts';
import { checkChances } from './check-chances.ts';
import { checkDelivery } from './check-delivery.ts';
import { checkGuarantee } from './check-guarantee.ts';
import { checkRelease } from './check-release.ts';
import { checkSegments } from './check-segments.ts';
import { checkTexts } from './check-texts.ts';

const LITTLE = fraction(1n, 100n);

export function checkShake(activity: Activity<DrawDetails>, warn: Warn, now: number): void {
  const { prizes, rules } = activity.details;
  if (!activity.loginRequired) warn('is_login_user', 'nobody-draws');
  if (prizes.length === 0) warn('prizes', 'no-prizes');

  const written = Object.values(rules.prizes);
  if (written.some(({ stock }) => stock !== null)) {
    if (activity.startsAt === null) warn('starts_at', 'no-window', { example: tomorrow(now) });
    if (activity.endsAt === null) {
      warn('ends_at', 'no-window', { example: inAMonth(Math.max(now, activity.startsAt ?? now)) });
    }
  }
  checkChances(rules.chances, warn);

  // These are won without odds of their own.
  const isOtherwiseWon = (id: string) => rules.fallback === id || rules.guarantee?.prize === id;
  for (const [index, { id }] of prizes.entries()) {
    if (!rules.prizes[id] && !isOtherwiseWon(id)) warn(`prizes.${index}.id`, 'no-rule', { prize: id });
  }
  for (const [id, rule] of Object.entries(rules.prizes)) {
    const { odds, stock } = rule;
    const field = `rules.prizes.${id}`;
    if (odds.numerator === 0n && !isOtherwiseWon(id)) {
      if (stock) warn(`${field}.odds`, 'stock-without-odds', { prize: id, stock: String(stock) });
      else warn(`${field}.odds`, 'no-odds', { prize: id });
    }
    if (stock === 0) warn(`${field}.stock`, 'no-stock', { prize: id });
    checkRelease(activity, id, rule, warn);
    checkDelivery(activity, id, rule, warn);
  }

  const odds = sum(written.map((rule) => rule.odds));
  const [first] = prizes;
  if (rules.fallback === null && rules.guarantee === null && first && compare(odds, LITTLE) < 0) {
    warn('rules.prizes', 'little-odds', { percent: percentText(odds), prize: first.id });
  }
  checkBudget(rules, warn);
  checkGuarantee(activity, warn);
  checkSegments(rules, warn);
  checkTexts(activity, warn);
}
