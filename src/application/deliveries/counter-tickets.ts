import { timingSafeEqual } from 'node:crypto';
import {
  type CounterTicket,
  isTicketOver,
  readTicketText,
  TICKET_LIFE_MS,
  ticketText,
} from '../../domain/deliveries/counter-ticket.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import type { Vault } from '../../domain/shared/vault.ts';

/* 132 of the 256 bits: nobody can try 2^132 tickets. */
const SIGNATURE_LENGTH = 22;

export interface IssuedTicket {
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

export type TicketReading =
  /** Not of ours, or changed. */
  | { readonly kind: 'forged' }
  | { readonly kind: 'genuine'; readonly ticket: CounterTicket; readonly isOver: boolean };

/** Makes and reads signed tickets. All processes with the same data key take one another's. */
export class CounterTickets {
  readonly #vault: Pick<Vault, 'digest'>;
  readonly #clock: Clock;

  constructor(vault: Pick<Vault, 'digest'>, clock: Clock) {
    this.#vault = vault;
    this.#clock = clock;
  }

  /** @throws RangeError if the draw's id is no UUID */
  issue(activityId: string, drawId: string): IssuedTicket {
    const expiresAt = Math.floor((this.#clock.now() + TICKET_LIFE_MS) / 1000) * 1000;
    const body = ticketText({ activityId, drawId, expiresAt });
    return { text: `${body}.${this.#signatureOf(body)}`, expiresAt };
  }

  read(text: string): TicketReading {
    const at = text.lastIndexOf('.');
    const body = text.slice(0, Math.max(0, at));
    const ticket = readTicketText(body);
    if (!ticket || !areEqual(text.slice(at + 1), this.#signatureOf(body))) return { kind: 'forged' };
    return { kind: 'genuine', ticket, isOver: isTicketOver(ticket, this.#clock.now()) };
  }

  #signatureOf(body: string): string {
    return this.#vault.digest(`counter-ticket:${body}`).slice(0, SIGNATURE_LENGTH);
  }
}

function areEqual(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
