/** A part of the ledger that does not follow from the log, or of the log that does not follow from the rules. */
export interface Finding {
  readonly activityId: string;
  /** The log of the entry concerned, `root` or the number of a segment. */
  readonly log: string;
  /** The log entry concerned; `null` where there is none. */
  readonly seq: number | null;
  readonly code: AuditCode;
  /** What was expected, what was found, and of whom. */
  readonly params: Readonly<Record<string, string | number>>;
}

/** What is missing from the log, or stands in it twice. */
export type LogCode =
  | 'entries_missing'
  | 'log_end_missing'
  | 'archive_differs'
  | 'archive_ahead'
  | 'draw_id_twice'
  | 'request_id_twice';

/** What the ledger keeps beside the log. */
export type BookCode = 'draw_number' | 'counter' | 'spent' | 'account' | 'account_prizes' | 'no_account';

/** What a draw should have been. */
export type DrawCode =
  | 'unit'
  | 'unit_twice'
  | 'cost'
  | 'budget'
  | 'seed'
  | 'local_day'
  | 'time'
  | 'chances'
  | 'prize';

/** Sets of rules. */
export type RulesCode =
  | 'rules_missing'
  | 'rules_changed'
  | 'rules_invalid'
  | 'rules_number'
  | 'rules_chain'
  | 'rules_differ'
  | 'rules_late';

/** Draws, and the releases that they name. */
export type ReleaseCode =
  | 'release_missing'
  | 'release_changed'
  | 'release_invalid'
  | 'release_rules'
  | 'release_not_served'
  | 'release_other_side'
  | 'drawn_in_pause';

/** Chances that were earned. */
export type EarningCode =
  | 'earning_twice'
  | 'earning_key'
  | 'earning_chances'
  | 'earning_limit'
  | 'help_twice'
  | 'help_self'
  | 'help_missing'
  | 'help_open';

export type AuditCode = LogCode | BookCode | DrawCode | RulesCode | ReleaseCode | EarningCode;

/* Each is a line for a person; of a ledger that is wrong throughout, these say enough. */
const MOST_KEPT = 1000;

/** Collects findings in bounded memory. */
export class Findings {
  readonly kept: Finding[] = [];
  #count = 0;
  readonly #activityId: string;

  constructor(activityId: string) {
    this.#activityId = activityId;
  }

  /** How many there are, with those that are not kept. */
  get count(): number {
    return this.#count;
  }

  add(log: string, seq: number | null, code: AuditCode, params: Finding['params']): void {
    this.#count += 1;
    if (this.kept.length < MOST_KEPT)
      this.kept.push({ activityId: this.#activityId, log, seq, code, params });
  }
}
