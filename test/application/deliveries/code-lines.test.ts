import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { openLineFile } from '../../../src/adapters/cli/input/line-file.ts';
import { checkCodes, codesOf } from '../../../src/application/deliveries/code-file.ts';
import { MOST_CODE_LINE_BYTES } from '../../../src/application/deliveries/code-lines.ts';
import { RepeatedLines } from '../../../src/application/deliveries/repeated-lines.ts';
import { tempDir } from '../../support/temp-dir.ts';

async function read(content: string | Buffer) {
  const path = join(await tempDir(), 'codes.txt');
  await writeFile(path, content);
  const file = await openLineFile(path, MOST_CODE_LINE_BYTES);
  try {
    const { problems, codes: count, problemCount } = await checkCodes(file);
    const codes: string[] = [];
    if (problemCount === 0) for await (const code of codesOf(file, 'changed')) codes.push(code);
    return { problems: problems.map(({ code, line }) => `${code} ${line}`), codes, count };
  } finally {
    await file.close();
  }
}

const codesIn = async (content: string | Buffer) => (await read(content)).codes;
const problemsIn = async (content: string | Buffer) => (await read(content)).problems;

describe('a file of codes', () => {
  it('has a code a line, in their order', async () => {
    expect(await codesIn('AB-1\nAB-2\nAB-3')).to.deep.equal(['AB-1', 'AB-2', 'AB-3']);
    expect(await codesIn('\ufeffA1\r\n\r\n  A2 \r\n\t\n"A,""3"\r\n')).to.deep.equal(['A1', 'A2', 'A,"3']);
    expect(await codesIn('口令：芝麻开门\n')).to.deep.equal(['口令：芝麻开门']);
  });

  it('may have heads, of which one is the code', async () => {
    expect(await codesIn('code\nA1\n')).to.deep.equal(['A1']);
    expect(await codesIn('no,Code,expires\n1,A1,2026-12-31\n2,A2,x\n')).to.deep.equal(['A1', 'A2']);
    expect(await codesIn('\ufeff序号,兑换码\n1,A1\n')).to.deep.equal(['A1']);
  });

  it('has its codes in the first column, where no head says otherwise', async () => {
    expect(await codesIn('A1,2026-12-31\nA2\n')).to.deep.equal(['A1', 'A2']);
    expect(await problemsIn('卡号,密码\nA1,x1\n')).to.deep.equal(['no_code_column 1']);
  });

  it('is refused in another encoding', async () => {
    expect(await problemsIn(Buffer.from([0x41, 0x0a, 0xbf, 0xda, 0xc1, 0xee, 0x0a]))).to.deep.equal([
      'not_utf8 2',
    ]);
    expect(await problemsIn(Buffer.from('\ufeffA1\nA2\n', 'utf16le'))).to.deep.equal(['not_utf8 1']);
    expect(await problemsIn(Buffer.from('A1\nA2\n', 'utf16le'))).to.include('bad_code 1');
  });

  it('is refused where something is no code', async () => {
    const lines = [
      'A1',
      'x'.repeat(200),
      'x'.repeat(201),
      'a\u0000b',
      '"open',
      'y'.repeat(5000),
      ',x1',
      '1.2346E+17',
    ];
    expect(await problemsIn(lines.join('\n'))).to.deep.equal([
      'bad_code 3',
      'bad_code 4',
      'bad_quotes 5',
      'too_long 6',
      'no_code 7',
      'rounded_number 8',
    ]);
  });

  it('is refused where a code comes twice, with both lines', async () => {
    const path = join(await tempDir(), 'codes.txt');
    await writeFile(path, 'A1\n\nA2\n A1 \nA2\n');
    const file = await openLineFile(path, MOST_CODE_LINE_BYTES);
    const { problems } = await checkCodes(file);
    await file.close();
    expect(problems).to.deep.equal([
      { code: 'repeated', line: 4, before: 1 },
      { code: 'repeated', line: 5, before: 3 },
    ]);
  });

  it('names no code in what it reports', async () => {
    const path = join(await tempDir(), 'codes.txt');
    await writeFile(path, 'SECRET-1\nSECRET-1\n"SECRET-2\n');
    const file = await openLineFile(path, MOST_CODE_LINE_BYTES);
    expect(JSON.stringify(await checkCodes(file))).not.to.include('SECRET');
    await file.close();
  });

  it('finds repeated lines as a Map does, also when the table grows', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3000), { maxLength: 4000 }), (numbers) => {
        const table = new RepeatedLines();
        const first = new Map<number, number>();
        for (const [index, number] of numbers.entries()) {
          expect(table.note(`text ${number}`, index + 1)).to.equal(first.get(number) ?? null);
          if (!first.has(number)) first.set(number, index + 1);
        }
      }),
      { numRuns: 20 },
    );
  });
});
