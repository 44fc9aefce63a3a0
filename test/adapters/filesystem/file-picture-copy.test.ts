import { readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { FilePictureCopy } from '../../../src/adapters/filesystem/file-picture-copy.ts';
import { sha256 } from '../../contracts/sample-releases.ts';
import { tempDir } from '../../support/temp-dir.ts';

const pictureOf = (text: string) => ({ hash: sha256(text), bytes: Buffer.from(text) });

const [A, B] = [pictureOf('a'), pictureOf('b')];

describe('FilePictureCopy', () => {
  let dir: string;
  let faults: unknown[];
  let copy: FilePictureCopy;

  beforeEach(async () => {
    dir = await tempDir();
    faults = [];
    copy = new FilePictureCopy(dir, (error) => faults.push(error));
  });

  const textOf = async (hash: string) => {
    const bytes = await copy.find(hash);
    return bytes && Buffer.from(bytes).toString();
  };

  it('has what was kept, also for the next process', async () => {
    expect([await textOf(A.hash), await copy.keepOnly(new Set([A.hash]))]).to.deep.equal([
      undefined,
      new Set(),
    ]);
    await Promise.all([copy.keep(A), copy.keep(A), new FilePictureCopy(dir, () => {}).keep(A), copy.keep(B)]);
    expect([await textOf(A.hash), await textOf(B.hash)]).to.deep.equal(['a', 'b']);
    expect((await readdir(join(dir, 'pictures'))).sort()).to.deep.equal([A.hash, B.hash].sort());
  });

  it('has none whose bytes are others, and takes it again', async () => {
    await copy.keep(A);
    await writeFile(join(dir, 'pictures', A.hash), '');
    expect(await textOf(A.hash)).to.equal(undefined);
    await copy.keep(A);
    expect(await textOf(A.hash)).to.equal('a');
  });

  it('removes all others, and what a killed process has left', async () => {
    await Promise.all([copy.keep(A), copy.keep(B)]);
    const [left, written] = [`${A.hash}.1.1`, `${A.hash}.2.1`];
    for (const name of [left, written]) await writeFile(join(dir, 'pictures', name), 'half');
    await utimes(join(dir, 'pictures', left), new Date(0), new Date(0));
    expect(await copy.keepOnly(new Set([A.hash, sha256('c')]))).to.deep.equal(new Set([A.hash]));
    expect((await readdir(join(dir, 'pictures'))).sort()).to.deep.equal([A.hash, written]);
    expect(faults).to.deep.equal([]);
  });

  it('reports once that it cannot be written', async () => {
    await writeFile(join(dir, 'pictures'), 'a file');
    await copy.keep(A);
    await copy.keep(B);
    expect(faults).to.have.length(1);
    expect(await textOf(A.hash)).to.equal(undefined);
    expect(await copy.keepOnly(new Set())).to.deep.equal(new Set());
  });
});
