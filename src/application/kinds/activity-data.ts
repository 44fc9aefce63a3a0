import type { Activity } from '../../domain/activities/activity.ts';
import type { SkuDetails } from '../../domain/activities/sku.ts';
import type { UserDrawInfo } from '../../domain/draws/user-draw-info.ts';
import type { DeliveriesByDraw } from '../deliveries/shown-deliveries.ts';

/**
 * What a kind serves, by its shape. A kind with one of these shapes needs no code in the adapters; a kind with a new
 * shape needs an encoder there.
 */
export type ActivityData = DrawsData | GoodsData | PlainData;

/** The file and what the user has drawn. */
export interface DrawsData {
  readonly shape: 'draws';
  readonly activity: Activity;
  /** The SHA-256 of the seed, as hex; `null` where nobody logs in and the ledger does not answer. */
  readonly commitment: string | null;
  /** `null` where the activity needs no login. */
  readonly userDrawInfo: UserDrawInfo | null;
  /** How the user's wins are delivered. */
  readonly deliveries: DeliveriesByDraw;
  /** ISO 8601, or `null` for never; only where no chance is left. */
  readonly nextChanceAt?: string | null;
}

/** The file with the goods that users of this zone may see. */
export interface GoodsData {
  readonly shape: 'goods';
  readonly activity: Activity<SkuDetails>;
  readonly zone: string | null;
}

/** The file alone. */
export interface PlainData {
  readonly shape: 'plain';
  readonly activity: Activity;
}
