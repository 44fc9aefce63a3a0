import type { DrawEntry } from '../../../domain/draws/draw-log.ts';
import type { AnnouncedRules } from './announced-rules.ts';
import { CountTable } from './count-table.ts';
import type { Findings } from './finding.ts';
import { HashList } from './hash-list.ts';
import { hash53 } from './hash53.ts';
import type { ReleaseAudit } from './release-audit.ts';
import { UserTable } from './user-table.ts';

/** An accepted loss, as the log has it. */
export interface LostEntries {
  readonly log: string;
  readonly from: number;
  readonly to: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** A draw that the risk check denied. */
export type DeniedDraw = Pick<DrawEntry, 'seq' | 'at' | 'uid' | 'drawId'> & { readonly log: string };

/* Each is a line for a person. */
const MOST_DENIED_KEPT = 1000;

/** Where a replay reports, and what it compares with beside its own counts. */
export interface ReplayParts {
  readonly findings: Findings;
  readonly rules: AnnouncedRules;
  readonly releases: ReleaseAudit;
}

/**
 * What the replay of an activity's logs has found so far. Its memory grows with the users (some 100 bytes each), with the
 * wins of different prizes (20 bytes), and with 24 bytes an entry, for the ids that must not repeat.
 */
export class ReplayState {
  readonly findings: Findings;
  readonly rules: AnnouncedRules;
  readonly releases: ReleaseAudit;
  /** Whether accounts are spread over several logs, so that the order of awards is not known. */
  readonly isSegmented: boolean;
  readonly users: UserTable;
  /** Wins by user and prize. */
  readonly won = new CountTable();
  readonly losses: LostEntries[] = [];
  /** Awards by the prize's number. */
  readonly awarded: number[] = [];
  readonly drawIds: HashList;
  /** Request ids and keys of earnings, each with its user. */
  readonly requests: HashList;
  readonly wins: HashList;
  draws = 0;
  /** How many of them the risk check denied. */
  deniedCount = 0;
  /** The first of those. */
  readonly denied: DeniedDraw[] = [];
  /** Of all entries, in milliseconds since the epoch. */
  latestAt = 0;
  winCount = 0;
  /** Whole cents. */
  spent = 0;
  readonly #prizeIds: string[] = [];
  readonly #prizeNumbers = new Map<string, number>();
  readonly #unitsOf: Uint8Array[] = [];
  readonly #seed: number;

  /**
   * @param expected how many entries all logs have together, and how many of them are wins
   * @param seed for hashes
   */
  constructor(
    { findings, rules, releases }: ReplayParts,
    isSegmented: boolean,
    expected: { readonly entries: number; readonly wins: number },
    seed: number,
  ) {
    this.findings = findings;
    this.rules = rules;
    this.releases = releases;
    this.isSegmented = isSegmented;
    this.#seed = seed;
    this.users = new UserTable(seed);
    this.drawIds = new HashList(expected.entries);
    this.requests = new HashList(expected.entries);
    this.wins = new HashList(expected.wins);
  }

  prizeNumber(prizeId: string): number {
    let number = this.#prizeNumbers.get(prizeId);
    if (number === undefined) {
      number = this.#prizeIds.length;
      this.#prizeIds.push(prizeId);
      this.#prizeNumbers.set(prizeId, number);
      this.awarded.push(0);
    }
    return number;
  }

  get prizeIds(): readonly string[] {
    return this.#prizeIds;
  }

  hashOfId(id: string): number {
    return hash53(id, this.#seed);
  }

  hashOfRequest(uid: string, request: string): number {
    return hash53(`${uid}\n${request}`, this.#seed);
  }

  hashOfWin(uid: string, { drawId, prizeId, unit }: Pick<DrawEntry, 'drawId' | 'prizeId' | 'unit'>): number {
    return hash53(`${uid}\n${drawId}\n${prizeId}\n${unit}`, this.#seed);
  }

  addDenied(log: string, { seq, at, uid, drawId }: DrawEntry): void {
    this.deniedCount += 1;
    if (this.denied.length < MOST_DENIED_KEPT) this.denied.push({ log, seq, at, uid, drawId });
  }

  /** Notes a unit, where the order of awards is not known. @returns whether it was awarded before */
  isUnitTaken(prize: number, unit: number): boolean {
    let units = this.#unitsOf[prize] ?? new Uint8Array(1024);
    const place = unit >> 3;
    if (place >= units.length) {
      const grown = new Uint8Array(Math.max(place + 1, units.length * 2));
      grown.set(units);
      units = grown;
    }
    this.#unitsOf[prize] = units;
    const bit = 1 << (unit & 7);
    const isTaken = ((units[place] as number) & bit) !== 0;
    units[place] = (units[place] as number) | bit;
    return isTaken;
  }
}
