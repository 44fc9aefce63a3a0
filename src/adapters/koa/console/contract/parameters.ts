import { z } from 'zod';
import { isVisible } from '../../../../domain/shared/visible-text.ts';

/** The id of an activity, as the name of its folder may be. */
export const activityId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

/** Why somebody changes what visitors get; it stands in the history, for people to read. A NUL is no text for a store. */
export const reason = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .refine((text) => isVisible(text) && !text.includes('\0'));

/** ISO 8601 in UTC. */
export const instant = z.iso.datetime({ offset: true });

/** SHA-256 as hex. */
export const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** The file name of a picture. */
export const pictureName = z.string().regex(/^[^/\\\p{Control}]{1,128}$/u);

/** From a query, where a number is a text. */
export const count = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

export const ofActivity = z.object({ id: activityId });
