import { z } from 'zod';
import { type Fraction, parseDecimal } from './fraction.ts';
import { withGivenValue } from './given-value.ts';

const REASON = 'must be a decimal text such as "10.00"';

/** An amount written as a decimal text, such as `"10.00"`: a JSON number would already be a rounded one. */
export const money = z
  .string({ error: ({ input }) => withGivenValue(REASON, input) })
  .transform((text, context): Fraction => {
    const parsed = parseDecimal(text);
    if (parsed) return parsed;
    context.addIssue({ code: 'custom', message: withGivenValue(REASON, text) });
    return z.NEVER;
  });
