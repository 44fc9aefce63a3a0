import { z } from 'zod';
import { activityIdPattern } from '../../../domain/activities/activity.ts';

/** At most 4,096 printable ASCII characters. */
export const tokenPattern = /^[\x20-\x7E]{1,4096}$/;

const activity_id = z.union([z.string().regex(activityIdPattern), z.int().min(0)]).transform(String);

/** An empty token counts as none. */
const token = z
  .union([z.literal(''), z.string().regex(tokenPattern)])
  .transform((text) => text || undefined)
  .optional();

/** What every visit to an activity brings along. */
export const visitParameters = z.object({ activity_id, token });

const request_id = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/);

/** A draw also has the client's own key: the same key is the same draw. */
export const drawParameters = z.object({ activity_id, token, request_id });

export const fairnessParameters = z.object({ activity_id });
