import { createHash } from 'node:crypto';
import { type Activity, phaseAt, readActivity } from '../../domain/activities/activity.ts';
import { decideDraw, firstAvailable } from '../../domain/draws/decide-draw.ts';
import type { DrawDetails } from '../../domain/draws/draw-details.ts';
import type { AccountEntry, DrawLog, LedgerBook, LogEntry } from '../../domain/draws/draw-log.ts';
import { type PrizeTable, prizeTable } from '../../domain/draws/prize-table.ts';
import { afterDraw, countingDay, NO_DRAWS, type UserDraws } from '../../domain/draws/user-draw-info.ts';
import { ticketOf } from '../draws/ticket.ts';
import { detailSchemas } from '../kinds/kinds.ts';

/** Something in the books that does not follow from the log, or in the log that does not follow from the rules. */
export interface Finding {
  readonly activityId: string;
  /** The log entry concerned, if it is one. */
  readonly seq: number | null;
  readonly what: string;
  readonly expected: string;
  readonly found: string;
}

export interface AuditReport {
  readonly activityId: string;
  readonly draws: number;
  readonly wins: number;
  readonly users: number;
  readonly findings: readonly Finding[];
}

interface RulesInForce {
  readonly activity: Activity<DrawDetails>;
  readonly table: PrizeTable;
}

/**
 * Replays an activity's log by the rules, seeds and tickets that each draw was made under, and holds the
 * counters and accounts against what follows. Draws may go on meanwhile: what is booked after the audit began
 * is only looked at as far as the accounts need it.
 *
 * @param onProgress told after each batch how many of how many log entries have been replayed
 */
export async function audit(
  drawLog: DrawLog,
  activityId: string,
  onProgress: (done: number, of: number) => void = () => {},
): Promise<AuditReport> {
  const book = await drawLog.book(activityId);
  const replay = new Replay(activityId, book);
  for await (const batch of drawLog.entries(activityId, 0, book.seq)) {
    for (const entry of batch) replay.next(entry);
    onProgress(replay.seq, book.seq);
  }
  replay.endOfLog(book);
  const { wins } = replay;
  const before = replay.drawNumbers();

  const accounts: AccountEntry[] = [];
  for await (const batch of drawLog.accounts(activityId)) accounts.push(...batch);
  const later = await drawLog.book(activityId);
  for await (const batch of drawLog.entries(activityId, book.seq, later.seq)) {
    replay.learn(later);
    for (const entry of batch) replay.next(entry);
  }
  replay.checkAccounts(accounts, before);
  return { activityId, draws: book.seq, wins, users: before.size, findings: replay.findings };
}

class Replay {
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
      const missing =
        entry.seq === this.seq + 2 ? `entry ${this.seq + 1}` : `entries ${this.seq + 1} to ${entry.seq - 1}`;
      this.#find(null, 'missing from the log', missing, 'nothing');
    }
    this.seq = entry.seq;
    const { seq, uid, drawId, requestId } = entry;
    if (this.#drawIds.has(drawId)) this.#find(seq, 'draw id used twice', 'a new one', drawId);
    this.#drawIds.add(drawId);
    const request = JSON.stringify([uid, requestId]);
    if (this.#requests.has(request))
      this.#find(seq, `request id used twice by user ${uid}`, 'a new one', requestId);
    this.#requests.add(request);

    const draws = this.#accounts.get(uid) ?? NO_DRAWS;
    if (entry.drawNo !== draws.drawNo + 1) {
      this.#find(seq, `draw number of user ${uid}`, String(draws.drawNo + 1), String(entry.drawNo));
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
      this.#find(
        null,
        'missing from the end of the log',
        `entries up to ${book.seq}`,
        `entries up to ${this.seq}`,
      );
    }
    for (const prizeId of new Set([...book.awarded.keys(), ...this.#awarded.keys()])) {
      const [logged, counted] = [this.#awarded.get(prizeId) ?? 0, book.awarded.get(prizeId) ?? 0];
      if (logged !== counted) {
        this.#find(null, `counter of prize ${prizeId}`, `${logged}, by the log`, String(counted));
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
        this.#find(null, `draws of user ${uid}`, `${logged.drawNo}, by the log`, String(drawNo));
      }
      const has = wins.map(({ drawId, prizeId }) => `${prizeId} (${drawId})`);
      const should = logged.wins.map(({ drawId, prizeId }) => `${prizeId} (${drawId})`);
      // Draws made since the account was read may have added wins.
      const grown = drawNo < logged.drawNo ? should.slice(0, has.length) : should;
      if (has.join() !== grown.join()) {
        this.#find(
          null,
          `prizes of user ${uid}`,
          should.join(', ') || 'none, by the log',
          has.join(', ') || 'none',
        );
      }
    }
    for (const uid of before.keys()) {
      if (!seen.has(uid))
        this.#find(null, `account of user ${uid}`, `${before.get(uid)} draws, by the log`, 'no account');
    }
  }

  /** @returns the local day that the draw should have counted for; the logged one where the rules are not known */
  #checkDecision(entry: LogEntry, draws: UserDraws): string {
    const { seq, uid, at } = entry;
    const inForce = this.#rulesInForce(entry);
    const seed = this.#book.seeds.find(({ no }) => no === entry.seedNo);
    if (!seed) this.#find(seq, 'seed', `one of ${this.#book.seeds.length}`, `number ${entry.seedNo}`);
    if (!inForce) return entry.day;
    const day = countingDay(draws, inForce.activity.details.rules.timezone, at);
    if (day !== entry.day) this.#find(seq, 'local day of the draw', day, entry.day);
    if (!seed) return day;

    const { activity, table } = inForce;
    const phase = phaseAt(activity, at);
    if (phase !== 'running')
      this.#find(seq, 'time of the draw', 'inside the window', `${new Date(at).toISOString()}, ${phase}`);
    const draw = { activityId: this.#activityId, drawNo: entry.drawNo, uid };
    const ticket = ticketOf(seed.secret, draw, table.denominator);
    const decision = decideDraw(activity, table, uid, draws, ticket, at);
    if (!decision) {
      this.#find(seq, `chances of user ${uid}`, 'at least one left', 'none');
      return day;
    }
    const expected = firstAvailable(decision.candidates, (prizeId) => this.#awarded.get(prizeId) ?? 0);
    if (expected !== entry.prizeId) {
      this.#find(
        seq,
        `prize of draw ${entry.drawId} of user ${uid}`,
        expected ?? 'none',
        entry.prizeId ?? 'none',
      );
    }
    return day;
  }

  #rulesInForce({ seq, rulesHash }: LogEntry): RulesInForce | null {
    const known = this.#rules.get(rulesHash);
    if (known !== undefined) return known;
    const text = this.#book.rules.get(rulesHash);
    let inForce: RulesInForce | null = null;
    if (text === undefined) {
      this.#find(seq, 'rules', `the text of ${rulesHash}`, 'none');
    } else if (createHash('sha256').update(text).digest('hex') !== rulesHash) {
      this.#find(seq, 'rules', `a text whose SHA-256 is ${rulesHash}`, 'another text');
    } else {
      const reading = readActivity(this.#activityId, JSON.parse(text), detailSchemas);
      if (reading.ok) {
        const activity = reading.activity as Activity<DrawDetails>;
        inForce = { activity, table: prizeTable(activity.details) };
      } else {
        this.#find(
          seq,
          'rules',
          'valid ones',
          reading.problems.map(({ path, code }) => `${path}: ${code}`).join('; '),
        );
      }
    }
    this.#rules.set(rulesHash, inForce);
    return inForce;
  }

  #find(seq: number | null, what: string, expected: string, found: string): void {
    this.findings.push({ activityId: this.#activityId, seq, what, expected, found });
  }
}
