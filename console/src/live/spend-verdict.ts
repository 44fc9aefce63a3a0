import type { LiveState } from '../../../src/adapters/koa/console/contract/live.ts';

export type SpendVerdict =
  | { readonly kind: 'no_forecast' }
  /** `by`: yuan outside of the band. */
  | { readonly kind: 'within' | 'above' | 'below'; readonly by: number };

/** Answers "is this normal?": what is spent, against the band that the last simulation gives for this moment. */
export function spendVerdict({ spend, forecast }: Pick<LiveState, 'spend' | 'forecast'>): SpendVerdict {
  if (!forecast) return { kind: 'no_forecast' };
  const spent = Number(spend.spent);
  const [low, high] = [Number(forecast.low), Number(forecast.high)];
  if (spent > high) return { kind: 'above', by: spent - high };
  if (spent < low) return { kind: 'below', by: low - spent };
  return { kind: 'within', by: 0 };
}
