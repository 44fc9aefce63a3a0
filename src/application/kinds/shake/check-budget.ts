import type { DrawRules } from '../../../domain/draws/draw-rules.ts';
import { compare, type Fraction } from '../../../domain/shared/fraction.ts';
import { moneyText, subtract } from '../../authoring/check/exact-text.ts';
import { expectedCost, withoutStock, withoutValue } from '../../authoring/check/expected-cost.ts';
import type { Warn } from '../../authoring/check/finding.ts';

/** A budget that will bind, or that does not hold for each prize as its author may think. */
export function checkBudget(rules: DrawRules, warn: Warn): void {
  const { budget, prizes } = rules;
  if (!budget) return;
  for (const prize of withoutValue(rules)) {
    warn(`rules.prizes.${prize}.value`, 'budget-without-value', { prize });
  }
  const dear = Object.keys(prizes).filter((id) => (prizes[id]?.value?.numerator ?? 0n) > 0n);
  for (const prize of withoutStock(rules)) {
    // By itself it may use up the budget: that is what the budget is for.
    if (dear.length > 1) warn(`rules.prizes.${prize}.stock`, 'budget-without-stock', { prize });
  }
  const cost = expectedCost(rules);
  if (compare(cost, budget) <= 0) return;
  warn('rules.budget', 'over-budget', {
    cost: moneyText(cost),
    budget: moneyText(budget),
    over: moneyText(subtract(cost, budget)),
    percent: String(wholePercent(budget, cost)),
  });
}

function wholePercent(part: Fraction, whole: Fraction): bigint {
  return (100n * part.numerator * whole.denominator) / (part.denominator * whole.numerator);
}
