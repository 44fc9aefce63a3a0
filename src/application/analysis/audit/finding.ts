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

export type AuditCode =
  | 'entries_missing'
  | 'log_end_missing'
  | 'archive_differs'
  | 'archive_ahead'
  | 'draw_id_twice'
  | 'request_id_twice'
  | 'draw_number'
  | 'counter'
  | 'spent'
  | 'unit'
  | 'unit_twice'
  | 'cost'
  | 'budget'
  | 'account'
  | 'account_prizes'
  | 'no_account'
  | 'seed'
  | 'local_day'
  | 'time'
  | 'chances'
  | 'prize'
  | 'rules_missing'
  | 'rules_changed'
  | 'rules_invalid'
  | 'rules_number'
  | 'rules_chain'
  | 'rules_differ'
  | 'rules_late'
  | 'earning_twice'
  | 'earning_key'
  | 'earning_chances'
  | 'earning_limit'
  | 'help_twice'
  | 'help_self'
  | 'help_missing'
  | 'help_open';

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
