import { z } from 'zod';
import { ABSENT_REASONS, PREVIEW_KINDS } from '../../../../application/authoring/previews/preview-states.ts';
import { activityId } from './parameters.ts';
import { findingSchema } from './words.ts';

/* As long as a `data.json` may be. In characters: that it is no longer in bytes is checked where it is read. */
export const MOST_TEXT = 1024 * 1024;

export const previewState = z.object({
  kind: z.enum(PREVIEW_KINDS),
  prize: z.object({ id: z.string(), name: z.string() }).nullable().meta({
    description: 'The prize that every draw wins; `null` but for `won`',
  }),
  path: z.string().nullable().meta({
    description:
      'Below `base`: the address for the frame is `base + path`, and each load is a new visitor. `null`: not in this activity',
  }),
  absent: z.enum(ABSENT_REASONS).nullable().meta({ description: 'Why not' }),
});

/** POST /api/activities/:id/preview (view) */
export const previewInput = z.object({
  id: activityId,
  text: z.string().max(MOST_TEXT).optional().meta({
    description: 'The text in the editor, saved or not; left out: the draft as it was saved last',
  }),
});

export const previewOutput = z.object({
  base: z.string().nullable().meta({
    description: '`/preview/<key>/`; `null` for a text with errors: the frame keeps the last good one',
  }),
  states: z.array(previewState),
  findings: z
    .array(findingSchema)
    .meta({ description: 'The errors of the text; warnings are not among them' }),
  expires_in: z.int().meta({ description: 'Seconds without a visit after which the preview is forgotten' }),
});

export const testLink = z.object({
  id: z.string().meta({ description: 'To revoke it by; not the token' }),
  by: z.string(),
  at: z.iso.datetime(),
  expires_at: z.iso.datetime(),
});

/** POST /api/activities/:id/test-link (edit) */
export const testLinkInput = z.object({ id: activityId });

export const testLinkOutput = testLink.extend({
  url: z.string().meta({
    description:
      'Shown once. Absolute if PUBLIC_URL is set, else a path below the address of the console: then it works where the console can be reached',
  }),
  public: z.boolean().meta({ description: 'Whether the address is that of PUBLIC_URL' }),
});

/** GET /api/activities/:id/test-links (view): those that still work, the newest first */
export const testLinksInput = z.object({ id: activityId });
export const testLinksOutput = z.object({ links: z.array(testLink) });

/** POST /api/activities/:id/test-link/revoke (edit) */
export const revokeTestLinkInput = z.object({
  id: activityId,
  link: z.string().max(64).optional().meta({ description: "Left out: all of the activity's" }),
});
export const revokeTestLinkOutput = z.object({ revoked: z.int() });

export type PreviewState = z.output<typeof previewState>;
export type PreviewOutput = z.output<typeof previewOutput>;
export type TestLinkOutput = z.output<typeof testLinkOutput>;
export type TestLinksOutput = z.output<typeof testLinksOutput>;
