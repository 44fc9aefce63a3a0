import { z } from 'zod';
import { type Fraction, parseDecimal } from './fraction.ts';

/** An amount written as a decimal text, such as `"10.00"`: a JSON number would already be a rounded one. */
export const money = z.string().transform((text, context): Fraction => {
  const parsed = parseDecimal(text);
  if (parsed) return parsed;
  context.addIssue({ code: 'custom', message: 'must be a decimal text such as "10.00"' });
  return z.NEVER;
});
