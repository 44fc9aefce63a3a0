import type { ConfigRepository } from '../../domain/activities/config-repository.ts';
import type { CounterTicket } from '../../domain/deliveries/counter-ticket.ts';
import type { PinAttempts } from '../../domain/deliveries/pin-attempts.ts';
import type { CounterWin, RedeemResult, Redemptions } from '../../domain/deliveries/redemptions.ts';
import type { StaffPins } from '../../domain/deliveries/staff-pins.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import { isoInTimezone } from '../../domain/shared/local-time.ts';
import type { CounterTickets } from './counter-tickets.ts';
import { RecordCalls } from './record-calls.ts';

/** What staff see of a win: nothing of the winner. */
export interface SeenWin {
  readonly activityId: string;
  /** `null` where the activity's file is gone. */
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

/** Why a counter is refused. `no_such_win`: also where the win has not reached the record store. */
export const DESK_REASONS = ['bad_ticket', 'ticket_expired', 'wrong_pin', 'no_pin', 'no_such_win'] as const;
export type DeskReason = (typeof DESK_REASONS)[number];

export type DeskResult<Data> =
  | { readonly kind: 'served'; readonly activityId: string; readonly data: Data }
  /** @property activityId `null` where the ticket names none that can be believed */
  | { readonly kind: 'not_redeemable'; readonly activityId: string | null; readonly reason: DeskReason }
  | { readonly kind: 'too_many_attempts'; readonly activityId: string; readonly retryAfterSeconds: number };

export interface DeskVisit {
  readonly ticket: string;
  readonly pin: string;
  /** Of the client, as trusted proxies report it. */
  readonly address: string;
}

export interface CounterDeskDependencies {
  readonly tickets: CounterTickets;
  readonly pins: StaffPins;
  readonly attempts: PinAttempts;
  readonly redemptions: Redemptions;
  readonly configs: Pick<ConfigRepository, 'find'>;
  /** Of an activity that is served; `undefined` where it has none. */
  readonly timezoneOf: (activityId: string) => string | undefined;
  readonly clock: Clock;
}

const SERIAL_LENGTH = 4;

/* As that of activities that name none. */
const DEFAULT_TIMEZONE = 'Asia/Shanghai';

/** The counter's side of a hand-over: staff look at a win by its ticket and their PIN, and redeem it once. */
export class CounterDesk {
  readonly #deps: CounterDeskDependencies;
  readonly #calls = new RecordCalls();

  constructor(deps: CounterDeskDependencies) {
    this.#deps = deps;
  }

  /** @throws DependencyError if the record store does not answer */
  look(visit: DeskVisit): Promise<DeskResult<SeenWin>> {
    return this.#forStaff(visit, async ({ activityId, drawId }, isOver) => {
      if (isOver) return refused(activityId, 'ticket_expired');
      const win = await this.#calls.run(() => this.#deps.redemptions.find(activityId, drawId));
      return win ? served(activityId, this.#seen(win)) : refused(activityId, 'no_such_win');
    });
  }

  /**
   * @param requestId the client's own key: a repeat, after an answer was lost, returns the same, also with a ticket that is
   *   over by then
   * @throws DependencyError if the record store does not answer; whether it was redeemed shows a repeat
   */
  redeem(visit: DeskVisit, place: string, requestId: string): Promise<DeskResult<Redeemed>> {
    const { redemptions, clock } = this.#deps;
    return this.#forStaff(visit, async ({ activityId, drawId }, isOver) => {
      const order = { activityId, drawId, requestId, place, at: clock.now() };
      const result = await this.#calls.run(() =>
        isOver ? redemptions.redeemedBy(order) : redemptions.redeem(order),
      );
      if (isOver && result.kind !== 'redeemed') return refused(activityId, 'ticket_expired');
      return this.#redeemed(activityId, result);
    });
  }

  #redeemed(activityId: string, result: RedeemResult): DeskResult<Redeemed> {
    switch (result.kind) {
      case 'missing':
        return refused(activityId, 'no_such_win');
      case 'not_ready':
        return served(activityId, { redeemed: false, replayed: false, win: this.#seen(result.win) });
      case 'redeemed':
        return served(activityId, {
          redeemed: true,
          replayed: result.replayed,
          win: this.#seen(result.win),
        });
    }
  }

  /* The ticket first: without a genuine one nobody can try PINs, nor make the service hash them. */
  async #forStaff<Data>(
    { ticket: text, pin, address }: DeskVisit,
    work: (ticket: CounterTicket, isOver: boolean) => Promise<DeskResult<Data>>,
  ): Promise<DeskResult<Data>> {
    const { tickets, pins, attempts } = this.#deps;
    const reading = tickets.read(text);
    if (reading.kind === 'forged') return refused(null, 'bad_ticket');
    const { ticket, isOver } = reading;
    const { activityId, drawId } = ticket;
    const attempt = { activityId, drawId, address };
    const permission = await attempts.begin(attempt);
    if (permission.kind === 'refused') {
      return { kind: 'too_many_attempts', activityId, retryAfterSeconds: permission.retryAfterSeconds };
    }
    let check: Awaited<ReturnType<StaffPins['check']>> | undefined;
    try {
      check = await this.#calls.run(() => pins.check(activityId, pin));
    } finally {
      // A store that is away says nothing of the PIN.
      if (check !== 'wrong') await attempts.forgive(attempt);
    }
    if (check === 'not_set') return refused(activityId, 'no_pin');
    return check === 'wrong' ? refused(activityId, 'wrong_pin') : work(ticket, isOver);
  }

  #seen({ activityId, drawId, name, image, state, redemption }: CounterWin): SeenWin {
    const timezone = this.#deps.timezoneOf(activityId) ?? DEFAULT_TIMEZONE;
    return {
      activityId,
      activityTitle: this.#deps.configs.find(activityId)?.title ?? null,
      name,
      image,
      serial: drawId.slice(-SERIAL_LENGTH).toUpperCase(),
      state,
      redemption: redemption && { at: isoInTimezone(redemption.at, timezone), place: redemption.place },
    };
  }
}

function served<Data>(activityId: string, data: Data): DeskResult<Data> {
  return { kind: 'served', activityId, data };
}

function refused(activityId: string | null, reason: DeskReason): DeskResult<never> {
  return { kind: 'not_redeemable', activityId, reason };
}
