import type { Problem } from '../../domain/problem.ts';

/** One thing in an activity's file that an operator should look at. */
export interface Finding {
  /** With an `error` the file is not served; a `warning` is served as it is. */
  readonly severity: 'error' | 'warning';
  readonly activityId: string;
  /** Below the folder of the activities, such as `1055/data.json`. */
  readonly file: string;
  /** Dotted path inside the file; empty for the file as a whole. */
  readonly field: string;
  readonly code: FindingCode;
  /** What the words for this code speak of. */
  readonly params: Readonly<Record<string, string>>;
}

export type FindingCode =
  | 'invalid'
  | 'no-such-activity'
  | 'misspelt-key'
  | 'window-over'
  | 'no-window'
  | 'no-media'
  | 'private-key'
  | 'bad-colour'
  | 'no-login-url'
  | 'nobody-draws'
  | 'no-prizes'
  | 'little-odds'
  | 'stock-without-odds'
  | 'no-stock'
  | 'no-odds'
  | 'no-rule'
  | 'release-too-late'
  | 'endless-chances'
  | 'no-chances'
  | 'over-budget';

export type Warn = (field: string, code: FindingCode, params?: Readonly<Record<string, string>>) => void;

/** The findings for a file that is refused. */
export function findingsOf(problems: readonly Problem[], activityId: string, file: string): Finding[] {
  return problems.map(({ field, reason }) => ({
    severity: 'error',
    activityId,
    file,
    field,
    code: 'invalid',
    params: { reason },
  }));
}
