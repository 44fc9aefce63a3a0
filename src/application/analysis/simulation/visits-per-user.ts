import type { Chances } from '../../../domain/draws/draw-rules.ts';
import { Calendar } from './calendar.ts';
import { MOST_DRAWS_PER_USER } from './simulated-book.ts';
import { type Traffic, trafficOfPieces } from './traffic.ts';

/** How often each user comes to draw, and why that often. */
export interface VisitsPerUser {
  readonly count: number;
  /**
   * `asked`: the caller said so; `all_allowed`: all that the rules allow, and the earned ones; `no_limit`: the rules set none, so one is
   * assumed; `most`: the rules allow more than can be simulated.
   */
  readonly why: 'asked' | 'all_allowed' | 'no_limit' | 'most';
  /** On how many local days visits come; `null` where it makes no difference. */
  readonly days: number | null;
  /** When they come: where all chances are used, no more on a day than that day has. */
  readonly traffic: Traffic;
}

/**
 * @param asked how often each user comes; left out: as often as the rules allow in the window
 * @param timezone whose days have chances of their own
 * @param earned how many chances each earns; they are used as evenly over the days as those have visitors
 */
export function visitsPerUser(
  { per_day, total }: Chances,
  traffic: Traffic,
  timezone: string,
  asked: number | undefined,
  earned = 0,
): VisitsPerUser {
  if (asked !== undefined) return { count: asked, why: 'asked', days: null, traffic };
  // Where no draw is allowed each user comes once, and finds no chance.
  const timesOf = (allowed: number) => ({
    count: Math.max(1, Math.min(allowed, MOST_DRAWS_PER_USER)),
    why: allowed > MOST_DRAWS_PER_USER ? ('most' as const) : ('all_allowed' as const),
  });
  if (per_day === null) {
    if (total === null) return { count: 1, why: 'no_limit', days: null, traffic };
    return { ...timesOf(total + earned), days: null, traffic };
  }
  const shares = sharesOfDays(traffic, timezone);
  const days = shares.filter(({ share }) => share > 0).length;
  const times = timesOf(Math.min(per_day * days, total ?? Number.POSITIVE_INFINITY) + earned);
  const mostOnDay = per_day + earned / days;
  return { ...times, days, traffic: per_day === 0 ? traffic : withinDays(shares, times.count, mostOnDay) };
}

interface Day {
  readonly share: number;
  /** Pieces of time within the day, each with its part of all visits. */
  readonly pieces: readonly { readonly from: number; readonly to: number; readonly share: number }[];
}

/* The traffic, cut where a local day ends. */
function sharesOfDays({ edges, before }: Traffic, timezone: string): Day[] {
  const calendar = new Calendar(timezone);
  const days: { share: number; pieces: Day['pieces'][number][] }[] = [];
  let dayEndsAt = Number.NEGATIVE_INFINITY;
  for (let piece = 0; piece < edges.length - 1; piece++) {
    const [start, end] = [edges[piece] as number, edges[piece + 1] as number];
    const all = (before[piece + 1] as number) - (before[piece] as number);
    for (let from = start; from < end; ) {
      if (from >= dayEndsAt) {
        dayEndsAt = calendar.endOfDay(from);
        days.push({ share: 0, pieces: [] });
      }
      const to = Math.min(end, dayEndsAt);
      const share = (all * (to - from)) / (end - start);
      const day = days.at(-1) as (typeof days)[number];
      day.share += share;
      day.pieces.push({ from, to, share });
      from = to;
    }
  }
  return days;
}

/*
 * The same traffic with no more than `perDay` of each user's `count` visits on a day: what a busy day has above that
 * goes to the others, in the proportion that they have.
 */
function withinDays(days: readonly Day[], count: number, perDay: number): Traffic {
  const visits = new Map<Day, number>();
  let open = days.filter(({ share }) => share > 0);
  let left = count;
  for (let full = open; full.length > 0; ) {
    const all = open.reduce((sum, { share }) => sum + share, 0);
    for (const day of open) visits.set(day, (day.share / all) * left);
    full = open.filter((day) => (visits.get(day) as number) >= perDay);
    for (const day of full) visits.set(day, perDay);
    left -= perDay * full.length;
    open = open.filter((day) => (visits.get(day) as number) < perDay);
  }
  const pieces = days.flatMap((day) =>
    day.pieces.map((piece) => ({
      ...piece,
      visits: day.share === 0 ? 0 : ((visits.get(day) ?? 0) * piece.share) / day.share,
    })),
  );
  return trafficOfPieces(
    [...pieces.map(({ from }) => from), (pieces.at(-1) as { to: number }).to],
    pieces.map((piece) => piece.visits),
  );
}
