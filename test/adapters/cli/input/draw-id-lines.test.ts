import { expect } from 'chai';
import { drawIdLines } from '../../../../src/adapters/cli/input/draw-id-lines.ts';

const ID = '0b6a2a52-58c9-4a5c-9c2f-6a2c2f1f0a11';

async function read(file: string | Buffer): Promise<string[]> {
  const lines = Buffer.from(file)
    .toString('latin1')
    .split(/\r?\n/)
    .map((line, index) => ({ no: index + 1, bytes: Buffer.from(line, 'latin1') }));
  const found: string[] = [];
  for await (const each of drawIdLines(
    (async function* () {
      yield* lines;
    })(),
  )) {
    found.push(each.kind === 'win' ? `${each.line} ${each.drawId}` : `${each.line} ${each.code}`);
  }
  return found;
}

describe('drawIdLines', () => {
  it('reads an id a line', async () => {
    expect(await read(`\ufeff${ID}\r\n\r\n  abc \n`)).to.deep.equal([`1 ${ID}`, '3 abc']);
    expect(await read(`draw_id\n"${ID}"\n`)).to.deep.equal([`2 ${ID}`]);
  });

  it('reads the column draw_id, in any encoding that has ASCII in it', async () => {
    const csv = `\ufeffuid,draw_id,name\r\nann,${ID},"李, 雷"\r\n`;
    expect(await read(csv)).to.deep.equal([`2 ${ID}`]);
    // 李雷 in GBK, as Excel saves a CSV in China.
    const gbk = Buffer.concat([
      Buffer.from('uid,draw_id,name\nann,'),
      Buffer.from(ID),
      Buffer.from([0x2c, 0xc0, 0xee, 0xc0, 0xd7, 0x0a]),
    ]);
    expect(await read(gbk)).to.deep.equal([`2 ${ID}`]);
  });

  it('names the lines that it cannot read', async () => {
    expect(await read(`ann,${ID}\n`)).to.deep.equal(['1 no_column']);
    expect(await read(`draw_id,uid\n${ID},"a\nshort\n,x\n=cmd|x,y\n`)).to.deep.equal([
      ...['2 bad_quotes', '3 short', '4 bad_id', '5 bad_id'],
    ]);
    const long = drawIdLines(
      (async function* () {
        yield { no: 1, bytes: null };
      })(),
    );
    for await (const each of long) expect(each).to.deep.equal({ kind: 'problem', code: 'too_long', line: 1 });
  });
});
