import type { CodeCounts } from '../../../domain/deliveries/code-store.ts';
import type { DeliveryProgress, ProgressCount } from '../../../domain/deliveries/delivery-progress.ts';
import type { RelayState, RelayStatus } from '../../../domain/deliveries/relay-status.ts';
import type { DrawCounts, DrawTime, DrawTotals } from '../../../domain/draws/draw-counts.ts';
import type { Clock } from '../../../domain/shared/clock.ts';
import type {
  VisitCounts,
  VisitPlace,
  VisitTime,
  VisitTotals,
} from '../../../domain/visitors/visit-counts.ts';
import type { Forecast, Forecasts } from '../forecasts.ts';
import type { LiveContent, LiveContents } from '../live/live-contents.ts';

export interface ReportSources {
  readonly contents: Pick<LiveContents, 'of'>;
  readonly draws: DrawCounts;
  readonly visits: VisitCounts;
  readonly progress: DeliveryProgress;
  readonly codes: Pick<CodeCounts, 'sizes'>;
  readonly relay: RelayStatus;
  readonly forecasts: Pick<Forecasts, 'of'>;
  readonly clock: Clock;
}

/** All that a report is made of. */
export interface ReportFacts {
  readonly content: LiveContent;
  readonly now: number;
  readonly drawn: DrawTotals;
  readonly drawnTimes: readonly DrawTime[];
  readonly peak: Awaited<ReturnType<DrawCounts['peak']>>;
  readonly visited: VisitTotals;
  readonly visitedTimes: readonly VisitTime[];
  readonly places: readonly VisitPlace[];
  readonly refusals: readonly { readonly code: string; readonly count: number }[];
  readonly progress: readonly ProgressCount[];
  readonly claimedHours: readonly { readonly at: number; readonly count: number }[];
  /** By prize. */
  readonly pools: ReadonlyMap<string, number>;
  readonly relay: RelayState;
  readonly forecast: Forecast | null;
}

const HOUR_MS = 3_600_000;
const ALL = { from: 0, to: Number.MAX_SAFE_INTEGER };

/**
 * Reads sums alone: some rows for each hour, however many draws there were.
 * @returns `null` where there is no such activity @throws DependencyError if the store does not answer
 */
export async function readReportFacts(sources: ReportSources, id: string): Promise<ReportFacts | null> {
  const { contents, draws, visits, progress, codes, relay, forecasts, clock } = sources;
  const content = await contents.of(id);
  if (!content) return null;
  const now = clock.now();
  const [drawn, drawnTimes, peak] = await Promise.all([
    draws.totals(id),
    draws.times(id, HOUR_MS, ALL),
    draws.peak(id),
  ]);
  const [visited, visitedTimes, places, refusals] = await Promise.all([
    visits.totals(id),
    visits.times(id, HOUR_MS, ALL),
    visits.places(id),
    visits.refusals(id, 0),
  ]);
  const [counts, claimedHours, sizes, state, forecast] = await Promise.all([
    progress.of(id),
    progress.claimedByHour(id),
    codes.sizes(id),
    relay.state(now),
    forecasts.of(id, content.content),
  ]);
  return {
    ...{ content, now, drawn, drawnTimes, peak, visited, visitedTimes, places, refusals },
    ...{ progress: counts, claimedHours, relay: state, forecast },
    pools: new Map(sizes.map(({ prizeId, size }) => [prizeId, size])),
  };
}
