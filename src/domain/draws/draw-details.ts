import { z } from 'zod';
import { boundedReport, listOf, partlyRead, readByHand } from '../shared/bounded.ts';
import { issueOf } from '../shared/issue.ts';
import type { Problem, ProblemCode } from '../shared/problem.ts';
import { type DrawRules, drawRulesSchema, MOST_PRIZES } from './draw-rules.ts';

const prizeIdPattern = /^[A-Za-z0-9_.-]{1,64}$/;

const prizeSchema = partlyRead(
  z.object({
    id: readByHand(z.string().regex(prizeIdPattern), readPrizeId),
    name: z.string().min(1).max(200),
    image: z.string().optional(),
  }),
);

function readPrizeId(value: unknown, context: z.RefinementCtx): string {
  if (typeof value !== 'string') {
    context.addIssue({ code: 'invalid_type', expected: 'string', input: value });
    return z.NEVER;
  }
  if (!prizeIdPattern.test(value)) context.addIssue(issueOf('bad_prize_id'));
  // Rules are looked up by the id, and these names are found in every object.
  else if (value in Object.prototype) context.addIssue(issueOf('reserved_word'));
  return value;
}

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
      if (ids.has(id)) refuse(['prizes', index, 'id'], problem('prize_twice', { id }));
      ids.add(id);
    }
    for (const id of Object.keys(rules.prizes)) {
      if (!ids.has(id)) refuse(['rules', 'prizes', id], problem('no_such_prize', { prize: id }));
    }
    for (const [id, { release, stock }] of Object.entries(rules.prizes)) {
      const path = ['rules', 'prizes', id, 'release'];
      if (release !== 'linear') continue;
      if (stock === null) refuse(path, problem('linear_without_stock'));
      if (starts_at === undefined || ends_at === undefined) refuse(path, problem('linear_without_window'));
    }
    if (rules.fallback !== null && !ids.has(rules.fallback)) {
      refuse(['rules', 'fallback'], problem('no_such_prize', { prize: rules.fallback }));
    }
  })
  .transform(({ prizes, rules }) => ({ prizes, rules }));

/** What an activity of this kind has in its `details`. */
export interface DrawDetails {
  readonly prizes: readonly Prize[];
  readonly rules: DrawRules;
}

function problem(code: ProblemCode, params: Problem['params'] = {}): Pick<Problem, 'code' | 'params'> {
  return { code, params };
}
