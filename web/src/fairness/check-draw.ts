import type { Fairness } from '../client/fairness.ts';
import type { OwnDraw } from '../client/own-draws.ts';
import { fieldsOf, listOf, textOf } from '../client/read.ts';
import { rulesFit, seedFits } from './check-binding.ts';
import { type OddsTable, oddsTable, parsed, prizeOfTicket } from './odds-table.ts';
import { bytesOfHex, hexOf, hmacSha256, utf8 } from './sha256.ts';

export const LIMITS = ['stock', 'per_user', 'unlock_after', 'budget', 'blocked'] as const;
export type Limit = (typeof LIMITS)[number];

/**
 * What a draw's ticket says of what was recorded:
 * - `same`: the prize of the ticket, or nothing where it wins nothing.
 * - `fallback`: the ticket wins nothing, and the fallback prize was recorded, as the rules have it.
 * - `guarantee`: the prize that the rules guarantee after a row without one.
 * - `limit`: the prize of the ticket (or the fallback) has limits, which can have led to what was recorded.
 * - `wrong`: what was recorded does not follow from the rules.
 */
export type Verdict = 'same' | 'fallback' | 'guarantee' | 'limit' | 'wrong';

export type DrawCheck =
  | {
      readonly kind: 'computed';
      readonly draw: OwnDraw;
      readonly ticket: bigint;
      readonly table: OddsTable;
      /** What the ticket landed on. */
      readonly landed: string | null;
      readonly verdict: Verdict;
      /** The prize whose limits may have mattered, and which these are. */
      readonly limited: string;
      readonly limits: readonly Limit[];
      /** Names by ids, as the rules of this draw have them. */
      readonly names: ReadonlyMap<string, string>;
    }
  /** Its seed or its rules are not published, or are not those that were committed to. */
  | { readonly kind: 'unknown'; readonly draw: OwnDraw };

export interface Drawer {
  readonly activityId: string;
  readonly uid: string;
}

/** Computes one draw anew (docs/fairness.md, steps 3 to 5). */
export function checkDraw(draw: OwnDraw, { seeds, rules }: Fairness, drawer: Drawer): DrawCheck {
  const seed = seeds.find(({ no }) => no === draw.seedNo);
  const set = rules.find(({ no }) => no === draw.rulesNo);
  if (!seed || !set || !seedFits(seed) || !rulesFit(set)) return { kind: 'unknown', draw };
  const table = oddsTable(set.text);
  if (table === null) return { kind: 'unknown', draw };
  const ticket = ticketOf(seed.seed, draw.drawNo, drawer, table.denominator);
  const landed = prizeOfTicket(ticket, table);
  const file = fieldsOf(parsed(set.text));
  const names = new Map(
    listOf(file['prizes'])
      .map(fieldsOf)
      .map(({ id, name }) => [textOf(id), textOf(name)] as const),
  );
  return { kind: 'computed', draw, ticket, table, landed, names, ...judged(landed, draw.prizeId, file) };
}

/** `HMAC-SHA256(seed, "<activity_id>:<n>:<uid>") mod D`, the digest read as a big-endian number. */
export function ticketOf(
  seed: string,
  drawNo: number,
  { activityId, uid }: Drawer,
  denominator: bigint,
): bigint {
  const key = bytesOfHex(seed) ?? new Uint8Array();
  const digest = hmacSha256(key, utf8(`${activityId}:${drawNo}:${uid}`));
  return BigInt(`0x${hexOf(digest)}`) % denominator;
}

type Judged = Pick<Extract<DrawCheck, { kind: 'computed' }>, 'verdict' | 'limited' | 'limits'>;

function judged(landed: string | null, recorded: string | null, file: Fields): Judged {
  const rules = fieldsOf(file['rules']);
  const fallback = textOf(rules['fallback']) || null;
  const guaranteed = textOf(fieldsOf(rules['guarantee'])['prize']) || null;
  const none = { limited: '', limits: [] };
  if (landed !== null && landed === recorded) return { verdict: 'same', ...none };
  if (landed === null && recorded === fallback) {
    return { verdict: fallback === null ? 'same' : 'fallback', ...none };
  }
  if (recorded !== null && recorded === guaranteed) return { verdict: 'guarantee', ...none };
  if (recorded !== null && recorded !== fallback) return { verdict: 'wrong', ...none };
  // Each step from the prize of the ticket to what was recorded was one that a limit forced.
  const passedOver = [landed, recorded === null ? fallback : null].filter((id) => id !== null);
  const found = passedOver.map((id) => ({ id, limits: limitsOf(id, file) }));
  const [first] = found;
  if (!first || found.some(({ limits }) => limits.length === 0)) return { verdict: 'wrong', ...none };
  return { verdict: 'limit', limited: first.id, limits: first.limits };
}

type Fields = Readonly<Record<string, unknown>>;

/** What can keep a prize from the one whose ticket it is, by the rules. */
function limitsOf(prizeId: string, file: Fields): readonly Limit[] {
  const rules = fieldsOf(file['rules']);
  const rule = fieldsOf(fieldsOf(rules['prizes'])[prizeId]);
  const isGiven = (value: unknown) => value !== undefined && value !== null;
  const codes = fieldsOf(file['codes']);
  const has: Readonly<Record<Limit, boolean>> = {
    stock: isGiven(rule['stock']) || isGiven(codes[prizeId]),
    per_user: isGiven(rule['per_user']),
    unlock_after: isGiven(rule['unlock_after']) && rule['unlock_after'] !== 0,
    budget: isGiven(rules['budget']) && isGiven(rule['value']),
    // Blocked users are not named: the text holds a digest of them.
    blocked: isGiven(rules['sealed']),
  };
  return LIMITS.filter((limit) => has[limit]);
}
