import type { DrawRules } from '../../../domain/draws/draw-rules.ts';
import { stockInAll } from '../../authoring/check/expected-cost.ts';
import type { Warn } from '../../authoring/check/finding.ts';

/* A segment is given a part of what is left, and asks for more when that is gone. */
const FEWEST_A_SEGMENT = 2;

/** Prizes of which there are so few that the segments ask for them one by one. */
export function checkSegments({ segments, prizes }: DrawRules, warn: Warn): void {
  if (segments === 1) return;
  for (const [prize, rule] of Object.entries(prizes)) {
    const stock = stockInAll(rule);
    if (!stock || stock >= FEWEST_A_SEGMENT * segments) continue;
    const params = { prize, stock: String(stock), segments: String(segments) };
    warn(`rules.prizes.${prize}.stock`, 'little-stock-for-segments', params);
  }
}
