import { execFileSync } from 'node:child_process';
import {
  mkdir,
  open,
  readdir,
  readlink,
  realpath,
  rename,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { FileMediaLibrary } from '../../../src/adapters/filesystem/file-media-library.ts';
import type { MediaFile } from '../../../src/domain/activities/media-library.ts';
import { DependencyError } from '../../../src/domain/shared/dependency-error.ts';
import { tempDir } from '../../support/temp-dir.ts';

const KB = 1024;

async function textOf(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) {
    expect(piece.length).to.be.within(1, 64 * KB);
    all.push(piece);
  }
  return Buffer.concat(all).toString('latin1');
}

describe('FileMediaLibrary', () => {
  let dir: string;
  let path: string;
  let library: FileMediaLibrary;
  let file: MediaFile;
  /** Those below the folder alone: another suite's sockets may close at any time. */
  const openFiles = async () => {
    const targets = (await readdir('/proc/self/fd')).map((fd) =>
      readlink(`/proc/self/fd/${fd}`).catch(() => ''),
    );
    return (await Promise.all(targets)).filter((target) => target.startsWith(dir)).length;
  };
  const content = Array.from({ length: 200 * KB }, (_, at) => String.fromCharCode(65 + (at % 26))).join('');

  beforeEach(async () => {
    const root = await realpath(await tempDir());
    dir = join(root, 'a1', 'media');
    path = join(dir, 'big.png');
    await mkdir(dir, { recursive: true });
    await writeFile(path, content);
    library = await FileMediaLibrary.open(root);
    const found = await library.open('a1', 'big.png');
    if (!found) throw new Error('the file was not found');
    file = found;
  });
  afterEach(() => file.close());

  it('returns type, length and version before any content is read', async () => {
    expect(file).to.include({ type: 'image/png', lengthBytes: 200 * KB });
    expect(file.version).to.match(/^[\da-z]+-[\da-z]+$/);
  });

  it('returns the whole content, and any part of it', async () => {
    expect(await textOf(file.pieces(0, file.lengthBytes))).to.equal(content);
    for (const [start, end] of [
      [0, 1],
      [65_535, 65_537],
      [100_000, 200 * KB],
      [5, 5],
    ] as const) {
      expect(await textOf(file.pieces(start, end))).to.equal(content.slice(start, end));
    }
  });

  const changes: Readonly<Record<string, () => Promise<unknown>>> = {
    'rewritten in place': () => writeFile(path, content.toLowerCase()),
    shortened: () => truncate(path, 70 * KB),
    lengthened: () => writeFile(path, 'more', { flag: 'a' }),
    'emptied and written anew': async () => {
      await truncate(path, 0);
      await writeFile(path, content);
    },
  };
  for (const [what, change] of Object.entries(changes)) {
    it(`returns no more pieces of a file that is ${what}`, async () => {
      const pieces = file.pieces(0, file.lengthBytes);
      const { value } = await pieces.next();
      expect(Buffer.from(value ?? []).toString('latin1')).to.equal(content.slice(0, 64 * KB));
      await change();
      const failure = await pieces.next().catch((error) => error);
      expect(failure).to.be.instanceOf(DependencyError);
      expect((await pieces.next()).done).to.equal(true);
    });
  }

  it('returns the old version to its end if a new one is renamed into its place', async () => {
    const pieces = file.pieces(0, file.lengthBytes);
    await pieces.next();
    await writeFile(join(dir, 'new.png'), 'new');
    await rename(join(dir, 'new.png'), path);
    expect(await textOf(pieces)).to.equal(content.slice(64 * KB));
  });

  it('can be closed while a piece is read', async () => {
    const found = await library.open('a1', 'big.png');
    const before = await openFiles();
    const pieces = found?.pieces(0, 200 * KB);
    const [, closed] = await Promise.allSettled([pieces?.next(), found?.close()]);
    expect(closed.status).to.equal('fulfilled');
    expect(await openFiles()).to.equal(before - 1);
    expect((await Promise.allSettled([pieces?.next()]))[0]).not.to.have.nested.property('value.value.length');
  });

  it('finds no file that may not be served, waits for none, and leaves none open', async () => {
    execFileSync('mkfifo', [join(dir, 'pipe.png')]);
    await mkdir(join(dir, 'folder.png'));
    await symlink('/etc/hostname', join(dir, 'out.png'));
    await symlink(path, join(dir, 'in.png'));
    await writeFile(join(dir, 'notes.txt'), 'private');
    const large = await open(join(dir, 'large.png'), 'w');
    await large.truncate(8 * KB * KB + 1);
    await large.close();
    const before = await openFiles();
    for (const name of [
      'pipe.png',
      'folder.png',
      'out.png',
      'notes.txt',
      'large.png',
      'none.png',
      '../x.png',
    ]) {
      expect(await library.lengthOf('a1', name), name).to.equal(undefined);
      expect(await library.open('a1', name), name).to.equal(undefined);
    }
    expect(await library.lengthOf('a1', 'big.png')).to.be.above(0);
    expect(await library.lengthOf('a1', 'in.png')).to.be.above(0);
    expect(await openFiles()).to.equal(before);
  });

  it('lists the files of an activity’s folder, and none if there is no folder', async () => {
    await writeFile(join(dir, 'a.bmp'), '');
    expect(await library.names('a1')).to.deep.equal(['a.bmp', 'big.png']);
    for (const id of ['bare', 'none', '..', '']) expect(await library.names(id), id).to.deep.equal([]);
  });

  it('follows the link of its own folder to the tree that it leads to now', async () => {
    const base = await tempDir();
    for (const tree of ['first', 'second']) {
      await mkdir(join(base, tree, 'a1', 'media'), { recursive: true });
      await writeFile(join(base, tree, 'a1', 'media', 'cup.svg'), tree);
    }
    const linkTo = async (tree: string) => {
      await symlink(tree, join(base, 'next'));
      await rename(join(base, 'next'), join(base, 'live'));
    };
    await linkTo('first');
    const media = await FileMediaLibrary.open(join(base, 'live'));
    await linkTo('second');
    const found = await media.open('a1', 'cup.svg');
    expect(found && (await textOf(found.pieces(0, found.lengthBytes)))).to.equal('second');
    await found?.close();
  });
});
