import type { z } from 'zod';
import { isProblemCode, type Problem, type ProblemCode } from './problem.ts';

type Issue = z.core.$ZodIssue;

/* The name of the param in which a custom issue carries its problem. */
const KEY = 'problem';

/* Enough to recognise a value by; a file may hold a text of a megabyte. */
const MOST_CHARACTERS = 60;

/** An issue that becomes this problem, for `addIssue` and `refine`. */
export function issueOf(code: ProblemCode, params: Problem['params'] = {}) {
  return { code: 'custom' as const, params: { [KEY]: { code, params } } };
}

/** The value that was refused, as JSON, for the params of a problem; nothing for a long one. */
export function givenParam(input: unknown): Problem['params'] {
  if (typeof input !== 'string' && typeof input !== 'number') return {};
  const given = JSON.stringify(input);
  return given.length > MOST_CHARACTERS ? {} : { given };
}

/**
 * The problems of a value that a schema refused.
 * @param value what was parsed; zod's own `reportInput` makes each parse take seven times as long
 */
export function problemsOf(issues: readonly Issue[], value: unknown): Problem[] {
  return issues.flatMap((issue) => {
    const path = issue.path.join('.');
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key): Problem => ({ code: 'unknown_key', path, params: { key } }));
    }
    return [{ path, ...codeOf(issue, inputAt(value, issue.path)) }];
  });
}

function codeOf(issue: Issue, input: unknown): Pick<Problem, 'code' | 'params'> {
  switch (issue.code) {
    case 'custom': {
      const problem = issue.params?.[KEY] as Pick<Problem, 'code' | 'params'> | undefined;
      return problem ?? { code: 'bad_value', params: {} };
    }
    case 'invalid_type':
      if (input === undefined) return { code: 'missing', params: {} };
      if (issue.expected === 'int') return { code: 'not_whole', params: {} };
      return { code: 'wrong_type', params: { expected: issue.expected, received: typeOf(input) } };
    case 'too_small':
      if (issue.origin === 'string') return { code: 'empty_text', params: {} };
      if (issue.origin === 'array') return { code: 'empty_list', params: {} };
      return { code: 'too_small', params: { minimum: String(issue.minimum) } };
    case 'too_big':
      return {
        code: issue.origin === 'string' ? 'too_long' : 'too_big',
        params: { maximum: String(issue.maximum) },
      };
    case 'invalid_union':
    case 'invalid_format':
      if (input === undefined) return { code: 'missing', params: {} };
      // Such a schema has the code of its problem in place of a message.
      return { code: isProblemCode(issue.message) ? issue.message : 'bad_value', params: {} };
    default:
      return { code: 'bad_value', params: {} };
  }
}

function typeOf(input: unknown): string {
  if (input === null) return 'null';
  return Array.isArray(input) ? 'array' : typeof input;
}

function inputAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );
}
