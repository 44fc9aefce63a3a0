import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { openLineFile } from '../../../../src/adapters/cli/input/line-file.ts';
import { tempDir } from '../../../support/temp-dir.ts';

const MOST = 4096;

describe('openLineFile', () => {
  let path: string;
  before(async () => {
    path = join(await tempDir(), 'lines');
  });

  async function linesOf(content: string | Buffer): Promise<(string | null)[]> {
    await writeFile(path, content);
    const file = await openLineFile(path, MOST);
    const lines: (string | null)[] = [];
    for await (const { no, bytes } of file.lines()) {
      expect(no).to.equal(lines.length + 1);
      lines.push(bytes?.toString() ?? null);
    }
    await file.close();
    return lines;
  }

  it('reads lines that end with LF or CRLF, the last one with or without', async () => {
    expect(await linesOf('a\nb\r\n\nc')).to.deep.equal(['a', 'b', '', 'c']);
    expect(await linesOf('a\n')).to.deep.equal(['a']);
    expect(await linesOf('')).to.deep.equal([]);
  });

  it('reads the lines of every text, wherever its parts are cut', async () => {
    const line = fc.string({ unit: fc.constantFrom('a', '中', '"', ','), maxLength: 1000 });
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 200 }), async (lines) => {
        expect(await linesOf(`${lines.join('\n')}\n`)).to.deep.equal(lines);
      }),
      { numRuns: 30 },
    );
  });

  it('keeps nothing of a line that is too long, and goes on after it', async () => {
    expect(await linesOf(`a\n${'x'.repeat(300_000)}\nb\n${'x'.repeat(MOST + 1)}`)).to.deep.equal([
      'a',
      null,
      'b',
      null,
    ]);
  });

  it('stays with the file that it has opened', async () => {
    await writeFile(path, 'before\n');
    const file = await openLineFile(path, MOST);
    await writeFile(`${path}.new`, 'after\n');
    await rename(`${path}.new`, path);
    for (let reading = 0; reading < 2; reading++) {
      for await (const { bytes } of file.lines()) expect(bytes?.toString()).to.equal('before');
    }
    await file.close();
  });

  it('refuses what is no regular file', async () => {
    const folder = `${path}.folder`;
    await mkdir(folder);
    for (const wrong of [folder, `${path}.none`]) {
      const error = await openLineFile(wrong, MOST).catch((reason: unknown) => reason);
      expect(error, wrong).to.be.instanceOf(Error);
    }
  });
});
