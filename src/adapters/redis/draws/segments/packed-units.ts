import type { HeldRange, Lot } from '../../../../domain/draws/segments/lot.ts';
import type { UnitRange } from '../../../../domain/draws/segments/unit-ranges.ts';
import { malformed } from '../packed-text.ts';

/* Units as scripts/includes/ranges.lua writes them. */

export function packLot({ base, cost, budget, ranges }: Lot): string {
  return `${base} ${cost} ${budget} ${ranges.map(({ from, to }) => `${from}-${to}`).join()}`;
}

/** @throws Error if the text is no lot */
export function readLot(text: string): Lot {
  const match = /^(\d+) (\d+) (\d+) (\S+)$/.exec(text);
  if (!match) throw malformed(text);
  const [, base, cost, budget, ranges = ''] = match;
  return {
    base: Number(base),
    ranges: ranges.split(',').map((range) => readRange(range, /^(\d+)-(\d+)$/)),
    cost: Number(cost),
    budget: Number(budget),
  };
}

/** @throws Error if the text is not what a segment holds */
export function readHeld(text: string): HeldRange[] {
  if (text === '') return [];
  return text.split(',').map((range) => {
    const [cost, budget] = range.split(':').slice(1).map(Number);
    if (cost === undefined || budget === undefined) throw malformed(text);
    return { ...readRange(range, /^(\d+)-(\d+):/), cost, budget };
  });
}

function readRange(text: string, form: RegExp): UnitRange {
  const match = form.exec(text);
  if (!match) throw malformed(text);
  return { from: Number(match[1]), to: Number(match[2]) };
}
