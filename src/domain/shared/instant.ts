import { z } from 'zod';
import { readByHand } from './bounded.ts';
import { givenParam, issueOf } from './issue.ts';

const text = z.iso.datetime({ offset: true });

/** ISO 8601 with an offset, read into milliseconds since the epoch. */
export const instant = readByHand(text, (value, context): number => {
  const reading = text.safeParse(value);
  if (reading.success) return Date.parse(reading.data);
  context.addIssue(issueOf('bad_instant', givenParam(value)));
  return z.NEVER;
});
