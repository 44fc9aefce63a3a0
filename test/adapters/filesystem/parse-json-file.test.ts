import { expect } from 'chai';
import fc from 'fast-check';
import { parseJsonFile } from '../../../src/adapters/filesystem/parse-json-file.ts';

const parse = (text: string) => parseJsonFile(Buffer.from(text));

describe('parseJsonFile', () => {
  it('counts nothing inside strings, however their quotes and backslashes are escaped', () => {
    const signs = fc.string({
      unit: fc.constantFrom('"', '\\', '[', '{', ',', '}', ']', '摇'),
      maxLength: 200,
    });
    fc.assert(
      fc.property(fc.array(signs, { maxLength: 10 }), (texts) => {
        expect(parse(JSON.stringify(texts))).to.deep.equal({ ok: true, data: texts });
      }),
    );
  });

  for (const [what, tail] of [
    ['a backslash', '\\'],
    ['a quote', '"'],
    ['both', '\\"'],
  ] as const) {
    it(`counts what comes behind a string that ends in ${what}`, () => {
      const string = JSON.stringify(`x${tail}`);
      const nested = (levels: number) => `[${string},${'['.repeat(levels - 1)}${']'.repeat(levels)}`;
      expect(parse(nested(64)).ok).to.equal(true);
      expect(parse(nested(65))).to.have.nested.property('problem.code', 'too_deep');
      const members = (count: number) =>
        `{${Array.from({ length: count }, (_, index) => `"${index}":${string}`).join()}}`;
      expect(parse(members(10_000)).ok).to.equal(true);
      expect(parse(members(10_001))).to.have.nested.property('problem.code', 'too_many_members');
    });
  }

  it('takes off a byte order mark, and refuses what is no UTF-8', () => {
    expect(parse('\ufeff{"a":1}')).to.deep.equal({ ok: true, data: { a: 1 } });
    expect(parseJsonFile(Buffer.from([0x22, 0xff, 0x22]))).to.have.nested.property(
      'problem.code',
      'not_utf8',
    );
  });

  it('refuses a string that does not end', () => {
    expect(parse('{"a":"x\\"}')).to.have.nested.property('problem.code', 'not_json');
  });
});
