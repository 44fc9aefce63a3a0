import { z } from 'zod';

/** A sentence in both languages. */
export const wordsSchema = z.object({ zh: z.string(), en: z.string() });

export const findingSchema = z.object({
  /** With an `error` the text cannot be published. */
  severity: z.enum(['error', 'warning']),
  /** Dotted path inside the text; empty for the text as a whole. */
  field: z.string(),
  code: z.string(),
  params: z.record(z.string(), z.string()),
  /** What is wrong. */
  zh: z.string(),
  en: z.string(),
  /** What would be right. */
  remedy: wordsSchema,
});

/** A remark with the code by which a program knows it. */
export const noteSchema = wordsSchema.extend({ code: z.string() });

export type Words = z.infer<typeof wordsSchema>;
export type FindingJson = z.infer<typeof findingSchema>;
export type NoteJson = z.infer<typeof noteSchema>;
