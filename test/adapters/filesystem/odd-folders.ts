import { execFileSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { tempDir } from '../../support/temp-dir.ts';

const TEXT = JSON.stringify({ dispatch: 'sku', title: '特卖' });

export interface FolderReading {
  /** The folder of activities. */
  readonly root: () => string;
  /** Why the file of an activity is invalid. */
  readonly reasonFor: (id: string) => Promise<string>;
  /** The title of a valid activity. */
  readonly titleOf: (id: string) => Promise<string | undefined>;
}

/** What holds however a folder of activities is read, whatever lies in it. */
export function itReadsOddFolders({ root, reasonFor, titleOf }: FolderReading): void {
  it('does not wait for the writers of FIFOs', async () => {
    for (let index = 0; index < 8; index++) {
      await mkdir(join(root(), `fifo${index}`));
      execFileSync('mkfifo', [join(root(), `fifo${index}`, 'data.json')]);
    }
    expect(await reasonFor('fifo7')).to.equal('is not a regular file');
  });

  it('does not take what links to outside of the folder lead to', async () => {
    const elsewhere = await tempDir();
    await writeFile(join(elsewhere, 'data.json'), TEXT);
    await mkdir(join(root(), 'out'));
    await symlink(join(elsewhere, 'data.json'), join(root(), 'out', 'data.json'));
    await symlink(elsewhere, join(root(), 'outside'));
    expect(await reasonFor('out')).to.equal('is a link that leads out of the folder of the activities');
    expect(await reasonFor('outside')).to.equal('is a link that leads out of the folder of the activities');
  });

  it('follows links inside the folder, as a mounted ConfigMap has them', async () => {
    const version = join(root(), 'mapped', '..2026_11_01');
    await mkdir(version, { recursive: true });
    await writeFile(join(version, 'data.json'), TEXT);
    await symlink('..2026_11_01', join(root(), 'mapped', '..data'));
    await symlink('..data/data.json', join(root(), 'mapped', 'data.json'));
    expect(await titleOf('mapped')).to.equal('特卖');
  });
}
