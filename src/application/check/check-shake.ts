import type { Activity } from '../../domain/activity.ts';
import { compare, fraction, sum } from '../../domain/fraction.ts';
import type { ShakeDetails } from '../../domain/shake.ts';
import { moneyText } from './exact-text.ts';
import { expectedCost } from './expected-cost.ts';
import type { Warn } from './finding.ts';

const LITTLE = fraction(1n, 100n);

export function checkShake(activity: Activity<ShakeDetails>, warn: Warn): void {
  const { prizes, rules } = activity.details;
  if (!activity.loginRequired) warn('is_login_user', 'nobody-draws');
  if (prizes.length === 0) warn('prizes', 'no-prizes');

  const written = Object.values(rules.prizes);
  if (written.some(({ stock }) => stock !== null)) {
    if (activity.startsAt === null) warn('starts_at', 'no-window');
    if (activity.endsAt === null) warn('ends_at', 'no-window');
  }
  const { per_day, total } = rules.chances;
  if (per_day === null && total === null) warn('rules.chances', 'endless-chances');
  if (per_day === 0 || total === 0) warn('rules.chances', 'no-chances');

  for (const [index, { id }] of prizes.entries()) {
    if (!rules.prizes[id] && rules.fallback !== id) warn(`prizes.${index}.id`, 'no-rule', { prize: id });
  }
  for (const [id, { odds, stock, release }] of Object.entries(rules.prizes)) {
    const field = `rules.prizes.${id}`;
    const isFallback = rules.fallback === id;
    if (odds.numerator === 0n && !isFallback) {
      if (stock) warn(`${field}.odds`, 'stock-without-odds', { prize: id, stock: String(stock) });
      else warn(`${field}.odds`, 'no-odds', { prize: id });
    }
    if (stock === 0) warn(`${field}.stock`, 'no-stock', { prize: id });
    if (!Array.isArray(release)) continue;
    for (const [index, { at }] of release.entries()) {
      if (activity.endsAt === null || at < activity.endsAt) continue;
      warn(`${field}.release.${index}.at`, 'release-too-late', { prize: id });
    }
  }

  const odds = sum(written.map((rule) => rule.odds));
  if (rules.fallback === null && prizes.length > 0 && compare(odds, LITTLE) < 0)
    warn('rules.prizes', 'little-odds');
  const cost = expectedCost(rules);
  if (rules.budget && compare(cost, rules.budget) > 0) {
    warn('rules.budget', 'over-budget', { cost: moneyText(cost), budget: moneyText(rules.budget) });
  }
}
