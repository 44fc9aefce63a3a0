import { expect } from 'chai';
import fc from 'fast-check';
import { grantLines, MOST_GRANT_LINES } from '../../../../src/adapters/cli/input/grant-lines.ts';
import { csvFields } from '../../../../src/application/shared/csv-fields.ts';

async function read(...lines: (string | Buffer | null)[]) {
  async function* input() {
    for (const [index, line] of lines.entries()) {
      yield { no: index + 1, bytes: typeof line === 'string' ? Buffer.from(line) : line };
    }
  }
  const found: (string | number)[][] = [];
  for await (const each of grantLines(input())) {
    found.push(
      each.kind === 'grant'
        ? [each.grant.uid, each.grant.key, each.grant.chances]
        : [each.problem.line, each.problem.code, each.problem.found],
    );
  }
  return found;
}

describe('csvFields', () => {
  const quoted = (field: string) => `"${field.replaceAll('"', '""')}"`;

  it('reads what was written, with quotes or without', () => {
    const field = fc.string({ unit: fc.constantFrom('a', '"', ',', ' ', '中') });
    fc.assert(
      fc.property(fc.array(field, { minLength: 1 }), fc.boolean(), (fields, all) => {
        const line = fields.map((each) => (all || /[",]/.test(each) ? quoted(each) : each)).join(',');
        expect(csvFields(line)).to.deep.equal(fields);
      }),
    );
  });

  it('refuses quotes that do not fit together', () => {
    for (const line of ['"a', 'a"b', '"a"b,c', 'a,"', '"""']) expect(csvFields(line), line).to.equal(null);
  });
});

describe('grantLines', () => {
  it('reads uid, key and chances', async () => {
    expect(await read('ann,vip,3', '"b,en",vip:2026.11-a_b,10000', '用户,k,1')).to.deep.equal([
      ['ann', 'vip', 3],
      ['b,en', 'vip:2026.11-a_b', 10_000],
      ['用户', 'k', 1],
    ]);
  });

  it('leaves out a byte order mark, a heading and empty lines', async () => {
    expect(await read('\ufeffuid,key,chances', '', 'ann,vip,3', '  ')).to.deep.equal([['ann', 'vip', 3]]);
    expect(await read('\ufeffann,vip,3')).to.deep.equal([['ann', 'vip', 3]]);
    expect(await read('UID,Key,Chances', 'ann,vip,3')).to.deep.equal([['ann', 'vip', 3]]);
  });

  it('reports each wrong line with its number, and goes on', async () => {
    expect(
      await read(
        'ann,vip,0',
        'ann,vip,10001',
        'ann,vip,1.5',
        'ann,v p,1',
        `ann,${'k'.repeat(65)},1`,
        ',vip,1',
        'a\u0007b,vip,1',
        `${'u'.repeat(257)},vip,1`,
        'ann,vip',
        'ann;vip;1',
        '"ann,vip,1',
        'ben,vip,1',
      ),
    ).to.deep.equal([
      [1, 'bad_chances', '0'],
      [2, 'bad_chances', '10001'],
      [3, 'bad_chances', '1.5'],
      [4, 'bad_key', 'v p'],
      [5, 'bad_key', 'k'.repeat(65)],
      [6, 'bad_uid', ''],
      [7, 'bad_uid', 'a\u0007b'],
      [8, 'bad_uid', 'u'.repeat(257)],
      [9, 'not_three_columns', 'ann,vip'],
      [10, 'not_three_columns', 'ann;vip;1'],
      [11, 'bad_quotes', '"ann,vip,1'],
      ['ben', 'vip', 1],
    ]);
  });

  it('reports another encoding, and lines that are too long', async () => {
    expect(await read(Buffer.from([0xd3, 0xc3, 0x2c, 0x6b, 0x2c, 0x31]), null)).to.deep.equal([
      [1, 'not_utf8', ''],
      [2, 'too_long', ''],
    ]);
  });

  it('reports a user and key that stand there twice, whatever the chances', async () => {
    expect(await read('ann,vip,3', 'ann,svip,3', 'ben,vip,3', 'ann,vip,5')).to.deep.equal([
      ['ann', 'vip', 3],
      ['ann', 'svip', 3],
      ['ben', 'vip', 3],
      [4, 'repeated', '1'],
    ]);
  });

  it('stops at the most lines', async () => {
    async function* input() {
      yield { no: MOST_GRANT_LINES, bytes: Buffer.from('ann,vip,1') };
      yield { no: MOST_GRANT_LINES + 1, bytes: Buffer.from('ben,vip,1') };
      expect.fail('was read on');
    }
    const kinds: string[] = [];
    for await (const line of grantLines(input())) {
      kinds.push(line.kind === 'grant' ? line.grant.uid : line.problem.code);
    }
    expect(kinds).to.deep.equal(['ann', 'too_many_lines']);
  });
});
