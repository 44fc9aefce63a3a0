import type { RulesLink, RulesText } from '../../../domain/draws/binding-book.ts';
import type { DrawEntry, RulesEntry } from '../../../domain/draws/draw-log.ts';
import { headAfter, NO_HEAD } from '../../draws/rules-head.ts';
import type { Findings } from './finding.ts';
import { type RulesInForce, rulesInForce } from './rules-in-force.ts';

/** One draw of a set of rules. */
export interface DrawUnderRules {
  readonly log: string;
  readonly seq: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** A set of rules, and the draws that were made under it. */
export interface RulesUse {
  readonly no: number;
  readonly hash: string;
  /** When it took force, in milliseconds since the epoch. */
  readonly at: number;
  readonly release: number | null;
  readonly draws: number;
  /** In how many rows without a draw under another set, each log counted for itself. */
  readonly stretches: number;
  /** By time; `null` where there are none. */
  readonly first: DrawUnderRules | null;
  readonly last: DrawUnderRules | null;
}

interface Use {
  draws: number;
  stretches: number;
  first: DrawUnderRules | null;
  last: DrawUnderRules | null;
}

/**
 * The sets of rules of an activity: whether they form a chain, whether each was announced before it was drawn under, and
 * what was drawn under each. Sets of the first edition of the ledger have no head and no entry; the chain begins after
 * them. Over segments the order of a set's entry and of draws under it is not known; there it is enough that it is
 * announced.
 */
export class AnnouncedRules {
  readonly #activityId: string;
  readonly #findings: Findings;
  readonly #sets = new Map<number, RulesLink>();
  readonly #texts = new Map<number, RulesText>();
  readonly #read = new Map<number, RulesInForce | null>();
  readonly #uses = new Map<number, Use>();
  readonly #announced = new Set<number>();
  #all: readonly RulesInForce[] | undefined;
  readonly #latestOfLog = new Map<string, number>();

  constructor(activityId: string, findings: Findings) {
    this.#activityId = activityId;
    this.#findings = findings;
  }

  /** To be called again when there are more. */
  learn(sets: readonly RulesLink[]): void {
    this.#all = undefined;
    let head = NO_HEAD;
    for (const [index, set] of sets.entries()) {
      const isOfFirstEdition = set.head === NO_HEAD && head === NO_HEAD;
      if (!this.#sets.has(set.no)) {
        if (set.no !== index + 1) {
          this.#findings.add('root', null, 'rules_number', { expected: index + 1, found: set.no });
        }
        const expected = headAfter(head, set);
        if (!isOfFirstEdition && set.head !== expected) {
          this.#findings.add('root', null, 'rules_chain', { no: set.no, expected, found: set.head });
        }
        this.#sets.set(set.no, set);
        if (isOfFirstEdition) this.#announced.add(set.no);
      }
      head = set.head;
    }
  }

  linkOf(no: number): RulesLink | undefined {
    return this.#sets.get(no);
  }

  /** The numbers of the sets whose texts are not known. */
  withoutText(): readonly number[] {
    return [...this.#sets.keys()].filter((no) => !this.#texts.has(no) && !this.#read.has(no));
  }

  learnText(no: number, text: RulesText): void {
    this.#texts.set(no, text);
  }

  /** An entry of the log: it must be what the ledger keeps of that set. */
  announce(entry: RulesEntry): void {
    const set = this.#sets.get(entry.no);
    const facts = ({ hash, at, release, head }: Pick<RulesLink, 'hash' | 'at' | 'release' | 'head'>) =>
      JSON.stringify([hash, at, release, head]);
    if (!set || facts(set) !== facts(entry) || this.#announced.has(entry.no)) {
      this.#findings.add('root', entry.seq, 'rules_differ', { no: entry.no });
    }
    this.#announced.add(entry.no);
  }

  /** @returns the rules of a draw; `null` where they cannot be read */
  rulesOf(log: string, { rulesNo, seq, at }: DrawEntry): RulesInForce | null {
    this.count(log, { rulesNo, seq, at });
    if (!this.#announced.has(rulesNo)) this.#findings.add(log, seq, 'rules_late', { no: rulesNo });
    const known = this.#read.get(rulesNo);
    if (known !== undefined) return known;
    const rules = this.#readSet(log, seq, rulesNo);
    this.#read.set(rulesNo, rules);
    return rules;
  }

  /** Every set that can be read. */
  all(): readonly RulesInForce[] {
    this.#all ??= [...this.#sets.keys()].flatMap((no) => {
      if (!this.#read.has(no)) this.#read.set(no, this.#readSet('root', null, no));
      return this.#read.get(no) ?? [];
    });
    return this.#all;
  }

  /** To be called when all logs have been replayed: each set of the ledger must have its entry. */
  endOfLogs(): void {
    for (const no of this.#sets.keys()) {
      if (!this.#announced.has(no)) this.#findings.add('root', null, 'rules_differ', { no });
    }
  }

  uses(): RulesUse[] {
    return [...this.#sets.values()].map(({ no, hash, at, release }) => {
      const none: Use = { draws: 0, stretches: 0, first: null, last: null };
      return { no, hash, at, release, ...(this.#uses.get(no) ?? none) };
    });
  }

  #readSet(log: string, seq: number | null, no: number): RulesInForce | null {
    const link = this.#sets.get(no);
    const text = this.#texts.get(no);
    if (!link || !text) {
      this.#findings.add(log, seq, 'rules_missing', { no });
      return null;
    }
    this.#texts.delete(no);
    const reading = rulesInForce(this.#activityId, { ...link, ...text });
    if (reading.ok) return reading.rules;
    this.#findings.add(log, seq, reading.code, reading.params);
    return null;
  }

  /** Counts a draw among those of its set. */
  count(log: string, { rulesNo: no, seq, at }: Pick<DrawEntry, 'rulesNo' | 'seq' | 'at'>): void {
    const draw: DrawUnderRules = { log, seq, at };
    let use = this.#uses.get(no);
    if (!use) {
      use = { draws: 0, stretches: 0, first: null, last: null };
      this.#uses.set(no, use);
    }
    use.draws += 1;
    if (this.#latestOfLog.get(log) !== no) use.stretches += 1;
    this.#latestOfLog.set(log, no);
    if (use.first === null || draw.at < use.first.at) use.first = draw;
    if (use.last === null || draw.at >= use.last.at) use.last = draw;
  }
}
