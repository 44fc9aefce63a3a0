import type { CounterTicket } from '../../domain/deliveries/counter-ticket.ts';
import type { PinAttempts } from '../../domain/deliveries/pin-attempts.ts';
import type { StaffPins } from '../../domain/deliveries/staff-pins.ts';
import type { CounterTickets } from './counter-tickets.ts';
import { RecordCalls } from './record-calls.ts';
import {
  type Redeemed,
  type SeenWin,
  type TicketResult,
  TicketWins,
  type TicketWinsDependencies,
} from './ticket-wins.ts';

/** Why a counter is refused. */
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

export interface CounterDeskDependencies extends TicketWinsDependencies {
  readonly tickets: CounterTickets;
  readonly pins: StaffPins;
  readonly attempts: PinAttempts;
}

/** The counter's side of a hand-over: staff look at a win by its ticket and their PIN, and redeem it once. */
export class CounterDesk {
  readonly #deps: CounterDeskDependencies;
  readonly #wins: TicketWins;
  readonly #calls = new RecordCalls();

  constructor(deps: CounterDeskDependencies) {
    this.#deps = deps;
    this.#wins = new TicketWins(deps);
  }

  /** @throws DependencyError if the record store does not answer */
  look(visit: DeskVisit): Promise<DeskResult<SeenWin>> {
    return this.#forStaff(visit, (ticket, isOver) => this.#wins.look(ticket, isOver));
  }

  /**
   * @param requestId the client's own key; see TicketWins
   * @throws DependencyError if the record store does not answer; whether it was redeemed shows a repeat
   */
  redeem(visit: DeskVisit, place: string, requestId: string): Promise<DeskResult<Redeemed>> {
    return this.#forStaff(visit, (ticket, isOver) => this.#wins.redeem(ticket, isOver, place, requestId));
  }

  /* The ticket first: without a genuine one nobody can try PINs, nor make the service hash them. */
  async #forStaff<Data>(
    { ticket: text, pin, address }: DeskVisit,
    work: (ticket: CounterTicket, isOver: boolean) => Promise<TicketResult<Data>>,
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
}

function refused(activityId: string | null, reason: DeskReason): DeskResult<never> {
  return { kind: 'not_redeemable', activityId, reason };
}
