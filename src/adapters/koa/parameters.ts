import { z } from 'zod';
import { activityIdPattern } from '../../domain/activity.ts';

/** At most 4,096 printable ASCII characters. */
export const tokenPattern = /^[\x20-\x7E]{1,4096}$/;

const activity_id = z
  .union([z.string(), z.int().min(0)])
  .transform(String)
  .pipe(z.string().regex(activityIdPattern));

/** An empty token counts as none. */
const token = z
  .union([z.literal(''), z.string().regex(tokenPattern)])
  .transform((text) => text || undefined)
  .optional();

/** What every visit to an activity brings along. */
export const visitParameters = z.object({ activity_id, token });
