import { mkdir, readdir, readFile, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { FileConfigRepository } from '../../../src/adapters/filesystem/file-config-repository.ts';
import { LastGoodFiles } from '../../../src/adapters/filesystem/last-good-files.ts';
import { kindReadings } from '../../../src/application/kinds/kinds.ts';
import type { InvalidActivity } from '../../../src/domain/activities/config-repository.ts';
import { activitiesDir } from '../../support/activities-dir.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { until } from '../../support/until.ts';

const sku = (title: string) => ({ dispatch: 'sku', title });

describe('FileConfigRepository.watch', () => {
  let root: string;
  let dataDir: string;
  let configs: FileConfigRepository;
  let loaded: string[];
  let refused: InvalidActivity[];
  let removed: string[];
  let stop: () => void;

  function start(): void {
    loaded = [];
    refused = [];
    removed = [];
    configs = new FileConfigRepository({
      dir: root,
      kinds: kindReadings,
      lastGood: new LastGoodFiles(dataDir, (error) => {
        throw error;
      }),
      events: {
        loaded: (id) => loaded.push(id),
        refused: (invalid) => refused.push(invalid),
        removed: (id) => removed.push(id),
      },
    });
    stop = configs.watch();
  }

  beforeEach(async () => {
    root = await activitiesDir({ a: sku('one'), b: sku('neighbour') });
    dataDir = await tempDir();
    start();
  });
  afterEach(() => stop());

  const file = (id: string) => join(root, id, 'data.json');
  const write = (id: string, content: unknown) =>
    writeFile(file(id), typeof content === 'string' ? content : JSON.stringify(content));
  const titleOf = (id: string) => configs.find(id)?.title;
  const becomes = (title: string | undefined, id = 'a') =>
    until(() => titleOf(id) === title, { what: `${id} to be ${title}` });

  it('serves a file that is written in place', async () => {
    await write('a', sku('two'));
    await becomes('two');
    expect(loaded).to.deep.equal(['a']);
  });

  it('serves a file that is renamed into place, also with the old times', async () => {
    const long = new Date('2020-01-01');
    await utimes(file('a'), long, long);
    await until(() => loaded.length === 1, {
      what: 'the touched file to be read',
    });
    const beside = join(root, 'a', '.data.json.new');
    await writeFile(beside, JSON.stringify(sku('two')));
    await utimes(beside, long, long);
    await rename(beside, file('a'));
    await becomes('two');
  });

  it('serves a new version of a ConfigMap, which replaces a link', async () => {
    const mount = join(root, 'mounted');
    await mkdir(join(mount, '..v1'), { recursive: true });
    await mkdir(join(mount, '..v2'));
    await writeFile(join(mount, '..v1', 'data.json'), JSON.stringify(sku('one')));
    await writeFile(join(mount, '..v2', 'data.json'), JSON.stringify(sku('two')));
    await symlink('..v1', join(mount, '..data'));
    await symlink('..data/data.json', join(mount, 'data.json'));
    await becomes('one', 'mounted');
    await symlink('..v2', join(mount, '..data_tmp'));
    await rename(join(mount, '..data_tmp'), join(mount, '..data'));
    await becomes('two', 'mounted');
  });

  it('serves a folder that replaced another one, and later edits in it', async () => {
    const other = join(root, '.a.new');
    await mkdir(other);
    await writeFile(join(other, 'data.json'), JSON.stringify(sku('two')));
    await rename(join(root, 'a'), join(root, '.a.old'));
    await rename(other, join(root, 'a'));
    await becomes('two');
    await write('a', sku('three'));
    await becomes('three');
    expect(removed).to.deep.equal([]);
  });

  /* A folder is removed by the second sweep that misses it. Until then a missing file is refused. */
  async function twoSweeps(): Promise<void> {
    const [outside, inside] = [await activitiesDir({ marker: sku('marker') }), join(root, 'marker')];
    await rename(join(outside, 'marker'), inside);
    await becomes('marker', 'marker');
    await rename(inside, join(outside, 'marker'));
    await until(() => removed.includes('marker'), { what: 'two sweeps' });
  }

  it('adds an activity with its folder, and removes it after two sweeps without the folder', async () => {
    await mkdir(join(root, 'new'));
    await write('new', sku('fresh'));
    await becomes('fresh', 'new');
    await rm(join(root, 'new'), { recursive: true });
    await until(() => removed.includes('new'), { what: 'it to be removed' });
    expect(titleOf('new')).to.equal(undefined);
    expect(configs.invalid()).to.deep.equal([]);
    expect(titleOf('a')).to.equal('one');
  });

  it('keeps all activities when the root folder is empty or missing', async () => {
    await rename(root, `${root}.away`);
    await mkdir(root);
    await new Promise((resolve) => setTimeout(resolve, 3500));
    expect([titleOf('a'), titleOf('b')]).to.deep.equal(['one', 'neighbour']);
    await rm(root, { recursive: true });
    await rename(`${root}.away`, root);
    await write('a', sku('two'));
    await becomes('two');
    expect(removed).to.deep.equal([]);
  });

  it('keeps the last good version after an invalid edit, and reports that once', async () => {
    await write('a', { dispatch: 'sku', title: 7 });
    await until(() => refused.length > 0, { what: 'the refusal' });
    await twoSweeps();
    const ofA = refused.filter(({ activityId }) => activityId === 'a');
    expect(ofA).to.have.length(1);
    expect(ofA[0]).to.include({ path: file('a') });
    expect(ofA[0]?.problems[0]).to.include({ path: 'title' });
    expect(configs.invalid()).to.deep.equal(ofA);
    expect(titleOf('a')).to.equal('one');
    await write('a', sku('mended'));
    await becomes('mended');
    expect(configs.invalid()).to.deep.equal([]);
  });

  it('keeps an activity whose file is deleted while its folder is there', async () => {
    await rm(file('a'));
    await until(() => refused.length > 0, { what: 'the refusal' });
    expect(refused[0]?.problems).to.deep.equal([{ code: 'no_file', path: '', params: {} }]);
    expect(titleOf('a')).to.equal('one');
  });

  it('does not report a file that is half written', async () => {
    // A file that stands still for 60 ms counts as written; on a busy machine that happens between two writes.
    const STILL_MS = 40;
    const writeInParts = async (title: string): Promise<number> => {
      const whole = JSON.stringify(sku(title));
      let [longestMs, writtenAt] = [0, performance.now()];
      for (let length = 0; length <= whole.length; length += 1) {
        await write('a', whole.slice(0, length));
        longestMs = Math.max(longestMs, performance.now() - writtenAt);
        writtenAt = performance.now();
      }
      return longestMs;
    };
    let title = 'two';
    while ((await writeInParts(title)) > STILL_MS) {
      await becomes(title);
      refused.length = 0;
      title += '!';
    }
    await becomes(title);
    expect(refused).to.deep.equal([]);
  });

  it('reads only the files that have changed', async () => {
    const before = configs.find('b');
    await write('a', sku('two'));
    await becomes('two');
    expect(configs.find('b')).to.equal(before);
    expect(loaded).to.deep.equal(['a']);
  });

  describe('after a restart', () => {
    const kept = async () => (await readdir(join(dataDir, 'last-good')).catch(() => [])).sort();

    it('serves the last good version, and lists the file as invalid', async () => {
      await write('a', sku('good'));
      await becomes('good');
      await write('a', '{"dispatch":');
      await until(() => refused.length > 0, { what: 'the refusal' });
      stop();
      start();
      expect(titleOf('a')).to.equal('good');
      expect(configs.invalid().map(({ activityId }) => activityId)).to.deep.equal(['a']);
    });

    it('serves the last good version of a file that was not changed in the run before', async () => {
      await until(async () => (await kept()).length === 2, { what: 'the copies' });
      expect(await kept()).to.deep.equal(['a.json', 'b.json']);
      expect(JSON.parse(await readFile(join(dataDir, 'last-good', 'b.json'), 'utf8'))).to.deep.equal(
        sku('neighbour'),
      );
      await write('b', 'broken');
      stop();
      start();
      expect(titleOf('b')).to.equal('neighbour');
    });

    it('does not serve a copy of an activity whose folder was removed', async () => {
      await until(async () => (await kept()).length === 2, { what: 'the copies' });
      await rm(join(root, 'a'), { recursive: true });
      await until(() => removed.includes('a'), { what: 'it to be removed' });
      expect(await kept()).to.deep.equal(['b.json']);
      await mkdir(join(root, 'a'));
      await write('a', 'broken');
      stop();
      start();
      expect(titleOf('a')).to.equal(undefined);
    });
  });
});
