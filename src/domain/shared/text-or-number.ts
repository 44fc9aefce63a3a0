import { z } from 'zod';
import type { ProblemCode } from './problem.ts';

/** An id that authors write as a text of 1 to `longest` characters, or as a whole number. */
export function textOrNumber(longest: number, code: ProblemCode): z.ZodType<string | number> {
  return z.union([z.string().min(1).max(longest), z.int().min(0)], code);
}
