import { z } from 'zod';
import { drawRulesSchema } from './draw-rules.ts';

const prizeSchema = z.looseObject({
  id: z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/, 'must be 1 to 64 letters, digits, "_", "-" or "."'),
  name: z.string().min(1).max(200),
  image: z.string().optional(),
});

/** What a `shake` activity reads from its file: the prizes as shown, and the rules of their drawing. */
export const shakeSchema = z
  .looseObject({
    prizes: z.array(prizeSchema).default([]),
    rules: drawRulesSchema.prefault({}),
  })
  .superRefine(({ prizes, rules }, context) => {
    const ids = new Set<string>();
    for (const [index, { id }] of prizes.entries()) {
      if (ids.has(id)) refuse(['prizes', index, 'id'], `the prize "${id}" is there twice`);
      ids.add(id);
    }
    for (const id of Object.keys(rules.prizes)) {
      if (!ids.has(id)) refuse(['rules', 'prizes', id], `there is no prize "${id}" in prizes`);
    }
    if (rules.fallback !== null && !ids.has(rules.fallback)) {
      refuse(['rules', 'fallback'], `there is no prize "${rules.fallback}" in prizes`);
    }

    function refuse(path: (string | number)[], message: string): void {
      context.addIssue({ code: 'custom', path, message });
    }
  })
  .transform(({ prizes, rules }) => ({ prizes, rules }));

export type ShakeDetails = z.output<typeof shakeSchema>;
