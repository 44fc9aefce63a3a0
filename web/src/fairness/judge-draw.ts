import { fieldsOf, textOf } from '../client/read.ts';
import type { OwnHistory } from './own-history.ts';

export const LIMITS = ['stock', 'per_user', 'unlock_after', 'budget', 'blocked'] as const;
export type Limit = (typeof LIMITS)[number];

/**
 * What a draw's ticket says of what was recorded:
 * - `same`: the prize of the ticket, or nothing where it wins nothing.
 * - `fallback`: the ticket wins nothing, and the fallback prize was recorded, as the rules have it.
 * - `guarantee`: the prize that the rules guarantee after a row without one.
 * - `limit`: prizes that come before what was recorded have limits, which can have led to it.
 * - `denied`: a risk check denied the draw, which then wins nothing.
 * - `wrong`: what was recorded does not follow from the rules.
 */
export type Verdict = 'same' | 'fallback' | 'guarantee' | 'limit' | 'denied' | 'wrong';

export interface Judgement {
  readonly verdict: Verdict;
  /** The prize whose limits may have mattered, and which these are. */
  readonly limited: string;
  readonly limits: readonly Limit[];
}

/** Of a draw that won nothing because the risk check denied it. */
export const denied: Judgement = { verdict: 'denied', limited: '', limits: [] };

type Fields = Readonly<Record<string, unknown>>;

const wrong: Judgement = { verdict: 'wrong', limited: '', limits: [] };

/**
 * Judges by docs/fairness.md, step 5.
 * @param landed the prize of the ticket
 * @param file the text of the rules, parsed
 * @param history the user's draws before; `null` if they are not all known: then each order that they allow counts
 */
export function judgeDraw(
  landed: string | null,
  recorded: string | null,
  file: Fields,
  history: OwnHistory | null,
): Judgement {
  const { prize, after } = guaranteeOf(file);
  const due = prize === null ? [false] : history === null ? [false, true] : [history.streak + 1 >= after];
  const judged = due.map((isDue) => judgeOrder(landed, recorded, file, history, isDue ? prize : null));
  return judged.find(({ verdict }) => verdict !== 'wrong') ?? wrong;
}

/** Whether a prize ends a row of draws without one of value. */
export function isOfValue(prizeId: string | null, file: Fields): boolean {
  if (prizeId === null) return false;
  return prizeId === guaranteeOf(file).prize || Number(ruleOf(prizeId, file)['value'] ?? 0) > 0;
}

function judgeOrder(
  landed: string | null,
  recorded: string | null,
  file: Fields,
  history: OwnHistory | null,
  due: string | null,
): Judgement {
  const fallback = textOf(fieldsOf(file['rules'])['fallback']) || null;
  const dueFirst = due !== null && !isOfValue(landed, file);
  const order = [...new Set([dueFirst ? due : null, landed, due, fallback])].filter((id) => id !== null);
  const at = recorded === null ? order.length : order.indexOf(recorded);
  if (at < 0) return wrong;
  // Each prize before what was recorded was passed over by a limit.
  const passed = order.slice(0, at).map((id) => ({ id, limits: limitsOf(id, file, history) }));
  if (recorded !== null && isClosed(recorded, file, history)) return wrong;
  if (passed.some(({ limits }) => limits.length === 0)) return wrong;
  const [first] = passed;
  if (first) return { verdict: 'limit', limited: first.id, limits: first.limits };
  const verdict = recorded === landed ? 'same' : recorded === due ? 'guarantee' : 'fallback';
  return { verdict, limited: '', limits: [] };
}

function guaranteeOf(file: Fields): { readonly prize: string | null; readonly after: number } {
  const { prize, after } = fieldsOf(fieldsOf(file['rules'])['guarantee']);
  return { prize: textOf(prize) || null, after: Number(after) };
}

function ruleOf(prizeId: string, file: Fields): Fields {
  return fieldsOf(fieldsOf(fieldsOf(file['rules'])['prizes'])[prizeId]);
}

/** Whether the user's own draws kept the prize from this one. */
function isClosed(prizeId: string, file: Fields, history: OwnHistory | null): boolean {
  return history !== null && ownLimits(prizeId, file, history).length > 0;
}

function ownLimits(prizeId: string, file: Fields, { drawn, won }: OwnHistory): readonly Limit[] {
  const { per_user, unlock_after } = ruleOf(prizeId, file);
  return [
    ...(typeof per_user === 'number' && won(prizeId) >= per_user ? (['per_user'] as const) : []),
    ...(typeof unlock_after === 'number' && drawn < unlock_after ? (['unlock_after'] as const) : []),
  ];
}

/** What can have kept a prize from the draw: the limits of the user where these are known, and those of all users. */
function limitsOf(prizeId: string, file: Fields, history: OwnHistory | null): readonly Limit[] {
  const rules = fieldsOf(file['rules']);
  const rule = ruleOf(prizeId, file);
  if (history !== null) {
    const own = ownLimits(prizeId, file, history);
    if (own.length > 0) return own;
  }
  const isGiven = (value: unknown) => value !== undefined && value !== null;
  const has: Readonly<Record<Limit, boolean>> = {
    stock: isGiven(rule['stock']) || isGiven(fieldsOf(file['codes'])[prizeId]),
    per_user: history === null && isGiven(rule['per_user']),
    unlock_after: history === null && isGiven(rule['unlock_after']) && rule['unlock_after'] !== 0,
    budget: isGiven(rules['budget']) && isGiven(rule['value']),
    // Blocked users are not named: the text holds a digest of them.
    blocked: isGiven(rules['sealed']),
  };
  return LIMITS.filter((limit) => has[limit]);
}
