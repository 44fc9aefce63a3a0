import { z } from 'zod';
import { readByHand } from './bounded.ts';
import { type Fraction, parseDecimal } from './fraction.ts';
import { givenParam, issueOf } from './issue.ts';

/** An amount written as a decimal text, such as `"10.00"`: a JSON number would already be a rounded one. */
export const money = readByHand(z.string(), (value, context): Fraction => {
  const parsed = typeof value === 'string' ? parseDecimal(value) : null;
  if (parsed) return parsed;
  context.addIssue(issueOf('bad_money', givenParam(value)));
  return z.NEVER;
});
