import type { z } from 'zod';

/** One thing that is wrong with a file an operator wrote: which field, and why. */
export interface Problem {
  /** Dotted path inside the file, such as `rules.prizes.coupon-10.odds`; empty for the file as a whole. */
  readonly field: string;
  readonly reason: string;
}

export function problemsOf(error: z.ZodError): Problem[] {
  return error.issues.map((issue) => ({ field: issue.path.join('.'), reason: issue.message }));
}
