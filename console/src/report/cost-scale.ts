import type { Report } from '../../../src/adapters/koa/console/contract/report.ts';

/** Places on the bar of costs, as percentages of its width. */
export interface CostScale {
  readonly spent: number;
  readonly budget: number | null;
  readonly band: { readonly from: number; readonly to: number; readonly mid: number } | null;
}

/** What was spent, the budget and the forecast on one scale. */
export function costScale({ spent, budget, forecast }: Report['cost']): CostScale {
  const top = Math.max(Number(spent), Number(budget ?? 0), Number(forecast?.high ?? 0)) * 1.04 || 1;
  const place = (yuan: string) => Math.round((Number(yuan) / top) * 10_000) / 100;
  return {
    spent: place(spent),
    budget: budget === null ? null : place(budget),
    band: forecast && { from: place(forecast.low), to: place(forecast.high), mid: place(forecast.mid) },
  };
}
