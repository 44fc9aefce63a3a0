import type { DeliveryState } from '../../../domain/deliveries/delivery.ts';
import type { ReleaseAction } from '../../../domain/releases/serving.ts';
import type { ForecastPoint } from '../forecasts.ts';
import type { ActivityFace } from './activity-face.ts';
import type { Rates } from './pace.ts';

export interface LivePrize {
  readonly id: string;
  readonly name: string;
  /** `null` without a limit. */
  readonly stock: number | null;
  readonly awarded: number;
  readonly left: number | null;
  /** In yuan, as the rules have it. */
  readonly value: string | null;
  readonly perMinute: number;
  /** Milliseconds since the epoch; `null`: it lasts to the end, or there is no pace. */
  readonly runOutAt: number | null;
}

export interface LiveRefusal {
  readonly code: string;
  readonly lastMinute: number;
  /** Of this hour and the one before. */
  readonly lastHour: number;
}

/** What goes on in an activity, at a moment. Times are milliseconds since the epoch, amounts whole cents. */
export interface LiveView {
  readonly at: number;
  readonly activity: ActivityFace;
  /** Since when a source does not answer; `null` while it does. */
  readonly away: { readonly ledger: number | null; readonly records: number | null };
  readonly totals: {
    readonly visits: number;
    readonly visitors: number;
    readonly draws: number;
    readonly drawers: number;
    readonly wins: number;
    readonly claimed: number;
  };
  readonly perSecond: Rates;
  readonly perSecondBefore: Rates;
  readonly spent: number;
  readonly budget: number | null;
  readonly forecast: Omit<ForecastPoint, 'at'> | null;
  readonly prizes: readonly LivePrize[];
  readonly deliveries: Readonly<Record<DeliveryState, number>>;
  readonly refusals: readonly LiveRefusal[];
  readonly earned: number;
}

/** Something that happened. */
export type LiveEvent = { readonly id: string; readonly at: number } & (
  | {
      readonly kind: 'release';
      readonly action: ReleaseAction;
      readonly no: number;
      readonly candidateNo: number | null;
      readonly author: string;
      readonly note: string;
    }
  | { readonly kind: 'deliveries_failed'; readonly failed: number; readonly before: number }
  | { readonly kind: 'prize_run_out'; readonly prizeId: string; readonly name: string }
  | {
      readonly kind: 'big_win';
      readonly prizeId: string;
      readonly name: string;
      readonly value: string | null;
      /** The masked id of the user. */
      readonly who: string;
    }
  | { readonly kind: 'store_away' | 'store_back'; readonly source: 'ledger' | 'records' }
);
