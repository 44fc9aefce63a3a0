import { execFileSync } from 'node:child_process';
import { mkdir, open, readdir, readlink, realpath, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { FileOwnPageLibrary } from '../../../src/adapters/filesystem/file-own-page-library.ts';
import { tempDir } from '../../support/temp-dir.ts';

const MIB = 1024 * 1024;
const SECRET = 'secret';

describe('FileOwnPageLibrary', () => {
  let root: string;
  let page: string;
  let library: FileOwnPageLibrary;
  const textOf = async (path: string, id = 'a1'): Promise<string | undefined> => {
    const file = await library.open(id, path);
    if (!file) return undefined;
    const pieces: Uint8Array[] = [];
    for await (const piece of file.pieces(0, file.lengthBytes)) pieces.push(piece);
    await file.close();
    return Buffer.concat(pieces).toString();
  };
  const openFiles = async () => {
    const targets = (await readdir('/proc/self/fd')).map((fd) =>
      readlink(`/proc/self/fd/${fd}`).catch(() => ''),
    );
    return (await Promise.all(targets)).filter((target) => target.startsWith(root)).length;
  };
  const sparse = async (path: string, lengthBytes: number) => {
    const file = await open(path, 'w');
    await file.truncate(lengthBytes);
    await file.close();
  };

  beforeEach(async () => {
    root = await realpath(await tempDir());
    page = join(root, 'a1', 'page');
    await mkdir(join(page, 'assets', 'deep'), { recursive: true });
    await writeFile(join(root, 'a1', 'data.json'), SECRET);
    await writeFile(join(page, 'index.html'), '<p>own</p>');
    await writeFile(join(page, 'assets', 'deep', 'app-Ab12Cd34.js'), 'run()');
    library = new FileOwnPageLibrary(root);
  });

  it('opens files of several levels, with their types', async () => {
    expect(await textOf('index.html')).to.equal('<p>own</p>');
    expect(await textOf('assets/deep/app-Ab12Cd34.js')).to.equal('run()');
    const types: Readonly<Record<string, string>> = {
      'a.mjs': 'text/javascript; charset=utf-8',
      'a.wasm': 'application/wasm',
      'a.woff2': 'font/woff2',
      'a.mp4': 'video/mp4',
      '[id] (1)+@~.JPG': 'image/jpeg',
    };
    for (const [name, type] of Object.entries(types)) {
      await writeFile(join(page, name), '');
      const file = await library.open('a1', name);
      expect(file?.type, name).to.equal(type);
      await file?.close();
    }
  });

  it('opens nothing that may not be sent, waits for nothing, and leaves nothing open', async () => {
    execFileSync('mkfifo', [join(page, 'pipe.js')]);
    await mkdir(join(page, 'folder.js'));
    await mkdir(join(page, '.git'));
    await writeFile(join(page, '.git', 'a.js'), SECRET);
    await writeFile(join(page, '.env.json'), SECRET);
    await writeFile(join(page, 'server.php'), SECRET);
    await mkdir(join(root, 'a1', 'media'));
    await writeFile(join(root, 'a1', 'media', 'a.svg'), SECRET);
    await mkdir(join(root, 'a2', 'page'), { recursive: true });
    await writeFile(join(root, 'a2', 'page', 'index.html'), SECRET);
    await symlink('/etc/hostname', join(page, 'out.txt'));
    await symlink('../data.json', join(page, 'rules.json'));
    await symlink('../../a2/page/index.html', join(page, 'other.html'));
    await symlink('/etc', join(page, 'etc'));
    await symlink('loop.js', join(page, 'loop.js'));
    await sparse(join(page, 'large.js'), 16 * MIB + 1);
    await sparse(join(page, 'most.js'), 16 * MIB);
    const before = await openFiles();
    for (const path of [
      ...['pipe.js', 'folder.js', '.git/a.js', '.env.json', 'server.php', 'none.js', 'index.html/a.js'],
      ...['out.txt', 'rules.json', 'other.html', 'etc/hostname', 'etc/host.conf.txt', 'loop.js', 'large.js'],
      ...[
        '../data.json',
        './index.html',
        'assets/../index.html',
        '/index.html',
        'assets//deep',
        'assets/',
        '',
      ],
      ...['assets\\deep', 'index.html\0', 'index.html\0.js', 'a\nb.js', `${'a/'.repeat(8)}a.js`],
      ...[`${'a'.repeat(300)}.js`, `${'a/'.repeat(300)}a.js`, '../../a2/page/index.html'],
    ]) {
      expect(await textOf(path), path).to.equal(undefined);
    }
    for (const id of ['..', '.', '', 'a1/..', 'a3', 'a1/page']) {
      expect(await textOf('index.html', id), id).to.equal(undefined);
    }
    const most = await library.open('a1', 'most.js');
    expect(most?.lengthBytes).to.equal(16 * MIB);
    await most?.close();
    expect(await openFiles()).to.equal(before);
  });

  it('follows links inside the folder, and the folder’s own inside that of the activities', async () => {
    await symlink('index.html', join(page, 'start.html'));
    expect(await textOf('start.html')).to.equal('<p>own</p>');
    await mkdir(join(root, 'a2'));
    await symlink('../a1/page', join(root, 'a2', 'page'));
    expect(await textOf('index.html', 'a2')).to.equal('<p>own</p>');
    await mkdir(join(root, 'a3'));
    const outside = await tempDir();
    await writeFile(join(outside, 'index.html'), SECRET);
    await symlink(outside, join(root, 'a3', 'page'));
    expect(await textOf('index.html', 'a3')).to.equal(undefined);
    await mkdir(join(root, 'a4'));
    await symlink('..', join(root, 'a4', 'page'));
    expect(await textOf('a1/data.json', 'a4')).to.equal(undefined);
    await rename(join(root, 'a1'), join(root, 'a5'));
    expect(await textOf('index.html', 'a2')).to.equal(undefined);
  });

  it('reads no secret beside the folder, whatever the path', async () => {
    await writeFile(join(page, 'a.json'), 'public');
    const sign = fc.constantFrom(
      '..',
      '.',
      '/',
      '\\',
      'a',
      'a1',
      'page',
      'data.json',
      '.json',
      '\0',
      'assets',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(sign, { maxLength: 10 }), fc.boolean(), async (signs, up) => {
        const path = `${up ? '../' : ''}${signs.join('')}`;
        expect(await textOf(path), path).to.be.oneOf([undefined, 'public', '<p>own</p>']);
      }),
      { numRuns: 500 },
    );
  });
});
