import { phaseAt } from '../../../domain/activities/activity.ts';
import { laterDay, type OnDay, onDay } from '../../../domain/draws/account.ts';
import { countingDay } from '../../../domain/draws/chances.ts';
import { mostOf } from '../../../domain/draws/code-stock.ts';
import {
  type Awarded,
  type DecidingAccount,
  decideFor,
  firstAvailable,
} from '../../../domain/draws/decide-draw.ts';
import type { Seed } from '../../../domain/draws/draw-ledger.ts';
import type {
  DrawEntry,
  EarningEntry,
  HelpEntry,
  LogEntry,
  LossEntry,
} from '../../../domain/draws/draw-log.ts';
import { sourceOfKey } from '../../../domain/draws/earnings.ts';
import { localDay } from '../../../domain/shared/local-time.ts';
import { ticketOf } from '../../draws/ticket.ts';
import type { AuditCode, Finding } from './finding.ts';
import type { ReplayState } from './replay-state.ts';
import type { RulesInForce } from './rules-in-force.ts';
import { dayNumber, dayText } from './user-table.ts';

/* The times of a help and of its earning come from one process, and its earning follows at once. */
export const HELP_MAY_TAKE_MS = 60_000;

/* A bit each is kept over segments; more of one prize are awarded by no activity. */
const MOST_UNITS = 2 ** 28;

/**
 * Replays one log of an activity, entry by entry. Without segments every decision is made again: the prize, its unit, the
 * budget. With segments the log does not show what the others had awarded, so a draw may have won any of its candidates,
 * or nothing unless one of them is without limit and free.
 */
export class LogReplay {
  seq = 0;
  readonly #activityId: string;
  readonly #log: string;
  readonly #state: ReplayState;
  #seeds: readonly Seed[];

  constructor(activityId: string, log: string, state: ReplayState, seeds: readonly Seed[]) {
    this.#activityId = activityId;
    this.#log = log;
    this.#state = state;
    this.#seeds = seeds;
  }

  learn(seeds: readonly Seed[]): void {
    this.#seeds = seeds;
  }

  next(entry: LogEntry): void {
    if (entry.kind === 'loss') {
      this.#loss(entry);
      return;
    }
    if (entry.seq !== this.seq + 1) {
      this.#find(null, 'entries_missing', { from: this.seq + 1, to: entry.seq - 1 });
    }
    this.seq = entry.seq;
    this.#state.latestAt = Math.max(this.#state.latestAt, entry.at);
    switch (entry.kind) {
      case 'draw':
        this.#draw(entry);
        break;
      case 'rules':
        this.#state.rules.announce(entry);
        break;
      case 'earning':
        this.#earning(entry);
        break;
      case 'help':
        this.#help(entry);
        break;
    }
  }

  #loss({ seq, at, after }: LossEntry): void {
    if (after !== this.seq) this.#find(null, 'entries_missing', { from: this.seq + 1, to: after });
    this.#state.losses.push({ log: this.#log, from: after + 1, to: seq - 1, at });
    this.seq = seq;
  }

  #draw(entry: DrawEntry): void {
    const state = this.#state;
    const { users } = state;
    const { columns } = users;
    const { seq, uid, drawId, requestId, prizeId } = entry;
    const user = users.numberOf(uid);
    state.drawIds.add(state.hashOfId(drawId));
    state.requests.add(state.hashOfRequest(uid, requestId));
    state.draws += 1;
    if (entry.denied) state.addDenied(this.#log, entry);
    const before = accountOf(users, user);
    if (entry.drawNo !== before.drawNo + 1) {
      this.#find(seq, 'draw_number', { uid, expected: before.drawNo + 1, found: entry.drawNo });
    }
    const rules = state.rules.rulesOf(this.#log, entry);
    state.releases.checkDraw(this.#log, entry, state.rules.linkOf(entry.rulesNo)?.release ?? null);
    const { day, usesEarned } = this.#decision(entry, user, { ...before, drawNo: entry.drawNo - 1 }, rules);

    const counts = onDay(before, day);
    this.#turnTo(user, day, counts);
    add(columns.drawnOnLastDay, user);
    if (usesEarned) add(columns.earnedUsed, user);
    else add(columns.dailyOnLastDay, user);
    columns.drawNo[user] = entry.drawNo;
    add(columns.version, user);
    add(columns.streak, user);
    if (prizeId !== null) this.#win(entry, user, rules);
  }

  /** @returns the local day that the draw should have counted for, and by which chance; the log's where that is not known */
  #decision(
    entry: DrawEntry,
    user: number,
    account: DecidingAccount,
    rules: RulesInForce | null,
  ): { readonly day: string; readonly usesEarned: boolean } {
    const { seq, uid, at, seedNo, drawNo } = entry;
    const logged = { day: laterDay(entry.day, account.lastDay), usesEarned: false };
    const seed = this.#seeds[seedNo - 1];
    if (!seed) this.#find(seq, 'seed', { count: this.#seeds.length, found: seedNo });
    if (!rules) return logged;
    const { activity, table } = rules;
    const day = countingDay(account, activity.details.rules.timezone, at);
    if (day !== entry.day) this.#find(seq, 'local_day', { expected: day, found: entry.day });
    if (!seed) return { day, usesEarned: false };
    const phase = phaseAt(activity, at);
    if (phase !== 'running') this.#find(seq, 'time', { at: new Date(at).toISOString(), phase });
    const ticket = ticketOf(seed.secret, { activityId: this.#activityId, drawNo, uid }, table.denominator);
    const { won } = this.#state;
    const has = (prizeId: string) => won.get(user, this.#state.prizeNumber(prizeId));
    const decision = decideFor(activity, table, uid, account, has, ticket, at);
    if (!decision) {
      this.#find(seq, 'chances', { uid });
      return { day, usesEarned: false };
    }
    // What the risk check denied may win nothing; all else of it follows from the rules as for every draw.
    const candidates = entry.denied ? [] : decision.candidates;
    this.#checkPrize(entry, candidates, rules.isOfFirstEdition ? null : table.budget);
    return { day, usesEarned: decision.usesEarned };
  }

  #checkPrize(
    { seq, uid, drawId, prizeId }: DrawEntry,
    candidates: Parameters<typeof firstAvailable>[0],
    budget: number | null,
  ): void {
    const state = this.#state;
    const awarded: Awarded = {
      count: (id) => state.awarded[state.prizeNumber(id)] as number,
      spent: state.spent,
      budget,
    };
    const certain = candidates.findIndex(
      ({ limit, cost }) => limit === null && (cost === 0 || budget === null),
    );
    const possible = certain < 0 ? candidates : candidates.slice(0, certain + 1);
    const expected = state.isSegmented
      ? (possible.find((each) => each.prizeId === prizeId) ?? (certain < 0 ? null : candidates[certain]))
      : firstAvailable(candidates, awarded);
    const isExpected =
      prizeId === (expected?.prizeId ?? null) || (state.isSegmented && prizeId === null && certain < 0);
    if (isExpected) return;
    this.#find(seq, 'prize', { drawId, uid, expected: expected?.prizeId ?? '', found: prizeId ?? '' });
  }

  #win(entry: DrawEntry, user: number, rules: RulesInForce | null): void {
    const state = this.#state;
    const { seq, uid, unit, cost } = entry;
    const prizeId = entry.prizeId as string;
    const prize = state.prizeNumber(prizeId);
    const count = (state.awarded[prize] as number) + 1;
    state.awarded[prize] = count;
    state.won.increment(user, prize);
    state.winCount += 1;
    state.spent += cost;
    state.wins.add(state.hashOfWin(uid, entry));
    if (rules?.table.ofValue.has(prizeId)) state.users.columns.streak[user] = 0;
    if (state.isSegmented) {
      const isSane = unit !== null && Number.isSafeInteger(unit) && unit >= 1 && unit < MOST_UNITS;
      if (!isSane) this.#find(seq, 'unit', { prize: prizeId, expected: 1, found: unit ?? 0 });
      else if (state.isUnitTaken(prize, unit)) this.#find(seq, 'unit_twice', { prize: prizeId, unit });
      else this.#checkUnitLimit(seq, prizeId, unit);
    } else if (unit !== count) {
      this.#find(seq, 'unit', { prize: prizeId, expected: count, found: unit ?? 0 });
    }
    this.#checkCost(entry, prizeId, rules);
  }

  #checkCost({ seq, cost }: DrawEntry, prizeId: string, rules: RulesInForce | null): void {
    const { isSegmented, rules: announced } = this.#state;
    const sets = isSegmented ? announced.all() : rules ? [rules] : [];
    const costs = sets.map(({ table }) => table.costs.get(prizeId) ?? 0);
    if (costs.length === 0 || costs.includes(cost)) return;
    this.#find(seq, 'cost', { prize: prizeId, expected: costs[0] ?? 0, found: cost });
  }

  /* Over segments a unit must be within what some set of rules allowed. */
  #checkUnitLimit(seq: number, prizeId: string, unit: number): void {
    const sets = this.#state.rules.all();
    const stocks = sets.map(({ activity }) => {
      const rule = activity.details.rules.prizes[prizeId];
      return rule ? mostOf(rule) : null;
    });
    if (stocks.includes(null) || stocks.length === 0) return;
    const most = Math.max(...(stocks as number[]));
    if (unit > most) this.#find(seq, 'unit', { prize: prizeId, expected: most, found: unit });
  }

  #earning({ seq, uid, key, chances, day, at }: EarningEntry): void {
    const state = this.#state;
    const { users } = state;
    const user = users.numberOf(uid);
    const { columns } = users;
    state.requests.add(state.hashOfRequest(uid, key));
    const before = accountOf(users, user);
    const sets = state.rules.all();
    const days = sets.map(({ activity }) =>
      laterDay(localDay(at, activity.details.rules.timezone), before.lastDay),
    );
    if (days.length > 0 && !days.includes(day))
      this.#find(seq, 'local_day', { expected: days[0] ?? '', found: day });
    this.#turnTo(user, laterDay(day, before.lastDay), onDay(before, laterDay(day, before.lastDay)));
    columns.earned[user] = (columns.earned[user] as number) + chances;
    add(columns.version, user);

    const source = sourceOfKey(key);
    const earn = sets.map(({ activity }) => activity.details.rules.chances.earn);
    const most = (limits: readonly (number | undefined)[]) =>
      Math.max(0, ...limits.map((limit) => limit ?? 0));
    const limited = (count: number, limit: number) => {
      if (count > limit) this.#find(seq, 'earning_limit', { uid, key, limit });
    };
    switch (source) {
      case 'sign_in':
        limited(add(columns.signInsOnLastDay, user), most(earn.map(({ sign_in }) => sign_in?.per_day)));
        break;
      case 'share':
        limited(add(columns.sharesOnLastDay, user), most(earn.map(({ share }) => share?.per_day)));
        break;
      case 'invite': {
        limited(add(columns.invited, user), most(earn.map(({ invite }) => invite?.total)));
        const friend = users.numberOf(key.slice('invite:'.length));
        const paid = users.columns.helpPaid[friend] as number;
        if (paid !== 0 && paid !== user + 1) {
          this.#find(seq, 'help_missing', { uid: users.uids[friend] as string, inviter: uid });
        }
        users.columns.helpPaid[friend] = user + 1;
        break;
      }
      case 'grant':
        break;
      case null:
        this.#find(seq, 'earning_key', { uid, key });
    }
    const isOne = source === 'sign_in' || source === 'share';
    const isRight = isOne
      ? chances === 1
      : source !== 'invite' || earn.some(({ invite }) => invite?.each === chances);
    if (!isRight) this.#find(seq, 'earning_chances', { uid, key, found: chances });
  }

  #help({ seq, uid, inviter, at }: HelpEntry): void {
    const { users } = this.#state;
    const user = users.numberOf(uid);
    const other = users.numberOf(inviter);
    const { columns } = users;
    if (columns.helped[user] !== 0) this.#find(seq, 'help_twice', { uid });
    if (user === other) this.#find(seq, 'help_self', { uid });
    columns.helped[user] = other + 1;
    users.helpedAt[user] = at;
    add(columns.version, user);
  }

  #turnTo(user: number, day: string, counts: OnDay): void {
    const { columns } = this.#state.users;
    const number = dayNumber(day);
    if (columns.lastDay[user] === number) return;
    columns.lastDay[user] = number;
    columns.drawnOnLastDay[user] = counts.drawnOnLastDay;
    columns.dailyOnLastDay[user] = counts.dailyOnLastDay;
    columns.signInsOnLastDay[user] = counts.signInsOnLastDay;
    columns.sharesOnLastDay[user] = counts.sharesOnLastDay;
  }

  #find(seq: number | null, code: AuditCode, params: Finding['params']): void {
    this.#state.findings.add(this.#log, seq, code, params);
  }
}

/** The account of a user, by the log up to here. */
export function accountOf({ columns }: ReplayState['users'], user: number): DecidingAccount {
  return {
    drawNo: columns.drawNo[user] as number,
    lastDay: dayText(columns.lastDay[user] as number),
    drawnOnLastDay: columns.drawnOnLastDay[user] as number,
    dailyOnLastDay: columns.dailyOnLastDay[user] as number,
    earned: columns.earned[user] as number,
    earnedUsed: columns.earnedUsed[user] as number,
    streak: columns.streak[user] as number,
    signInsOnLastDay: columns.signInsOnLastDay[user] as number,
    sharesOnLastDay: columns.sharesOnLastDay[user] as number,
  };
}

/** @returns the number after it */
function add(column: Int32Array, user: number): number {
  const count = (column[user] as number) + 1;
  column[user] = count;
  return count;
}
