import type { Activity } from '../../domain/activity.ts';
import { compare, fraction, sum } from '../../domain/fraction.ts';
import type { ShakeDetails } from '../../domain/shake.ts';
import { moneyText, percentText, subtract } from './exact-text.ts';
import { inAMonth, tomorrow } from './example-instants.ts';
import { expectedCost } from './expected-cost.ts';
import type { Warn } from './finding.ts';

const LITTLE = fraction(1n, 100n);

export function checkShake(activity: Activity<ShakeDetails>, warn: Warn, now: number): void {
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
      warn(`${field}.release.${index}.at`, 'release-too-late', {
        prize: id,
        ends: String(activity.publicData.ends_at),
      });
    }
  }

  const odds = sum(written.map((rule) => rule.odds));
  const [first] = prizes;
  if (rules.fallback === null && first && compare(odds, LITTLE) < 0) {
    warn('rules.prizes', 'little-odds', { percent: percentText(odds), prize: first.id });
  }
  const cost = expectedCost(rules);
  if (rules.budget && compare(cost, rules.budget) > 0) {
    warn('rules.budget', 'over-budget', {
      cost: moneyText(cost),
      budget: moneyText(rules.budget),
      over: moneyText(subtract(cost, rules.budget)),
    });
  }
}
