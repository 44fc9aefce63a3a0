import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { BuiltConsoleFiles } from '../../../src/adapters/filesystem/built-console-files.ts';
import { tempDir } from '../../support/temp-dir.ts';

describe('BuiltConsoleFiles', () => {
  it('have a file, its compressed copies where the build has made some, and nothing that is no file', async () => {
    const dir = await tempDir();
    await mkdir(join(dir, 'assets/.packed'), { recursive: true });
    await writeFile(join(dir, 'index.html'), '<!doctype html>');
    await writeFile(join(dir, 'assets/a-1.js'), 'plain');
    await writeFile(join(dir, 'assets/.packed/a-1.js.br'), 'as brotli');
    await writeFile(join(dir, 'assets/.packed/a-1.js.gz'), 'as gzip');
    await writeFile(join(dir, 'assets/b-2.png'), 'picture');
    const files = await BuiltConsoleFiles.open(dir);

    const script = await files.asset('a-1.js');
    expect([script?.bytes, script?.brotli, script?.gzip].map(String)).to.deep.equal([
      'plain',
      'as brotli',
      'as gzip',
    ]);
    expect(await files.asset('b-2.png')).not.to.have.any.keys('brotli', 'gzip');
    for (const name of ['.packed', '.packed/a-1.js.br', '..', '', 'c-3.js']) {
      expect(files.asset(name), name).to.equal(undefined);
    }
  });
});
