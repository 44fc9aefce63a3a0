import type { CodeAttempts } from '../../domain/deliveries/code-attempts.ts';
import type { CounterTicket } from '../../domain/deliveries/counter-ticket.ts';
import type { CounterTickets } from './counter-tickets.ts';
import {
  type Redeemed,
  type SeenWin,
  type TicketRefusal,
  type TicketResult,
  TicketWins,
  type TicketWinsDependencies,
} from './ticket-wins.ts';

/** Somebody who is signed in and may redeem. */
export interface StaffMember {
  readonly id: string;
  readonly name: string;
}

export type StaffResult<Data> =
  | { readonly kind: 'served'; readonly ticket: CounterTicket; readonly data: Data }
  | { readonly kind: 'not_redeemable'; readonly reason: 'bad_ticket' | TicketRefusal }
  | { readonly kind: 'too_many_attempts'; readonly retryAfterSeconds: number };

export interface StaffDeskDependencies extends TicketWinsDependencies {
  readonly tickets: Pick<CounterTickets, 'read'>;
  readonly attempts: CodeAttempts;
}

/** The counter for staff who are signed in, and need no PIN of the shop. */
export class StaffDesk {
  readonly #deps: StaffDeskDependencies;
  readonly #wins: TicketWins;

  constructor(deps: StaffDeskDependencies) {
    this.#deps = deps;
    this.#wins = new TicketWins(deps);
  }

  /** @param code as it was scanned @throws DependencyError if the record store does not answer */
  look(staff: StaffMember, code: string): Promise<StaffResult<SeenWin>> {
    return this.#read(staff, code, (ticket, isOver) => this.#wins.look(ticket, isOver));
  }

  /**
   * Redeems the win, in the name of the staff member.
   * @param place what stands beside the name; empty: nothing
   * @param requestId the client's own key; see TicketWins
   * @throws DependencyError if the record store does not answer; whether it was redeemed shows a repeat
   */
  redeem(staff: StaffMember, code: string, place: string, requestId: string): Promise<StaffResult<Redeemed>> {
    const where = place === '' ? staff.name : `${place} · ${staff.name}`;
    // Two people whose pages chose the same key have not made the same order.
    const key = `${staff.id}:${requestId}`;
    return this.#read(staff, code, (ticket, isOver) => this.#wins.redeem(ticket, isOver, where, key));
  }

  async #read<Data>(
    { id }: StaffMember,
    code: string,
    work: (ticket: CounterTicket, isOver: boolean) => Promise<TicketResult<Data>>,
  ): Promise<StaffResult<Data>> {
    const { tickets, attempts } = this.#deps;
    const permission = await attempts.begin(id);
    if (permission.kind === 'refused') {
      return { kind: 'too_many_attempts', retryAfterSeconds: permission.retryAfterSeconds };
    }
    const reading = tickets.read(ticketOf(code));
    if (reading.kind === 'forged') return { kind: 'not_redeemable', reason: 'bad_ticket' };
    await attempts.forgive(id);
    const { ticket, isOver } = reading;
    const result = await work(ticket, isOver);
    return result.kind === 'served' ? { kind: 'served', ticket, data: result.data } : result;
  }
}

/* The QR code is the address of the page for staff, with the ticket in its fragment. */
function ticketOf(code: string): string {
  return code.slice(code.lastIndexOf('#') + 1);
}
