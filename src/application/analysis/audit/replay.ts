import { phaseAt } from '../../../domain/activities/activity.ts';
import { decideDraw, firstAvailable } from '../../../domain/draws/decide-draw.ts';
import type { AccountEntry, LedgerBook, LogEntry } from '../../../domain/draws/draw-log.ts';
import { afterDraw, countingDay, NO_DRAWS, type UserDraws } from '../../../domain/draws/user-draw-info.ts';
import { ticketOf } from '../../draws/ticket.ts';
import type { AuditCode, Finding } from './finding.ts';
import { type RulesInForce, rulesInForce } from './rules-in-force.ts';

/** Replays the log of one activity, entry by entry, and collects what does not follow. */
export class Replay {
  readonly findings: Finding[] = [];
  seq = 0;
  wins = 0;
  readonly #activityId: string;
  readonly #accounts = new Map<string, UserDraws>();
  readonly #awarded = new Map<string, number>();
  readonly #drawIds = new Set<string>();
  readonly #requests = new Set<string>();
  readonly #rules = new Map<string, RulesInForce | null>();
  #book: LedgerBook;

  constructor(activityId: string, book: LedgerBook) {
    this.#activityId = activityId;
    this.#book = book;
  }

  learn(book: LedgerBook): void {
    this.#book = book;
  }

  next(entry: LogEntry): void {
    if (entry.seq !== this.seq + 1) {
      this.#find(null, 'entries_missing', { from: this.seq + 1, to: entry.seq - 1 });
    }
    this.seq = entry.seq;
    const { seq, uid, drawId, requestId } = entry;
    if (this.#drawIds.has(drawId)) this.#find(seq, 'draw_id_twice', { drawId });
    this.#drawIds.add(drawId);
    const request = JSON.stringify([uid, requestId]);
    if (this.#requests.has(request)) this.#find(seq, 'request_id_twice', { uid, requestId });
    this.#requests.add(request);

    const draws = this.#accounts.get(uid) ?? NO_DRAWS;
    if (entry.drawNo !== draws.drawNo + 1) {
      this.#find(seq, 'draw_number', { uid, expected: draws.drawNo + 1, found: entry.drawNo });
    }
    const day = this.#checkDecision(entry, { ...draws, drawNo: entry.drawNo - 1 });

    if (entry.prizeId !== null) {
      this.#awarded.set(entry.prizeId, (this.#awarded.get(entry.prizeId) ?? 0) + 1);
      this.wins += 1;
    }
    this.#accounts.set(uid, { ...afterDraw(draws, { ...entry, day }), drawNo: entry.drawNo });
  }

  /** To be called when the log has been replayed as far as the book knows it. */
  endOfLog(book: LedgerBook): void {
    if (this.seq !== book.seq) {
      this.#find(null, 'log_end_missing', { expected: book.seq, found: this.seq });
    }
    for (const prizeId of new Set([...book.awarded.keys(), ...this.#awarded.keys()])) {
      const [logged, counted] = [this.#awarded.get(prizeId) ?? 0, book.awarded.get(prizeId) ?? 0];
      if (logged !== counted) {
        this.#find(null, 'counter', { prize: prizeId, expected: logged, found: counted });
      }
    }
  }

  drawNumbers(): ReadonlyMap<string, number> {
    return new Map([...this.#accounts].map(([uid, { drawNo }]) => [uid, drawNo]));
  }

  /**
   * @param accounts as they were read between two states of the log
   * @param before the users' draw numbers in the first of the two; the replay has reached the second
   */
  checkAccounts(accounts: readonly AccountEntry[], before: ReadonlyMap<string, number>): void {
    const seen = new Set<string>();
    for (const { uid, drawNo, wins } of accounts) {
      seen.add(uid);
      const logged = this.#accounts.get(uid) ?? NO_DRAWS;
      const least = before.get(uid) ?? 0;
      if (drawNo < least || drawNo > logged.drawNo) {
        this.#find(null, 'account_draws', { uid, expected: logged.drawNo, found: drawNo });
      }
      const has = wins.map(({ drawId, prizeId }) => `${prizeId} (${drawId})`);
      const should = logged.wins.map(({ drawId, prizeId }) => `${prizeId} (${drawId})`);
      // Draws made since the account was read may have added wins.
      const grown = drawNo < logged.drawNo ? should.slice(0, has.length) : should;
      if (has.join() !== grown.join()) {
        this.#find(null, 'account_prizes', { uid, expected: should.join(', '), found: has.join(', ') });
      }
    }
    for (const uid of before.keys()) {
      if (!seen.has(uid)) this.#find(null, 'no_account', { uid, draws: before.get(uid) ?? 0 });
    }
  }

  /** @returns the local day that the draw should have counted for; the logged one where the rules are not known */
  #checkDecision(entry: LogEntry, draws: UserDraws): string {
    const { seq, uid, at } = entry;
    const inForce = this.#rulesInForce(entry);
    const seed = this.#book.seeds.find(({ no }) => no === entry.seedNo);
    if (!seed) this.#find(seq, 'seed', { count: this.#book.seeds.length, found: entry.seedNo });
    if (!inForce) return entry.day;
    const day = countingDay(draws, inForce.activity.details.rules.timezone, at);
    if (day !== entry.day) this.#find(seq, 'local_day', { expected: day, found: entry.day });
    if (!seed) return day;

    const { activity, table } = inForce;
    const phase = phaseAt(activity, at);
    if (phase !== 'running') this.#find(seq, 'time', { at: new Date(at).toISOString(), phase });
    const draw = { activityId: this.#activityId, drawNo: entry.drawNo, uid };
    const ticket = ticketOf(seed.secret, draw, table.denominator);
    const decision = decideDraw(activity, table, uid, draws, ticket, at);
    if (!decision) {
      this.#find(seq, 'chances', { uid });
      return day;
    }
    const expected = firstAvailable(decision.candidates, (prizeId) => this.#awarded.get(prizeId) ?? 0);
    if (expected !== entry.prizeId) {
      this.#find(seq, 'prize', {
        drawId: entry.drawId,
        uid,
        expected: expected ?? '',
        found: entry.prizeId ?? '',
      });
    }
    return day;
  }

  #rulesInForce({ seq, rulesHash }: LogEntry): RulesInForce | null {
    const known = this.#rules.get(rulesHash);
    if (known !== undefined) return known;
    const reading = rulesInForce(this.#activityId, rulesHash, this.#book.rules.get(rulesHash));
    if (!reading.ok) this.#find(seq, reading.code, reading.params);
    const inForce = reading.ok ? reading.rules : null;
    this.#rules.set(rulesHash, inForce);
    return inForce;
  }

  #find(seq: number | null, code: AuditCode, params: Finding['params']): void {
    this.findings.push({ activityId: this.#activityId, seq, code, params });
  }
}
