import type { z } from 'zod';
import type { Activity } from '../../domain/activities/activity.ts';
import type { JsonPieces } from '../../domain/activities/result.ts';
import type { DrawLedger } from '../../domain/draws/draw-ledger.ts';
import type { ShakeDetails as DrawDetails } from '../../domain/draws/shake.ts';
import type { User } from '../../domain/visitors/user.ts';
import type { Seeds } from '../draws/seeds.ts';
import type { MaybePromise } from '../shared/maybe-promise.ts';

export interface Visitor {
  /** `null` where the activity needs no login. */
  readonly user: User | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly ledger: DrawLedger;
  readonly seeds: Seeds;
}

/** What a kind offers whose visitors draw prizes: its paths, its commands and its gauges follow from it. */
export interface DrawsCapability {
  /** The prizes and the rules of their drawing. */
  detailsOf(activity: Activity): DrawDetails;
}

/** One kind of activity. A new one is a file beside this one and a line in the registry. */
export interface Kind<Details = unknown> {
  /** The name by which `data.json` asks for this kind. */
  readonly dispatch: string;
  /** What it reads from `data.json` beyond the part that all kinds share. */
  readonly details: z.ZodType<Details>;
  /** `null` where nothing is drawn. */
  readonly draws: DrawsCapability | null;
  /**
   * The `data` of the answer to an admitted visitor of a running activity: all of the file but `rules` and `$schema`,
   * and what the kind adds.
   * @throws DependencyError if something it needs is away
   */
  serve(activity: Activity<Details>, visitor: Visitor): MaybePromise<JsonPieces>;
}
