import { chmod, mkdir, readdir, readFile, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { writeDraft } from '../../../src/adapters/filesystem/write-draft.ts';
import { activitiesDir } from '../../support/activities-dir.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { until } from '../../support/until.ts';
import { FollowedFolder } from './followed-folder.ts';

const TEXT = '{ "dispatch": "sku", "title": "back" }';
const PICTURE = { name: 'a b.png', hash: 'h', bytes: Buffer.from('picture') };

describe('writeDraft', () => {
  let root: string;
  beforeEach(async () => {
    root = await activitiesDir({ a: { dispatch: 'sku', title: 'one' } });
  });
  const textOf = (id = 'a') => readFile(join(root, id, 'data.json'), 'utf8');

  it('writes the text and the pictures, and leaves nothing else', async () => {
    expect(await writeDraft(root, 'a', TEXT, [PICTURE])).to.equal(true);
    expect(await textOf()).to.equal(TEXT);
    expect(await readFile(join(root, 'a', 'media', 'a b.png'), 'utf8')).to.equal('picture');
    expect((await readdir(join(root, 'a'), { recursive: true })).sort()).to.deep.equal([
      ...['data.json', 'media', 'media/a b.png'],
    ]);
  });

  it('writes nothing where the activity has no folder', async () => {
    await writeFile(join(root, 'file'), '');
    expect(await writeDraft(root, 'nobody', TEXT, [PICTURE])).to.equal(false);
    expect(await writeDraft(root, 'file', TEXT, [PICTURE])).to.equal(false);
    expect(await writeDraft(join(root, 'nowhere'), 'a', TEXT, [])).to.equal(false);
    expect((await readdir(root)).sort()).to.deep.equal(['a', 'file']);
  });

  it('writes nothing through a link that leads out of the folder', async () => {
    const elsewhere = await tempDir();
    await symlink(elsewhere, join(root, 'out'));
    expect(await writeDraft(root, 'out', TEXT, [PICTURE])).to.equal(false);
    expect(await readdir(elsewhere)).to.deep.equal([]);
  });

  it('writes where the folder of activities itself is a link', async () => {
    const base = await tempDir();
    await symlink(await realpath(root), join(base, 'live'));
    expect(await writeDraft(join(base, 'live'), 'a', TEXT, [])).to.equal(true);
    expect(await textOf()).to.equal(TEXT);
  });

  it('writes no picture outside of the folder of pictures, whatever it is called', async () => {
    const names = [
      '../evil.png',
      '../../evil.png',
      '/tmp/evil.png',
      '.hidden.png',
      'data.json',
      'a\u0000.png',
    ];
    await writeDraft(
      root,
      'a',
      TEXT,
      names.map((name) => ({ ...PICTURE, name })),
    );
    expect((await readdir(root, { recursive: true })).sort()).to.deep.equal(['a', 'a/data.json', 'a/media']);
    expect(await textOf()).to.equal(TEXT);
  });

  it('leaves who may edit the file', async () => {
    await chmod(join(root, 'a', 'data.json'), 0o664);
    await writeDraft(root, 'a', TEXT, []);
    expect((await stat(join(root, 'a', 'data.json'))).mode & 0o777).to.equal(0o664);
  });

  it('changes nothing where it cannot write all, and leaves no part', async () => {
    const before = await textOf();
    await mkdir(join(root, 'a', 'media', 'a b.png'), { recursive: true });
    const fault = await writeDraft(root, 'a', TEXT, [PICTURE]).catch((error: unknown) => error);
    expect(fault).to.be.instanceOf(Error);
    expect(await textOf()).to.equal(before);
    expect((await readdir(join(root, 'a'))).sort()).to.deep.equal(['data.json', 'media']);
    expect(await readdir(join(root, 'a', 'media'))).to.deep.equal(['a b.png']);
  });

  it('leaves no part where the text cannot take its place', async () => {
    const path = join(root, 'a', 'data.json');
    await rm(path);
    await mkdir(join(path, 'x'), { recursive: true });
    const fault = await writeDraft(root, 'a', TEXT, [PICTURE]).catch((error: unknown) => error);
    expect((fault as NodeJS.ErrnoException).syscall).to.equal('rename');
    expect(await readdir(join(root, 'a', 'media'))).to.deep.equal(['a b.png']);
    expect((await readdir(join(root, 'a'))).sort()).to.deep.equal(['data.json', 'media']);
  });

  it('is heard of as one draft by those who follow the folder', async () => {
    const folder = await FollowedFolder.follow(root);
    folder.clear();
    await Promise.all(Array.from({ length: 20 }, () => writeDraft(root, 'a', TEXT, [])));
    await until(() => folder.titleOf('a') === 'back', { what: 'the draft' });
    folder.close();
    expect(folder.invalid).to.deep.equal([]);
    expect(folder.drafts.get('a')?.text).to.equal(TEXT);
  });
});
