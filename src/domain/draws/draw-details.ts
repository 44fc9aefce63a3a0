import { z } from 'zod';
import { boundedReport, listOf, partlyRead } from '../shared/bounded.ts';
import { type DrawRules, drawRulesSchema, MOST_PRIZES } from './draw-rules.ts';

const prizeSchema = partlyRead(
  z.object({
    id: z
      .string()
      .regex(/^[A-Za-z0-9_.-]{1,64}$/, 'must be 1 to 64 letters, digits, "_", "-" or "."')
      // Rules are looked up by the id, and these are found in every object.
      .refine((id) => !(id in Object.prototype), 'must not be a word of JavaScript such as "constructor"'),
    name: z.string().min(1).max(200),
    image: z.string().optional(),
  }),
);

export type Prize = z.output<typeof prizeSchema>;

/** What a `shake` activity reads from its file: the prizes as shown, and the rules of their drawing. */
export const drawDetailsSchema = z
  .object({
    prizes: listOf(prizeSchema, MOST_PRIZES).default([]),
    rules: drawRulesSchema.prefault({}),
    starts_at: z.unknown().optional(),
    ends_at: z.unknown().optional(),
  })
  .superRefine(({ prizes, rules, starts_at, ends_at }, context) => {
    const refuse = boundedReport(context);
    const ids = new Set<string>();
    for (const [index, { id }] of prizes.entries()) {
      if (ids.has(id)) refuse(['prizes', index, 'id'], `the prize "${id}" is there twice`);
      ids.add(id);
    }
    for (const id of Object.keys(rules.prizes)) {
      if (!ids.has(id)) refuse(['rules', 'prizes', id], `there is no prize "${id}" in prizes`);
    }
    for (const [id, { release, stock }] of Object.entries(rules.prizes)) {
      const path = ['rules', 'prizes', id, 'release'];
      if (release !== 'linear') continue;
      if (stock === null) refuse(path, 'needs a stock to spread');
      if (starts_at === undefined || ends_at === undefined) refuse(path, 'needs starts_at and ends_at');
    }
    if (rules.fallback !== null && !ids.has(rules.fallback)) {
      refuse(['rules', 'fallback'], `there is no prize "${rules.fallback}" in prizes`);
    }
  })
  .transform(({ prizes, rules }) => ({ prizes, rules }));

/** What an activity of this kind has in its `details`. */
export interface DrawDetails {
  readonly prizes: readonly Prize[];
  readonly rules: DrawRules;
}
