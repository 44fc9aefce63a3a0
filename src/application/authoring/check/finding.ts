import type { Problem, ProblemCode } from '../../../domain/shared/problem.ts';

/** One error or warning in an activity's file. */
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

/** An error has the code of its problem. */
export type FindingCode = ProblemCode | WarningCode;

export type WarningCode =
  | 'no-such-activity'
  | 'misspelt-key'
  | 'misplaced-key'
  | 'window-over'
  | 'ends-too-soon'
  | 'unchecked-zones'
  | 'unknown-zone'
  | 'nobodys-zone'
  | 'login-without-zones'
  | 'no-window'
  | 'no-media'
  | 'media-type'
  | 'large-picture'
  | 'many-pictures'
  | 'bare-picture'
  | 'bad-picture'
  | 'bad-link'
  | 'no-scheme'
  | 'login-without-return'
  | 'private-key'
  | 'bad-colour'
  | 'unknown-choice'
  | 'no-login-url'
  | 'nobody-draws'
  | 'no-prizes'
  | 'little-odds'
  | 'stock-without-odds'
  | 'no-stock'
  | 'no-odds'
  | 'no-rule'
  | 'release-too-late'
  | 'release-over-stock'
  | 'release-under-stock'
  | 'endless-chances'
  | 'no-chances'
  | 'total-below-per-day'
  | 'text-contradicts'
  | 'text-promises-earning'
  | 'earns-nothing'
  | 'earned-never-used'
  | 'unlock-out-of-reach'
  | 'guarantee-out-of-reach'
  | 'guarantee-without-stock'
  | 'guarantee-once'
  | 'guarantee-locked'
  | 'guarantee-without-value'
  | 'little-stock-for-segments'
  | 'form-without-until'
  | 'form-until-too-soon'
  | 'codes-without-stock'
  | 'over-budget'
  | 'budget-without-value'
  | 'budget-without-stock'
  | 'bad-sale-time'
  | 'sale-ends-before-start'
  | 'sale-not-cheaper'
  | 'more-warnings';

export type Warn = (field: string, code: WarningCode, params?: Readonly<Record<string, string>>) => void;

/** The findings for a file that is refused; or for one that is served although something is missing. */
export function findingsOf(
  problems: readonly Problem[],
  activityId: string,
  file: string,
  severity: Finding['severity'] = 'error',
): Finding[] {
  return problems.map(({ code, path, params }) => ({
    severity,
    activityId,
    file,
    field: path,
    code,
    params,
  }));
}

/** So much of a text that it can be found by. @param most characters */
export function excerpt(text: string, most: number): string {
  const characters = [...text.slice(0, 2 * most + 2)];
  return characters.length > most ? `${characters.slice(0, most).join('')}…` : text;
}
