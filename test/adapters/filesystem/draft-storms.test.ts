import fs from 'node:fs';
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { expect } from 'chai';
import sinon from 'sinon';
import { activitiesDir } from '../../support/activities-dir.ts';
import { longestTurnShare } from '../../support/longest-turn.ts';
import { raise, type Storm } from '../../support/storms.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { until } from '../../support/until.ts';
import { FollowedFolder } from './followed-folder.ts';

const ACTIVITIES = 2_000;
/* A slice of 4 ms reads some dozens. Without slices, one turn read all files that had settled. */
const MOST_READ_IN_A_TURN = 200;
/* Slices and garbage collection take much less; one pass over all files took nearly all. */
const LONGEST_TURN = 0.25;

const sku = (title: string) => ({ dispatch: 'sku', title });

/* Synchronous: for thousands of folders that is several times faster. */
async function many(title: string, count = ACTIVITIES): Promise<string> {
  const dir = await tempDir();
  for (let index = 0; index < count; index++) {
    fs.mkdirSync(join(dir, `a${index}`));
    fs.writeFileSync(join(dir, `a${index}`, 'data.json'), JSON.stringify(sku(title)));
  }
  return dir;
}

describe('DraftFolder.follow under many changes', () => {
  let root: string;
  let folder: FollowedFolder;

  async function follow(dir: string): Promise<void> {
    root = dir;
    folder = await FollowedFolder.follow(dir);
    folder.clear();
  }

  afterEach(() => {
    folder?.close();
    sinon.restore();
    syncBuiltinESMExports();
  });

  const write = (id: string, title: string) =>
    writeFile(join(root, id, 'data.json'), JSON.stringify(sku(title)));
  const titled = (title: string) =>
    [...folder.drafts.values()].filter(({ activity }) => activity.title === title).length;
  const count = (title: string, wanted: number) =>
    until(() => titled(title) === wanted, { what: `${wanted} × ${title}` });
  const becomes = (id: string, title: string) =>
    until(() => folder.titleOf(id) === title, { what: `${id} as ${title}` });

  describe('does not block the event loop', () => {
    /** Makes the changes, and waits until the result is there. */
    async function weather(storm: Storm, title: string, heard: () => Promise<void>): Promise<void> {
      const lists = sinon.spy(fs, 'readdirSync');
      const stats = sinon.spy(fs, 'statSync');
      syncBuiltinESMExports();
      let watching = true;
      let mostRead = 0;
      const turn = (before: number) => {
        mostRead = Math.max(mostRead, folder.valid.length - before);
        if (watching) setTimeout(turn, 1, folder.valid.length);
      };
      turn(folder.valid.length);
      const longest = await longestTurnShare(async () => {
        await raise(storm, root, JSON.stringify(sku(title)));
        await heard();
      });
      watching = false;
      expect(longest, 'share of the longest turn').to.be.below(LONGEST_TURN);
      expect(mostRead, 'files read in one turn').to.be.below(MOST_READ_IN_A_TURN);
      // The folder is listed in batches, and each activity is examined in a few sweeps, not once for each change.
      expect(lists.callCount, 'lists').to.equal(0);
      expect(stats.callCount, 'calls of stat').to.be.below(30 * ACTIVITIES);
    }

    beforeEach(async () => {
      await follow(await many('one'));
    });

    it('when all files are replaced, and hears of each', async () => {
      await weather('all files replaced at once', 'two', () => count('two', ACTIVITIES));
    });

    it('when 300 folders are new, and hears of each', async () => {
      await weather('300 new folders', 'new', () => count('new', 300));
    });

    it('when temporary files come and go', async () => {
      await weather('200 temporary files', '', async () => {
        await write('a8', 'after');
        await becomes('a8', 'after');
      });
    });
  });

  it('reads 10,000 files in portions, and then hears of an edit of any of them', async () => {
    await follow(await many('first', 10_000));
    expect(folder.drafts.size).to.equal(10_000);
    const sizes = folder.portions.map((at, index) => at - (folder.portions[index - 1] ?? 0));
    expect(Math.max(...sizes)).to.be.at.most(128);
    await write('a9999', 'edited');
    await becomes('a9999', 'edited');
    expect(folder.valid).to.deep.equal(['a9999']);
  });

  it('finds each activity of another tree after a link was replaced', async () => {
    const base = await tempDir();
    await symlink(await many('first', 500), join(base, 'live'));
    await follow(join(base, 'live'));
    await symlink(await many('second', 500), join(base, 'next'));
    await rename(join(base, 'next'), join(base, 'live'));
    await count('second', 500);
    await write('a499', 'third');
    await becomes('a499', 'third');
    expect(folder.removed).to.deep.equal([]);
  });

  it('follows a link beside the activities through which all are reached', async () => {
    const dir = await tempDir();
    for (const [version, title] of [
      ['..v1', 'first'],
      ['..v2', 'second'],
    ] as const) {
      for (let index = 0; index < 50; index++) {
        await mkdir(join(dir, version, `a${index}`), { recursive: true });
        await writeFile(join(dir, version, `a${index}`, 'data.json'), JSON.stringify(sku(title)));
      }
    }
    await symlink('..v1', join(dir, '..data'));
    for (let index = 0; index < 50; index++) await symlink(`..data/a${index}`, join(dir, `a${index}`));
    await follow(dir);
    await count('first', 50);
    await symlink('..v2', join(dir, '..data_tmp'));
    await rename(join(dir, '..data_tmp'), join(dir, '..data'));
    await count('second', 50);
  });

  it('has what is on the disk after a folder was renamed, removed and created again', async () => {
    await follow(await activitiesDir({ a: sku('one'), b: sku('one') }));
    for (let round = 0; round < 20; round++) {
      await rename(join(root, 'a'), join(root, 'c'));
      await rm(join(root, 'c'), { recursive: true });
      await mkdir(join(root, 'a'));
      await write('a', `round ${round}`);
    }
    await becomes('a', 'round 19');
    await write('a', 'edited');
    await becomes('a', 'edited');
    await until(() => !folder.drafts.has('c'), { what: 'c to go' });
    expect(folder.removed).to.not.include('a');
  });

  it('hears that a folder became a file, and of it as a folder again', async () => {
    await follow(await activitiesDir({ a: sku('one'), b: sku('one') }));
    await rm(join(root, 'a'), { recursive: true });
    await writeFile(join(root, 'a'), 'a file');
    await until(() => folder.removed.includes('a'), { what: 'a to go' });
    await rm(join(root, 'a'));
    await mkdir(join(root, 'a'));
    await write('a', 'back');
    await becomes('a', 'back');
  });

  it('finds changes by sweeps where the system has no watches left, and reports that once', async () => {
    sinon.stub(fs, 'watch').throws(Object.assign(new Error('no watches'), { code: 'ENOSPC' }));
    syncBuiltinESMExports();
    await follow(await activitiesDir({ a: sku('one'), b: sku('one') }));
    await write('a', 'two');
    await becomes('a', 'two');
    await mkdir(join(root, 'c'));
    await write('c', 'three');
    await becomes('c', 'three');
    expect(folder.unwatched).to.have.length(1);
  });

  describe('misses no edit that comes just after a file was read', () => {
    /** The next time that a file is read, another text is there at once. */
    function editAfterNextRead(title: string): void {
      const { readSync } = fs;
      const stub = sinon.stub(fs, 'readSync').callsFake(((...args: Parameters<typeof readSync>) => {
        const read = readSync(...args);
        stub.restore();
        syncBuiltinESMExports();
        fs.writeFileSync(join(root, 'a', 'data.json'), JSON.stringify(sku(title)));
        return read;
      }) as typeof readSync);
      syncBuiltinESMExports();
    }

    beforeEach(async () => {
      root = await activitiesDir({ a: sku('one') });
    });

    it('for the first time', async () => {
      editAfterNextRead('edited at once');
      await follow(root);
      await becomes('a', 'edited at once');
    });

    it('again', async () => {
      await follow(root);
      editAfterNextRead('edited at once');
      await write('a', 'two');
      await becomes('a', 'edited at once');
    });
  });
});
