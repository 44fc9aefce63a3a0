import type { Candidate } from '../../src/domain/draws/decide-draw.ts';
import type { SegmentSetting } from './segment-run.ts';

const one = (prizeId: string, limit: number | null, cost = 0): Candidate => ({
  prizeId,
  limit,
  cost,
  endsStreak: cost > 0,
});

const USUAL = { processes: 4, atOnce: 4 } as const;
const ROUGH = { deaths: 100, repeats: 500 } as const;

const linear = (stock: number, endsAt: number) => (at: number) =>
  Math.min(stock, Math.floor((stock * at) / endsAt) + 1);

/** The settings whose figures are told. Each sells everything that its limits and its budget let it sell. */
export const segmentSettings: readonly SegmentSetting[] = [
  ...[2, 8, 64].map((segments) => ({
    ...USUAL,
    name: `one prize, 1,000 units, ${segments} segments`,
    segments,
    draws: 1500,
    candidates: () => [one('a', 1000)],
  })),
  {
    processes: 1,
    atOnce: 16,
    name: 'one prize, 1,000 units, 8 segments, one process',
    segments: 8,
    draws: 1500,
    candidates: () => [one('a', 1000)],
  },
  {
    ...USUAL,
    ...ROUGH,
    name: 'one prize, 1,000 units, 8 segments, deaths and repeated steps',
    segments: 8,
    draws: 1500,
    candidates: () => [one('a', 1000)],
  },
  {
    ...USUAL,
    ...ROUGH,
    name: 'released evenly over 500 ms, clocks 20 ms apart, deaths',
    segments: 8,
    draws: 4000,
    skewMs: 20,
    endsAt: 500,
    candidates: (_, at) => [one('a', linear(1000, 500)(at))],
  },
  {
    ...USUAL,
    ...ROUGH,
    name: 'limit raised twice and lowered between, deaths',
    segments: 8,
    draws: 3000,
    endsAt: 200,
    candidates: (_, at) => [one('a', at < 50 ? 400 : at < 100 ? 200 : 1000)],
  },
  {
    ...USUAL,
    ...ROUGH,
    name: 'three prizes of a cost and a budget, deaths',
    segments: 8,
    draws: 3000,
    budget: () => 100_000,
    candidates: (drawn) =>
      drawn < 2
        ? [one('phone', 30, 5000), one('thanks', null)]
        : drawn < 30
          ? [one('coupon', 400, 137), one('thanks', null)]
          : [one('cent', null, 31), one('thanks', null)],
  },
  {
    ...USUAL,
    ...ROUGH,
    name: 'a budget lowered and raised, a prize that gets dearer, deaths',
    segments: 8,
    draws: 2500,
    endsAt: 150,
    budget: (at) => (at < 50 ? 60_000 : at < 100 ? 20_000 : 90_000),
    candidates: (drawn, at) =>
      drawn < 20 ? [one('dear', null, at < 70 ? 900 : 1100)] : [one('cheap', null, 50)],
  },
  {
    ...USUAL,
    ...ROUGH,
    name: 'nine of ten draws in one segment, deaths',
    segments: 8,
    draws: 1500,
    hot: 90,
    candidates: () => [one('a', 1000)],
  },
  {
    ...USUAL,
    ...ROUGH,
    name: 'few units for many: 5 units, 64 segments, 16 processes, deaths',
    segments: 64,
    processes: 16,
    draws: 2000,
    candidates: () => [one('a', 5)],
  },
  {
    ...USUAL,
    name: 'no limit, 8 segments',
    segments: 8,
    draws: 10_000,
    candidates: () => [one('a', null)],
  },
];
