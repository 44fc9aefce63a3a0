import fs from 'node:fs';
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { expect } from 'chai';
import sinon from 'sinon';
import { FileConfigRepository } from '../../../src/adapters/filesystem/file-config-repository.ts';
import { LastGoodFiles } from '../../../src/adapters/filesystem/last-good-files.ts';
import { kindReadings } from '../../../src/application/kinds/kinds.ts';
import { activitiesDir } from '../../support/activities-dir.ts';
import { longestTurnMs } from '../../support/longest-turn.ts';
import { raise, type Storm } from '../../support/storms.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { until } from '../../support/until.ts';

const ACTIVITIES = 2_000;
/* A slice of 4 ms reads some dozens. Without slices, one turn read all files that had settled. */
const MOST_LOADED_IN_A_TURN = 200;
/* Slices and garbage collection take much less; one pass over all files took seconds. */
const LONGEST_TURN_MS = 150;

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

describe('FileConfigRepository.watch under many changes', () => {
  let root: string;
  let configs: FileConfigRepository;
  let stop: () => void;
  let loaded: number;
  let removed: string[];
  let unwatched: unknown[];

  async function start(dir: string): Promise<void> {
    root = dir;
    loaded = 0;
    removed = [];
    unwatched = [];
    configs = new FileConfigRepository({
      dir,
      kinds: kindReadings,
      lastGood: new LastGoodFiles(await tempDir(), (error) => {
        throw error;
      }),
      events: {
        loaded: () => {
          loaded += 1;
        },
        refused: () => {},
        removed: (id) => removed.push(id),
      },
      onUnwatched: (error) => unwatched.push(error),
    });
    stop = configs.watch();
  }

  afterEach(() => {
    stop();
    sinon.restore();
    syncBuiltinESMExports();
  });

  const write = (id: string, title: string) =>
    writeFile(join(root, id, 'data.json'), JSON.stringify(sku(title)));
  const titled = (title: string) => configs.all().filter((activity) => activity.title === title).length;
  const count = (title: string, wanted: number) =>
    until(() => titled(title) === wanted, { what: `${wanted} × ${title}` });
  const becomes = (id: string, title: string) =>
    until(() => configs.find(id)?.title === title, { what: `${id} as ${title}` });

  describe('does not block the event loop', () => {
    /** Makes the changes, and waits until the result is served. */
    async function weather(storm: Storm, title: string, served: () => Promise<void>): Promise<void> {
      const lists = sinon.spy(fs, 'readdirSync');
      const stats = sinon.spy(fs, 'statSync');
      syncBuiltinESMExports();
      let watching = true;
      let mostLoaded = 0;
      const turn = (before: number) => {
        mostLoaded = Math.max(mostLoaded, loaded - before);
        if (watching) setTimeout(turn, 1, loaded);
      };
      turn(loaded);
      const longestMs = await longestTurnMs(async () => {
        await raise(storm, root, JSON.stringify(sku(title)));
        await served();
      });
      watching = false;
      expect(longestMs, 'CPU time of the longest turn in ms').to.be.below(LONGEST_TURN_MS);
      expect(mostLoaded, 'files read in one turn').to.be.below(MOST_LOADED_IN_A_TURN);
      // The folder is listed in batches, and each activity is examined in a few sweeps, not once for each change.
      expect(lists.callCount, 'lists').to.equal(0);
      expect(stats.callCount, 'calls of stat').to.be.below(30 * ACTIVITIES);
    }

    beforeEach(async () => {
      await start(await many('one'));
    });

    it('when all files are replaced, and serves each', async () => {
      await weather('all files replaced at once', 'two', () => count('two', ACTIVITIES));
    });

    it('when 300 folders are new, and serves each', async () => {
      await weather('300 new folders', 'new', () => count('new', 300));
    });

    it('when temporary files come and go', async () => {
      await weather('200 temporary files', '', async () => {
        await write('a8', 'after');
        await becomes('a8', 'after');
      });
    });
  });

  it('finds each activity of another tree after a link was replaced', async () => {
    const base = await tempDir();
    await symlink(await many('first', 500), join(base, 'live'));
    await start(join(base, 'live'));
    await symlink(await many('second', 500), join(base, 'next'));
    await rename(join(base, 'next'), join(base, 'live'));
    await count('second', 500);
    await write('a499', 'third');
    await becomes('a499', 'third');
    expect(removed).to.deep.equal([]);
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
    await start(dir);
    await count('first', 50);
    await symlink('..v2', join(dir, '..data_tmp'));
    await rename(join(dir, '..data_tmp'), join(dir, '..data'));
    await count('second', 50);
  });

  it('serves what is on the disk after a folder was renamed, removed and created again', async () => {
    await start(await activitiesDir({ a: sku('one'), b: sku('one') }));
    for (let round = 0; round < 20; round++) {
      await rename(join(root, 'a'), join(root, 'c'));
      await rm(join(root, 'c'), { recursive: true });
      await mkdir(join(root, 'a'));
      await write('a', `round ${round}`);
    }
    await becomes('a', 'round 19');
    await write('a', 'edited');
    await becomes('a', 'edited');
    await until(() => configs.find('c') === undefined, { what: 'c to go' });
    expect(removed).to.not.include('a');
  });

  it('removes an activity whose folder became a file, and adds it again as a folder', async () => {
    await start(await activitiesDir({ a: sku('one'), b: sku('one') }));
    await rm(join(root, 'a'), { recursive: true });
    await writeFile(join(root, 'a'), 'a file');
    await until(() => removed.includes('a'), { what: 'a to go' });
    await rm(join(root, 'a'));
    await mkdir(join(root, 'a'));
    await write('a', 'back');
    await becomes('a', 'back');
  });

  it('finds changes by sweeps where the system has no watches left, and reports that once', async () => {
    sinon.stub(fs, 'watch').throws(Object.assign(new Error('no watches'), { code: 'ENOSPC' }));
    syncBuiltinESMExports();
    await start(await activitiesDir({ a: sku('one'), b: sku('one') }));
    await write('a', 'two');
    await becomes('a', 'two');
    await mkdir(join(root, 'c'));
    await write('c', 'three');
    await becomes('c', 'three');
    expect(unwatched).to.have.length(1);
  });
});
