import type { DeliveryDesk } from '../../domain/deliveries/delivery-desk.ts';
import type { DeliveryPages, KeptDelivery } from '../../domain/deliveries/delivery-pages.ts';
import type { HandOvers } from '../../domain/deliveries/hand-overs.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import { type MarkedWins, markDelivered, type Unmarked } from './mark-delivered.ts';

export type Resending =
  | { readonly kind: 'resent'; readonly count: number; readonly before: KeptDelivery | null }
  | { readonly kind: 'no_win' }
  | { readonly kind: 'not_failed' | 'no_endpoint' | 'form_erased' }
  /** More have failed than the caller has confirmed. */
  | { readonly kind: 'more_failed'; readonly count: number };

export interface MarkedDraws extends MarkedWins {
  readonly unmarked: readonly { readonly drawId: string; readonly why: Unmarked }[];
  /** Those that were marked now, as they were before. */
  readonly before: readonly KeptDelivery[];
}

export interface DeliveryOfficeDependencies {
  readonly pages: Pick<DeliveryPages, 'ofDraws' | 'totals'>;
  readonly desk: Pick<DeliveryDesk, 'retry'>;
  readonly handOvers: Pick<HandOvers, 'markDelivered'>;
  readonly clock: Clock;
  /** Called when deliveries are due at once. */
  readonly onDue: () => void;
}

/** As far as they are counted. */
export const COUNTED_UP_TO = 100_000;

/** Whether a delivery can be sent again, or why not. */
export function resendable({
  state,
  endpoint,
  method,
  formChangedAt,
}: KeptDelivery): 'yes' | 'not_failed' | 'no_endpoint' | 'form_erased' {
  if (state !== 'failed') return 'not_failed';
  if (endpoint === null) return 'no_endpoint';
  return method === 'form' && formChangedAt === null ? 'form_erased' : 'yes';
}

/** Whether people can mark it as handed over. */
export function isMarkable({ method, endpoint, state }: KeptDelivery): boolean {
  if (method === 'hand') return state === 'ready';
  return method === 'form' && endpoint === null && (state === 'form_received' || state === 'sent');
}

/** What operators do with deliveries. Every method throws DependencyError if the record store does not answer. */
export class DeliveryOffice {
  readonly #deps: DeliveryOfficeDependencies;

  constructor(deps: DeliveryOfficeDependencies) {
    this.#deps = deps;
  }

  async resendOne(activityId: string, drawId: string): Promise<Resending> {
    const before = (await this.#deps.pages.ofDraws(activityId, [drawId])).get(drawId);
    if (!before) return { kind: 'no_win' };
    const may = resendable(before);
    if (may !== 'yes') return { kind: may };
    const count = await this.#retry(activityId, [drawId]);
    // Somebody else was faster.
    return count === 0 ? { kind: 'not_failed' } : { kind: 'resent', count, before };
  }

  /** All failed ones of the activity, unless there are more than `confirmed`. */
  async resendAll(activityId: string, confirmed: number): Promise<Resending> {
    const { resendable: count } = await this.#deps.pages.totals(activityId, COUNTED_UP_TO);
    if (count > confirmed) return { kind: 'more_failed', count };
    return { kind: 'resent', count: await this.#retry(activityId, null), before: null };
  }

  /** @param drawIds at most 500 @param by who has handed them over */
  async markDone(activityId: string, drawIds: readonly string[], by: string): Promise<MarkedDraws> {
    const { pages, handOvers, clock } = this.#deps;
    const before = await pages.ofDraws(activityId, drawIds);
    const unmarked: { drawId: string; why: Unmarked }[] = [];
    const marked = await markDelivered(
      { handOvers, clock, by },
      activityId,
      named(drawIds),
      ({ drawId }, why) => unmarked.push({ drawId, why }),
      () => {},
    );
    return { ...marked, unmarked, before: [...before.values()].filter(isMarkable) };
  }

  async #retry(activityId: string, drawIds: readonly string[] | null): Promise<number> {
    const { desk, clock, onDue } = this.#deps;
    const count = await desk.retry({ activityId, endpoint: null, drawIds }, clock.now());
    if (count > 0) onDue();
    return count;
  }
}

async function* named(drawIds: readonly string[]) {
  for (const [index, drawId] of drawIds.entries()) yield { line: index + 1, drawId };
}
