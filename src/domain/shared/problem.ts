import type { z } from 'zod';

/** One thing that is wrong with a file an operator wrote: which field, and why. */
export interface Problem {
  /** Dotted path inside the file, such as `rules.prizes.coupon-10.odds`; empty for the file as a whole. */
  readonly field: string;
  readonly reason: string;
}

/* Of one file. What is longer is cut, so that a file cannot fill the log of the service. */
const MOST_PROBLEMS = 100;
const LONGEST_FIELD = 200;
const LONGEST_REASON = 500;

export function problemsOf(error: z.ZodError): Problem[] {
  return error.issues.map((issue) => ({ field: issue.path.join('.'), reason: issue.message }));
}

/** The first 100 problems of a file and, where there are more, one that counts the others. */
export function boundedProblems(problems: readonly Problem[]): Problem[] {
  const shown = problems.slice(0, MOST_PROBLEMS).map(({ field, reason }) => ({
    field: shortened(field, LONGEST_FIELD),
    reason: shortened(reason, LONGEST_REASON),
  }));
  const others = problems.length - shown.length;
  return others === 0 ? shown : [...shown, { field: '', reason: `has ${others} more problems` }];
}

/** The beginning of a text, with an ellipsis where there is more. */
export function shortened(text: string, most = LONGEST_REASON): string {
  return text.length <= most ? text : `${text.slice(0, most)}…`;
}
