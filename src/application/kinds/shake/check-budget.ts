import type { DrawRules } from '../../../domain/draws/draw-rules.ts';
import { compare } from '../../../domain/shared/fraction.ts';
import { moneyText, subtract } from '../../authoring/check/exact-text.ts';
import { expectedCost, withoutStock, withoutValue } from '../../authoring/check/expected-cost.ts';
import type { Warn } from '../../authoring/check/finding.ts';

/** A budget that is too little, or that the prizes cannot be held against. */
export function checkBudget(rules: DrawRules, warn: Warn): void {
  const { budget } = rules;
  if (!budget) return;
  for (const prize of withoutValue(rules)) {
    warn(`rules.prizes.${prize}.value`, 'budget-without-value', { prize });
  }
  for (const prize of withoutStock(rules)) {
    warn(`rules.prizes.${prize}.stock`, 'budget-without-stock', { prize });
  }
  const cost = expectedCost(rules);
  if (compare(cost, budget) <= 0) return;
  warn('rules.budget', 'over-budget', {
    cost: moneyText(cost),
    budget: moneyText(budget),
    over: moneyText(subtract(cost, budget)),
  });
}
