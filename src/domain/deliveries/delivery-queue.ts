import type { ReportedWin } from './webhook-sender.ts';

/** A delivery that one sender holds for a while. */
export interface ClaimedDelivery {
  readonly prize: Omit<ReportedWin, 'form'>;
  /** The winner's form, sealed by the vault; `null` where there is none. */
  readonly sealedForm: string | null;
  readonly wantsForm: boolean;
  /** How many attempts were made before. */
  readonly attempts: number;
  /** Grows with each claim of the delivery. */
  readonly fence: number;
}

export type Settlement =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'retry'; readonly dueAt: number; readonly error: string }
  | { readonly kind: 'failed'; readonly error: string }
  /** As if it had not been claimed: the attempt does not count. `error`: why, or `null` to leave what stands there. */
  | { readonly kind: 'put_back'; readonly error: string | null };

export interface Claiming {
  readonly endpoint: string;
  readonly limit: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly leaseMs: number;
}

/** The deliveries to webhook endpoints. All methods throw a DependencyError if the store does not answer. */
export interface DeliveryQueue {
  /**
   * Takes deliveries that are due, those first that became due first, and of those the first won. Nobody else gets them
   * until the lease has ended. Of an endpoint that was stopped there is none.
   */
  claim(claiming: Claiming): Promise<readonly ClaimedDelivery[]>;
  /**
   * Writes what came of a claim, and ends it.
   * @returns whether the claim still stood; if not, nothing is written: another sender has the delivery, or an operator
   */
  settle(claim: ClaimedDelivery, settlement: Settlement, now: number): Promise<boolean>;
  /**
   * Makes due at once, in the order of their wins, what had an attempt already: the endpoint is back after an outage, and
   * those that it was tried with come neither late nor last.
   * @returns how many
   */
  bringForward(endpoint: string, now: number): Promise<number>;
  /** The names of all endpoints that deliveries wait for, also of those that are not known here. */
  endpoints(): Promise<readonly string[]>;
}
