import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { FileMediaLibrary } from '../../../src/adapters/filesystem/file-media-library.ts';
import { tempDir } from '../../support/temp-dir.ts';

describe('the names of an activity’s files', () => {
  it('are those in its folder, and none where there is no folder', async () => {
    const dir = await tempDir();
    await mkdir(join(dir, '1055', 'media'), { recursive: true });
    await mkdir(join(dir, 'bare'));
    for (const name of ['b.svg', 'a.bmp']) await writeFile(join(dir, '1055', 'media', name), '');
    const media = await FileMediaLibrary.open(dir);
    expect(await media.names('1055')).to.deep.equal(['a.bmp', 'b.svg']);
    for (const id of ['bare', 'none', '..', '']) expect(await media.names(id), id).to.deep.equal([]);
  });
});
