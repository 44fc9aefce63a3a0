/**
 * What a winner shows at a counter, as a QR code. It holds no personal data: who shows it within its life is taken
 * for the winner.
 */
export interface CounterTicket {
  readonly activityId: string;
  readonly drawId: string;
  /** Milliseconds since the epoch, a whole second. */
  readonly expiresAt: number;
}

/* Short, so that a picture of it is worth little; the winner's page gets a new one in time. */
export const TICKET_LIFE_MS = 5 * 60_000;

/* One machine makes the ticket and another reads it; NTP keeps their clocks within a second. */
const CLOCK_TOLERANCE_MS = 30_000;

const FORM = /^([A-Za-z0-9_-]{1,64})\.([0-9a-z]{1,25})\.([0-9a-z]{1,8})$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * The ticket as text, at most 98 characters: a QR code with a longer text has smaller squares, which old phones read
 * badly.
 * @throws RangeError if the draw's id is no UUID, as those of all draws are
 */
export function ticketText({ activityId, drawId, expiresAt }: CounterTicket): string {
  if (!UUID.test(drawId)) throw new RangeError('the id of a draw is a UUID');
  const draw = BigInt(`0x${drawId.replaceAll('-', '')}`).toString(36);
  return `${activityId}.${draw}.${Math.floor(expiresAt / 1000).toString(36)}`;
}

/** `null` for a text that is no ticket. */
export function readTicketText(text: string): CounterTicket | null {
  const [, activityId, draw, seconds] = FORM.exec(text) ?? [];
  if (activityId === undefined || draw === undefined || seconds === undefined) return null;
  const hex = [...draw]
    .reduce((sum, digit) => sum * 36n + BigInt(Number.parseInt(digit, 36)), 0n)
    .toString(16);
  if (hex.length > 32) return null;
  const drawId = hex.padStart(32, '0').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return { activityId, drawId, expiresAt: Number.parseInt(seconds, 36) * 1000 };
}

/** Whether the ticket is over at `now`, also for a clock that is a little ahead. */
export function isTicketOver({ expiresAt }: CounterTicket, now: number): boolean {
  return now >= expiresAt + CLOCK_TOLERANCE_MS;
}
