import type { DeliveryMethod } from '../draws/prize-delivery.ts';
import type { DeliveryState } from './delivery.ts';

/** Wins of one prize that are equally far. */
export interface ProgressCount {
  readonly prizeId: string;
  readonly method: DeliveryMethod;
  readonly state: DeliveryState;
  readonly count: number;
}

/** How far the wins of an activity are. Every method throws DependencyError if the store does not answer. */
export interface DeliveryProgress {
  /** Reads as many entries of an index as there are wins. */
  of(activityId: string): Promise<readonly ProgressCount[]>;
  /** Activities with deliveries that are given up, and how many. Counted up to 10,000 in all. */
  failed(): Promise<ReadonlyMap<string, number>>;
  /** Claimed wins, by the hour in which they were won; `at` is its beginning. In the order of time. */
  claimedByHour(activityId: string): Promise<readonly { readonly at: number; readonly count: number }[]>;
}

/* A code is the winner's as soon as it can be seen. */
const READY_IS_CLAIMED: readonly DeliveryMethod[] = ['code'];

/** States in which the winner has done, or got, what the delivery asks for. */
export const CLAIMED_STATES = ['form_received', 'sent', 'delivered', 'redeemed'] as const;

/** Whether the winner has the prize, or has claimed it. */
export function isClaimed({ method, state }: Pick<ProgressCount, 'method' | 'state'>): boolean {
  if (state === 'ready') return READY_IS_CLAIMED.includes(method);
  return CLAIMED_STATES.some((claimed) => claimed === state);
}
