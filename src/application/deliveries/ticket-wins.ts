import type { CounterTicket } from '../../domain/deliveries/counter-ticket.ts';
import type { CounterWin, RedeemResult, Redemptions } from '../../domain/deliveries/redemptions.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import { isoInTimezone } from '../../domain/shared/local-time.ts';
import type { MaybePromise } from '../shared/maybe-promise.ts';
import { RecordCalls } from './record-calls.ts';

/** What staff see of a win: nothing of the winner. */
export interface SeenWin {
  readonly activityId: string;
  /** `null` where the activity is not served any more. */
  readonly activityTitle: string | null;
  readonly name: string;
  readonly image: string | null;
  /** The last characters of the draw's id, to be read out. */
  readonly serial: string;
  readonly state: CounterWin['state'];
  /** In the activity's time zone; `null` until it is redeemed. */
  readonly redemption: { readonly at: string; readonly place: string } | null;
}

export interface Redeemed {
  /** Whether this call redeemed it, or an earlier one with the same key whose answer was lost. */
  readonly redeemed: boolean;
  readonly replayed: boolean;
  readonly win: SeenWin;
}

/** `no_such_win`: also where the win has not reached the record store. */
export type TicketRefusal = 'ticket_expired' | 'no_such_win';

export type TicketResult<Data> =
  | { readonly kind: 'served'; readonly activityId: string; readonly data: Data }
  | { readonly kind: 'not_redeemable'; readonly activityId: string; readonly reason: TicketRefusal };

export interface TicketWinsDependencies {
  readonly redemptions: Redemptions;
  /** Of an activity that is served; `null` where it is not. `timezone`: `null` where it has none. */
  readonly factsOf: (
    activityId: string,
  ) => MaybePromise<{ readonly title: string; readonly timezone: string | null } | null>;
  readonly clock: Clock;
}

const SERIAL_LENGTH = 4;

/* As that of activities that name none. */
const DEFAULT_TIMEZONE = 'Asia/Shanghai';

/** The wins of genuine tickets, for staff who may redeem them. Every method throws DependencyError if the record store does not answer. */
export class TicketWins {
  readonly #deps: TicketWinsDependencies;
  readonly #calls = new RecordCalls();

  constructor(deps: TicketWinsDependencies) {
    this.#deps = deps;
  }

  /** @param isOver whether the ticket's life has ended */
  async look({ activityId, drawId }: CounterTicket, isOver: boolean): Promise<TicketResult<SeenWin>> {
    if (isOver) return refused(activityId, 'ticket_expired');
    const win = await this.#calls.run(() => this.#deps.redemptions.find(activityId, drawId));
    return win ? served(activityId, await this.#seen(win)) : refused(activityId, 'no_such_win');
  }

  /**
   * @param requestId the client's own key: a repeat, after an answer was lost, returns the same, also with a ticket that is
   *   over by then. Whether it was redeemed where the store did not answer, shows a repeat.
   */
  async redeem(
    { activityId, drawId }: CounterTicket,
    isOver: boolean,
    place: string,
    requestId: string,
  ): Promise<TicketResult<Redeemed>> {
    const { redemptions, clock } = this.#deps;
    const order = { activityId, drawId, requestId, place, at: clock.now() };
    const result = await this.#calls.run(() =>
      isOver ? redemptions.redeemedBy(order) : redemptions.redeem(order),
    );
    if (isOver && result.kind !== 'redeemed') return refused(activityId, 'ticket_expired');
    return this.#redeemed(activityId, result);
  }

  async #redeemed(activityId: string, result: RedeemResult): Promise<TicketResult<Redeemed>> {
    if (result.kind === 'missing') return refused(activityId, 'no_such_win');
    const redeemed = result.kind === 'redeemed';
    const replayed = result.kind === 'redeemed' && result.replayed;
    return served(activityId, { redeemed, replayed, win: await this.#seen(result.win) });
  }

  async #seen({ activityId, drawId, name, image, state, redemption }: CounterWin): Promise<SeenWin> {
    const facts = await this.#deps.factsOf(activityId);
    const timezone = facts?.timezone ?? DEFAULT_TIMEZONE;
    return {
      activityId,
      activityTitle: facts?.title ?? null,
      name,
      image,
      serial: drawId.slice(-SERIAL_LENGTH).toUpperCase(),
      state,
      redemption: redemption && { at: isoInTimezone(redemption.at, timezone), place: redemption.place },
    };
  }
}

function served<Data>(activityId: string, data: Data): TicketResult<Data> {
  return { kind: 'served', activityId, data };
}

function refused(activityId: string, reason: TicketRefusal): TicketResult<never> {
  return { kind: 'not_redeemable', activityId, reason };
}
