import { z } from 'zod';
import { prizeIdPattern } from '../../../../domain/draws/prize-id.ts';
import { activityId, hash, reason } from './parameters.ts';
import { wordsSchema } from './words.ts';

/*
 * Refusals of these routes beside the common ones: 404 `not_found`; 409 `refused`, `detail.reason`: `no_such_prize`, `no_key`
 * (no data keys, so that codes cannot be sealed), `other_file` (it is not the one that was checked), `wrong_lines` with
 * `detail.count`, `too_many_lines` with `detail.most_lines`; 413 `too_large`; 429 `too_many` (other files are being read).
 *
 * No answer holds a code.
 */

/** Of a file of codes, which is in memory. */
export const MOST_CODE_FILE_BYTES = 5 * 1024 * 1024;

/** The same in lines, empty ones too: each takes time. The checks take some 10 s on a busy machine, and proxies wait for 30. */
export const MOST_CODE_FILE_LINES = 200_000;

const prizeId = z.string().regex(prizeIdPattern);

/** `live`: it is delivered by code now; `draft`: it will be when the draft is published; `null`: neither. */
const byCode = z.enum(['live', 'draft']).nullable();

/** How far the codes of a prize are. */
export const codeStatusSchema = z.object({
  prize_id: z.string(),
  /** `null` where neither the draft nor what visitors get has this prize any more. */
  name: z.string().nullable(),
  by_code: byCode,
  /** Imported; known to draws; of the prize, by code or otherwise; shown to a winner; that can still be won. */
  loaded: z.number(),
  announced: z.number(),
  awarded: z.number(),
  given: z.number(),
  left: z.number(),
  notes: z.array(wordsSchema),
});

/** `GET /api/activities/:id/codes`. */
export const codesSchema = z.object({
  codes: z.array(codeStatusSchema),
  /** Those that codes can be imported for. */
  prizes: z.array(z.object({ id: z.string(), name: z.string(), by_code: byCode })),
  /** Whether there are keys to seal codes with. */
  has_key: z.boolean(),
  /** Of a file. */
  most_bytes: z.number(),
  most_lines: z.number(),
});

/** `POST /api/activities/:id/codes/check`, with the file as the body. */
export const checkCodesInput = z.object({ id: activityId, prize_id: prizeId });

/** What an import would do. */
export const checkedCodesSchema = z.object({
  /** Of the file; to be sent back. */
  hash: z.string(),
  codes: z.number(),
  /** `null` where there are problems: then nothing can be imported. */
  new: z.number().nullable(),
  known: z.number().nullable(),
  /** The first codes, masked. */
  examples: z.array(z.string()),
  /** The first problems, as a sentence with the line. */
  problems: z.array(wordsSchema.extend({ line: z.number(), code: z.string() })),
  problem_count: z.number(),
  /** How many codes the prize has, and how many of the prize were awarded. */
  loaded: z.number(),
  awarded: z.number(),
});

/** `POST /api/activities/:id/codes/import`, with the file as the body. */
export const importCodesInput = z.object({ id: activityId, prize_id: prizeId, hash, reason });

/** A line of the answer (JSON, a line each): how far it is, and at the end what came of it. */
export const importLineSchema = z.union([
  z.object({ done: z.number(), of: z.number() }),
  z.object({
    imported: z.object({
      added: z.number(),
      known: z.number(),
      before: z.number(),
      loaded: z.number(),
      /** `false`: draws do not know of them yet; it is made good within a minute. */
      announced: z.boolean(),
    }),
  }),
  /** It stopped; the same again imports the rest. */
  z.object({ stopped: z.object({ done: z.number() }) }),
]);

export type CodesView = z.infer<typeof codesSchema>;
export type CodeStatusView = z.infer<typeof codeStatusSchema>;
export type CheckedCodesView = z.infer<typeof checkedCodesSchema>;
export type ImportLine = z.infer<typeof importLineSchema>;
export type ImportedCodesView = Extract<ImportLine, { imported: unknown }>['imported'];
