import { isClaimed, type ProgressCount } from '../../../domain/deliveries/delivery-progress.ts';
import { mostOf, withCodes } from '../../../domain/draws/code-stock.ts';
import { isoInTimezone } from '../../../domain/shared/local-time.ts';
import { OTHER } from '../../../domain/visitors/channel.ts';
import type { VisitPlace } from '../../../domain/visitors/visit-counts.ts';
import { moneyText } from '../../authoring/check/exact-text.ts';
import type { ReportHour, ReportPlace, ReportPrize } from './activity-report.ts';
import type { ReportFacts } from './report-sources.ts';

/* More would be no report to read. */
const MOST_PLACES = 200;

/** Hours in which something happened, in their order. */
export function reportHours(
  {
    visitedTimes,
    drawnTimes,
    claimedHours,
  }: Pick<ReportFacts, 'visitedTimes' | 'drawnTimes' | 'claimedHours'>,
  timezone: string,
): readonly ReportHour[] {
  const none = { visits: 0, visitors: 0, draws: 0, wins: 0, drawers: 0, claimed: 0, spent: 0 };
  const hours = new Map<number, typeof none>();
  const hour = (at: number) => {
    const known = hours.get(at) ?? { ...none };
    hours.set(at, known);
    return known;
  };
  for (const { at, visits, visitors } of visitedTimes) Object.assign(hour(at), { visits, visitors });
  for (const { at, draws, drawers, wins, spent } of drawnTimes) {
    Object.assign(hour(at), { draws, drawers, wins, spent });
  }
  for (const { at, count } of claimedHours) hour(at).claimed = count;
  return [...hours]
    .filter(([, counts]) => Object.values(counts).some((count) => count !== 0))
    .sort(([one], [other]) => one - other)
    .map(([at, counts]) => ({ at, local: localHour(at, timezone), ...counts }));
}

/** By what they brought: the most visits first. What is too much is `other`. */
export function reportPlaces(
  places: readonly VisitPlace[],
  kind: VisitPlace['kind'],
): readonly ReportPlace[] {
  const found = places.filter((place) => place.kind === kind).map(({ kind: _kind, ...place }) => place);
  const sorted = found.sort((one, other) => other.visits - one.visits || other.draws - one.draws);
  if (sorted.length <= MOST_PLACES) return sorted;
  const shown = sorted.slice(0, MOST_PLACES - 1).filter(({ name }) => name !== OTHER);
  const names = new Set(shown.map(({ name }) => name));
  const rest = sorted.filter(({ name }) => !names.has(name));
  const sum = (name: 'visits' | 'visitors' | 'draws' | 'wins') =>
    rest.reduce((total, place) => total + place[name], 0);
  // A visitor of two of them counts twice.
  return [
    ...shown,
    { name: OTHER, visits: sum('visits'), visitors: sum('visitors'), draws: sum('draws'), wins: sum('wins') },
  ];
}

/** Those of the file in its order, then those that were won and are not in it any more. */
export function reportPrizes({ content, drawn, progress, pools }: ReportFacts): readonly ReportPrize[] {
  const details = content.details && withCodes(content.details, Object.fromEntries(pools));
  const ofFile = details?.prizes.filter(({ id }) => details.rules.prizes[id]) ?? [];
  const names = new Map(ofFile.map(({ id, name }) => [id, name]));
  const ids = new Set([...names.keys(), ...drawn.prizes.keys()]);
  return [...ids].map((id) => {
    const rule = details?.rules.prizes[id];
    const { awards = 0, spent = 0 } = drawn.prizes.get(id) ?? {};
    const stock = rule ? mostOf(rule) : null;
    const own = progress.filter(({ prizeId }) => prizeId === id);
    return {
      ...{ id, name: names.get(id) ?? id, stock, awarded: awards, cost: spent },
      left: stock === null ? null : Math.max(0, stock - awards),
      claimed: countOf(own, isClaimed),
      failed: countOf(own, ({ state }) => state === 'failed'),
      value: rule?.value ? moneyText(rule.value) : null,
    };
  });
}

export function countOf(progress: readonly ProgressCount[], counts: (of: ProgressCount) => boolean): number {
  return progress.filter(counts).reduce((sum, { count }) => sum + count, 0);
}

function localHour(at: number, timezone: string): string {
  return isoInTimezone(at, timezone).slice(0, 16).replace('T', ' ');
}
