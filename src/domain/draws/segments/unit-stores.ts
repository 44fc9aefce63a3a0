import type { GivenBack, KnownAwards, Lot } from './lot.ts';
import type { Holder, UnitReply, UnitRequest } from './root-stock.ts';

/*
 * The two sides of an activity's stock over segments. Each method is one atomic step on one side, and may be repeated by
 * any process at any later time. Each throws DependencyError if its store does not answer, and if one side knows of
 * units that the other has forgotten: then a store has gone back. After an error the step may have been done or not.
 */

/** The side that holds limits and budget. */
export interface RootUnits {
  /** Grants units to a segment that has none, or says why not. See `grant` in root-stock.ts. */
  grant(activityId: string, request: UnitRequest): Promise<UnitReply>;
  /** Takes units that left segments. */
  accept(activityId: string, given: readonly GivenBack[]): Promise<void>;
}

/** The sides that win. */
export interface SegmentUnits {
  /** Brings a lot to its segment. */
  deposit(activityId: string, segment: number, prizeId: string, lot: Lot): Promise<void>;
  /** Brings lots that may not have arrived, and gives back all units of these prizes that are not won. */
  giveBack(activityId: string, holder: Holder): Promise<readonly GivenBack[]>;
  /** Forgets what was given back and is accepted. @param given of this segment */
  acknowledge(activityId: string, segment: number, given: readonly GivenBack[]): Promise<void>;
  /** Notes that so much is won in all segments, so that draws need not ask for what is sold out. */
  note(activityId: string, segment: number, prizeId: string, known: KnownAwards): Promise<void>;
}
