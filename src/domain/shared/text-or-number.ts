import { z } from 'zod';
import { readByHand } from './bounded.ts';
import { issueOf } from './issue.ts';
import type { ProblemCode } from './problem.ts';

/** An id that authors write as a text of 1 to `longest` characters, or as a whole number. */
export function textOrNumber(longest: number, code: ProblemCode): z.ZodType<string | number> {
  const schema = z.union([z.string().min(1).max(longest), z.int().min(0)]);
  return readByHand(schema, (value, context): string | number => {
    // There may be very many, and to read each by the schema costs ten times as much.
    if (typeof value === 'string' && value.length > 0 && value.length <= longest) return value;
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
    if (value === undefined) context.addIssue({ code: 'invalid_type', expected: 'string', input: value });
    else context.addIssue(issueOf(code));
    return z.NEVER;
  });
}
