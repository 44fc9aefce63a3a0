import { expect } from 'chai';
import { z } from 'zod';
import { problemsOf } from '../../../src/domain/shared/issue.ts';

function codesOf(schema: z.ZodType, value: unknown): string[] {
  const reading = schema.safeParse(value);
  return reading.success ? [] : problemsOf(reading.error.issues, value).map(({ code }) => code);
}

describe('the problems of a refused value', () => {
  it('have the code that a schema has in place of a message', () => {
    expect(codesOf(z.union([z.string(), z.int()], 'bad_zone_id'), true)).to.deep.equal(['bad_zone_id']);
  });

  it('are bad values where a schema has no code', () => {
    expect(codesOf(z.union([z.string(), z.int()]), true)).to.deep.equal(['bad_value']);
    expect(codesOf(z.string().regex(/^a$/), 'b')).to.deep.equal(['bad_value']);
    expect(codesOf(z.enum(['a']), 'b')).to.deep.equal(['bad_value']);
  });

  it('name each unknown key, and a missing one', () => {
    expect(codesOf(z.strictObject({ a: z.string() }), { b: 1, c: 2 })).to.have.members([
      'missing',
      'unknown_key',
      'unknown_key',
    ]);
  });
});
