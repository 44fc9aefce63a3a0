import { z } from 'zod';
import type { RulesLink, RulesText } from '../../../domain/draws/binding-book.ts';
import type { Account, BookedDraw, CommitResult } from '../../../domain/draws/draw-ledger.ts';
import type { LogEntry } from '../../../domain/draws/draw-log.ts';
import type { AccountChange } from '../../../domain/draws/earnings-ledger.ts';
import { readDraws } from './packed-account.ts';
import { readEntry } from './packed-entry.ts';

/** An account as Redis has it. */
export interface FoundAccount extends Pick<Account, 'draws'> {
  /** Of a draw whose entry was trimmed, its number alone. */
  readonly booked: BookedDraw | TrimmedDraw | null;
}

export interface TrimmedDraw {
  readonly trimmedSeq: number;
}

type FoundResult =
  | Exclude<CommitResult, { readonly kind: 'conflict' }>
  | { readonly kind: 'conflict'; readonly account: FoundAccount };

const whole = z.coerce.number().int().min(0);

/** Number, secret, time of revealing, tag, epoch, since when segments are being closed for it. */
export const seedReply = z.tuple([
  whole,
  z.string(),
  whole.nullable(),
  z.string().nullable(),
  whole,
  whole.nullable(),
]);

/** Secret, time of revealing. */
export const revealReply = z.tuple([z.string(), whole]);

/** The first and the last lost number. */
export const acceptReply = z.union([z.tuple([whole, whole]), z.tuple([])]);

export const rulesLinkSchema: z.ZodType<RulesLink> = z.object({
  no: z.int().min(1),
  hash: z.string(),
  at: z.int(),
  release: z.int().nullable(),
  head: z.string(),
  salt: z.string(),
});

export const rulesTextSchema: z.ZodType<RulesText> = z.object({ text: z.string(), sealed: z.string() });

/** @throws Error if the reply does not hold `count` replies */
export function repliesOf(reply: unknown, count: number): readonly unknown[] {
  if (Array.isArray(reply) && reply.length === count) return reply;
  throw new Error(`not ${count} replies`);
}

/** @param reply of scripts/commit.lua for one draw @throws Error if it is not one */
export function readCommitted(reply: unknown): { readonly result: FoundResult; readonly seq: number } {
  if (typeof reply === 'number')
    return { result: { kind: 'committed', prizeId: null, unit: null }, seq: reply };
  if (reply === 'stale') return { result: { kind: 'stale_seed' }, seq: 0 };
  if (!Array.isArray(reply)) throw errorOf(reply, 'not a result');
  const [kind, seq, prizeId, unit] = reply as [string, number, string, number];
  if (kind === 'won') return { result: { kind: 'committed', prizeId, unit }, seq };
  return { result: { kind: 'conflict', account: readAccount(reply[1]) }, seq: 0 };
}

/** @param reply of scripts/earn.lua or help.lua @throws Error if it is not one */
export function readChange(reply: unknown): { readonly result: AccountChange; readonly seq: number } {
  if (typeof reply === 'number') return { result: { kind: 'recorded' }, seq: reply };
  if (reply === 'known') return { result: { kind: 'known' }, seq: 0 };
  if (reply === 'stale') return { result: { kind: 'stale_seed' }, seq: 0 };
  if (!Array.isArray(reply)) throw errorOf(reply, 'not a result');
  // Without a request id, there is no draw to find.
  return {
    result: { kind: 'conflict', account: { draws: readAccount(reply[1]).draws, booked: null } },
    seq: 0,
  };
}

/** @param reply of scripts/includes/account.lua @throws Error if it is not an account */
export function readAccount(reply: unknown): FoundAccount {
  if (!Array.isArray(reply)) throw errorOf(reply, 'not an account');
  const [state, won, wins, seq, entry] = reply as [
    string | null,
    string | null,
    string[],
    string | null,
    string | null,
  ];
  return { draws: readDraws(state, won, wins), booked: seq === null ? null : bookedIn(Number(seq), entry) };
}

/** @param entry the text of the entry; none where it was trimmed @throws Error if it is no draw */
export function bookedIn(seq: number, entry: string | null | undefined): BookedDraw | TrimmedDraw {
  return entry ? bookedOf(seq, readEntry(seq, entry)) : { trimmedSeq: seq };
}

/** @throws Error if the entry is no draw */
export function bookedOf(seq: number, entry: LogEntry | null): BookedDraw {
  if (entry?.kind !== 'draw') throw new Error(`entry ${seq} of the log is not the draw that the account has`);
  const { drawId, drawNo, prizeId, unit } = entry;
  return { drawId, drawNo, prizeId, unit };
}

/* Without zod: it is called for each draw, and a schema would take longer than all other parsing. */
export function readCount(text: string | null | undefined): number {
  const count = Number(text ?? 0);
  if (!Number.isSafeInteger(count) || count < 0) throw new Error(`not a count: ${text}`);
  return count;
}

function errorOf(reply: unknown, what: string): Error {
  return reply instanceof Error ? reply : new Error(what);
}
