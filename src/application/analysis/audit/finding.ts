/** A part of the ledger that does not follow from the log, or of the log that does not follow from the rules. */
export interface Finding {
  readonly activityId: string;
  /** The log entry concerned; `null` where there is none. */
  readonly seq: number | null;
  readonly code: AuditCode;
  /** What was expected, what was found, and of whom. */
  readonly params: Readonly<Record<string, string | number>>;
}

export type AuditCode =
  | 'entries_missing'
  | 'log_end_missing'
  | 'draw_id_twice'
  | 'request_id_twice'
  | 'draw_number'
  | 'counter'
  | 'account_draws'
  | 'account_prizes'
  | 'no_account'
  | 'seed'
  | 'local_day'
  | 'time'
  | 'chances'
  | 'prize'
  | 'rules_missing'
  | 'rules_changed'
  | 'rules_invalid';
