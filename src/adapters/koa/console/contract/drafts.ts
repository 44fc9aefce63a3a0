import { z } from 'zod';
import { count, hash, ofActivity, pictureName, reason } from './parameters.ts';
import { simulationStateSchema } from './simulations.ts';
import { summarySchema } from './summary.ts';
import { findingSchema } from './words.ts';

export const MOST_TEXT = 1024 * 1024;

export const pictureSchema = z.object({
  name: z.string(),
  bytes: z.number(),
  /** `null` where that is not known, as of an SVG of the folder. */
  width: z.number().nullable(),
  height: z.number().nullable(),
  url: z.string(),
});

export const draftSchema = z.object({
  activity_id: z.string(),
  /** 0: there is none yet; it shows what everyone has. */
  version: z.number(),
  text: z.string(),
  /** The release that it began from; 0: none. */
  base_no: z.number(),
  /** The release that everyone has now; 0: none. Another one than `base_no`: somebody has published meanwhile. */
  live_no: z.number(),
  hash: z.string(),
  /** Identifies text and pictures together. */
  content: z.string(),
  differs_from_live: z.boolean(),
  /** Whether its first publication pauses it, as that of a duplicate does. */
  starts_paused: z.boolean(),
  managed_by: z.enum(['files', 'console']),
  pictures: z.array(pictureSchema),
  by: z.string().nullable(),
  at: z.string().nullable(),
  findings: z.array(findingSchema),
  summary: summarySchema.nullable(),
  /** The last simulation of the activity. */
  simulation: simulationStateSchema.nullable(),
});

export const saveInput = ofActivity.extend({
  /** The version that the text was edited from; 0: there was none. */
  version: z.number().int().min(0),
  text: z.string().max(MOST_TEXT),
  /**
   * The `base_no` and `hash` that the draft had when the text was edited from it. Without a draft, the version does not say
   * which release that was.
   */
  from: z.object({ base_no: z.number().int().min(0), hash }).optional(),
});

const conflictsSchema = z.array(
  z.object({
    /** Dotted, with the id in place of an index. */
    path: z.string(),
    /** As JSON; `null` where it was not there. */
    base: z.string().nullable(),
    mine: z.string().nullable(),
    theirs: z.string().nullable(),
  }),
);

/** `detail` of the error `clash`. To take the merged text, save it with the version of `theirs`. */
export const clashSchema = z.object({
  theirs: draftSchema,
  /** Both changes in one text; where they conflict, mine. `null` where one of the texts is not JSON. */
  merged: z.string().nullable(),
  conflicts: conflictsSchema,
});

export const rebaseInput = ofActivity.extend({
  version: z.number().int().min(0),
  /** What is brought into the draft: what everyone has, or the text of the activity's folder. */
  onto: z.enum(['live', 'folder']),
});

export const rebasedSchema = z.object({
  draft: draftSchema,
  /** In these, what the draft says was taken. */
  conflicts: conflictsSchema,
});

export const discardInput = ofActivity.extend({
  version: z.number().int().min(0),
  reason: reason.optional(),
});

export const discardedSchema = z.object({ discarded: z.boolean() });

export const checkInput = ofActivity.extend({ text: z.string().max(MOST_TEXT) });

export const checkedSchema = z.object({
  findings: z.array(findingSchema),
  /** `null` while there are errors. */
  summary: summarySchema.nullable(),
});

/** The body is the picture itself. */
export const uploadInput = ofActivity.extend({
  /** The name that it should have; the ending is that of what it becomes. */
  name: z.string().max(200).optional(),
});

export const uploadedSchema = pictureSchema.extend({
  /** Of the draft, which has the picture now. */
  version: z.number(),
});

export const pictureInput = ofActivity.extend({
  name: pictureName,
  /** As in the `url`: so that a browser may keep it. */
  v: z.string().max(64).optional(),
});

export const removePictureInput = ofActivity.extend({ name: pictureName, version: count });

export type DraftJson = z.infer<typeof draftSchema>;
export type ClashJson = z.infer<typeof clashSchema>;
export type PictureJson = z.infer<typeof pictureSchema>;
export type UploadedJson = z.infer<typeof uploadedSchema>;
