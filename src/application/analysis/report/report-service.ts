import { isClaimed } from '../../../domain/deliveries/delivery-progress.ts';
import { prizeTable } from '../../../domain/draws/prize-table.ts';
import { BriefCache } from '../../shared/brief-cache.ts';
import { faceOf } from '../live/activity-face.ts';
import type { ActivityReport } from './activity-report.ts';
import { reportFindings } from './report-findings.ts';
import { countOf, reportHours, reportPlaces, reportPrizes } from './report-parts.ts';
import { type ReportFacts, type ReportSources, readReportFacts } from './report-sources.ts';

/* The page and its four files are of one moment, where somebody takes them one after another. */
const KEPT = { ms: 5000, most: 50 };

/** What became of an activity, by the record store: also after the users' accounts were removed. */
export class ReportService {
  readonly #sources: ReportSources;
  readonly #kept: BriefCache<ActivityReport | null>;

  constructor(sources: ReportSources) {
    this.#sources = sources;
    this.#kept = new BriefCache(sources.clock, KEPT);
  }

  /** `null`: there is no such activity. @throws DependencyError if the store does not answer */
  of(activityId: string): Promise<ActivityReport | null> {
    return this.#kept.get(activityId, async () => {
      const facts = await readReportFacts(this.#sources, activityId);
      return facts && reportOf(facts);
    });
  }
}

function reportOf(facts: ReportFacts): ActivityReport {
  const { content, now, drawn, visited, places, progress, forecast } = facts;
  const activity = faceOf(content, now);
  const prizes = reportPrizes(facts);
  return {
    at: now,
    activity,
    totals: {
      ...visited,
      ...{ draws: drawn.draws, drawers: drawn.drawers, wins: drawn.wins, earnedChances: drawn.earned },
      claimed: countOf(progress, isClaimed),
    },
    hours: reportHours(facts, activity.timezone),
    zones: reportPlaces(places, 'zone'),
    channels: reportPlaces(places, 'channel'),
    prizes,
    cost: {
      spent: drawn.spent,
      budget: content.details && prizeTable(content.details).budget,
      forecast: forecast?.whole ?? null,
    },
    findings: reportFindings(facts, prizes),
  };
}
