import { z } from 'zod';
import { withGivenValue } from './given-value.ts';

const REASON = 'must be a time with an offset, such as "2026-11-01T00:00:00+08:00"';

/** ISO 8601 with an offset, read into milliseconds since the epoch. */
export const instant = z.iso
  .datetime({
    offset: true,
    error: ({ input }) => withGivenValue(REASON, input),
  })
  .transform((text) => Date.parse(text));
