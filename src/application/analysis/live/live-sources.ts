import type { DeliveryProgress } from '../../../domain/deliveries/delivery-progress.ts';
import type { AwardCounts } from '../../../domain/draws/award-counts.ts';
import type { DrawCounts } from '../../../domain/draws/draw-counts.ts';
import type { LatestWins } from '../../../domain/draws/latest-wins.ts';
import type { UnitPools } from '../../../domain/draws/unit-pools.ts';
import type { ReleaseStore } from '../../../domain/releases/release-store.ts';
import type { Clock } from '../../../domain/shared/clock.ts';
import type { ErrorReporter } from '../../../domain/shared/error-reporter.ts';
import type { Timer } from '../../../domain/shared/timer.ts';
import type { VisitCounts } from '../../../domain/visitors/visit-counts.ts';
import type { Forecasts } from '../forecasts.ts';
import type { LiveContents } from './live-contents.ts';

/** The ledger, for reading. */
export type ReadLedger = AwardCounts & Pick<UnitPools, 'pools'>;

/** Where the numbers of an activity come from. */
export interface LiveSources {
  readonly contents: Pick<LiveContents, 'of'>;
  readonly ledger: ReadLedger;
  readonly visits: VisitCounts;
  readonly draws: DrawCounts;
  readonly progress: DeliveryProgress;
  /** The wins that were archived. */
  readonly wins: LatestWins;
  readonly releases: Pick<ReleaseStore, 'history'>;
  readonly forecasts: Pick<Forecasts, 'of'>;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly errorReporter: ErrorReporter;
}
