import { z } from 'zod';
import { issueOf, problemsOf } from './issue.ts';
import type { Problem } from './problem.ts';
import { showAs, shownSchema } from './shown-schema.ts';

/** The most problems that are reported for one list or record. */
const MOST_PROBLEMS = 20;

/**
 * A list of `least` to `most` entries. Reading stops at the 20th problem, and at once where there are more entries: zod
 * itself reports every problem, which took 4 s for the 350,000 entries of one file.
 */
export function listOf<T>(entry: z.ZodType<T>, most: number, least = 0): z.ZodType<T[]> {
  const shown = least > 0 ? z.array(entry).min(least).max(most) : z.array(entry).max(most);
  return readByHand(shown, (value, context): T[] => {
    if (!Array.isArray(value)) return wrongType('array', value, context);
    if (value.length < least) return tooFew(least, value, context);
    if (value.length > most) return tooMany(value.length, most, context);
    return readEach(value.entries(), entry, context).map(([, output]) => output);
  });
}

/** An object of at most `most` members, whatever their names, read like a list. */
export function recordOf<T>(entry: z.ZodType<T>, most: number): z.ZodType<Record<string, T>> {
  return readByHand(z.record(z.string(), entry), (value, context): Record<string, T> => {
    if (!isObject(value)) return wrongType('record', value, context);
    const members = Object.entries(value);
    if (members.length > most) return tooMany(members.length, most, context);
    return Object.fromEntries(readEach(members, entry, context));
  });
}

/**
 * An object of which the schema reads some members; the others are kept, and cost nothing.
 * @param others what is known of members that are not read
 */
export function partlyRead<S extends z.ZodObject>(
  schema: S,
  others: Readonly<Record<string, z.ZodType>> = {},
): z.ZodType<z.output<S> & Record<string, unknown>> {
  return readByHand(
    schema.extend(others).loose(),
    (value, context): z.output<S> & Record<string, unknown> => {
      const reading = schema.safeParse(value);
      if (!reading.success) return refuse(problemsOf(reading.error.issues, value), context);
      const whole = value as z.output<S> & Record<string, unknown>;
      const isAsWritten = Object.entries(reading.data).every(([key, member]) => whole[key] === member);
      return isAsWritten ? whole : { ...whole, ...reading.data };
    },
  );
}

/** One word, or a list; the problems of a list are reported one by one, and `code` is for anything else. */
export function eitherOr<W extends string, T>(
  word: W,
  list: z.ZodType<T[]>,
  code: Problem['code'],
): z.ZodType<W | T[]> {
  return readByHand(z.union([z.literal(word), list]), (value, context): W | T[] => {
    if (value === word) return word;
    if (!Array.isArray(value)) return refuse([{ code, path: '', params: {} }], context);
    const reading = list.safeParse(value);
    return reading.success ? reading.data : refuse(problemsOf(reading.error.issues, value), context);
  });
}

/** A schema whose values are read without it where `plain` reads them, to the same; `null` leaves them to the schema. */
export function readPlainly<T>(plain: (value: unknown) => T | null, schema: z.ZodType<T>): z.ZodType<T> {
  return readByHand(shownSchema(schema) ?? schema, (value, context): T => {
    const read = plain(value);
    if (read !== null) return read;
    const reading = schema.safeParse(value);
    return reading.success ? reading.data : refuse(problemsOf(reading.error.issues, value), context);
  });
}

/** An object that is not looked into. */
export function anyObject(): z.ZodType<Record<string, unknown>> {
  return readByHand(z.record(z.string(), z.unknown()), (value, context): Record<string, unknown> => {
    return isObject(value) ? value : wrongType('record', value, context);
  });
}

/** Reads a value by a function of ours; in JSON Schema it is what `schema` is. */
export function readByHand<T>(
  schema: z.ZodType,
  read: (value: unknown, context: z.RefinementCtx) => T,
): z.ZodType<T> {
  const made = z.unknown().transform((value, context) => read(value, context)) as z.ZodType<T>;
  showAs(made, schema);
  return made;
}

/** Reports problems up to a number, and returns whether one more would be reported. */
export function boundedReport(context: z.RefinementCtx) {
  let left = MOST_PROBLEMS;
  return (path: PropertyKey[], { code, params }: Pick<Problem, 'code' | 'params'>): boolean => {
    if (left > 0) context.addIssue({ ...issueOf(code, params), path });
    left -= 1;
    return left > 0;
  };
}

function readEach<K extends PropertyKey, T>(
  members: Iterable<[K, unknown]>,
  entry: z.ZodType<T>,
  context: z.RefinementCtx,
): [K, T][] {
  const read: [K, T][] = [];
  const report = boundedReport(context);
  for (const [key, value] of members) {
    const reading = entry.safeParse(value);
    if (reading.success) read.push([key, reading.data]);
    else if (!problemsOf(reading.error.issues, value).every((each) => report([key, ...pathOf(each)], each)))
      break;
  }
  return read;
}

function refuse(problems: readonly Problem[], context: z.RefinementCtx): never {
  for (const each of problems) {
    context.addIssue({ ...issueOf(each.code, each.params), path: pathOf(each) });
  }
  return z.NEVER;
}

function pathOf({ path }: Problem): string[] {
  return path === '' ? [] : path.split('.');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrongType(expected: 'array' | 'record', input: unknown, context: z.RefinementCtx): never {
  context.addIssue({ code: 'invalid_type', expected, input });
  return z.NEVER;
}

function tooFew(minimum: number, input: unknown, context: z.RefinementCtx): never {
  context.addIssue({ code: 'too_small', origin: 'array', minimum, inclusive: true, input });
  return z.NEVER;
}

function tooMany(count: number, most: number, context: z.RefinementCtx): never {
  context.addIssue(issueOf('too_many_entries', { count: String(count), most: String(most) }));
  return z.NEVER;
}
