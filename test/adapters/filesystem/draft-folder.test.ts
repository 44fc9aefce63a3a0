import { mkdir, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { DraftFolder } from '../../../src/adapters/filesystem/draft-folder.ts';
import { kindReadings } from '../../../src/application/kinds/kinds.ts';
import { sha256Hex } from '../../../src/application/shared/sha256-hex.ts';
import { activitiesDir } from '../../support/activities-dir.ts';
import { until } from '../../support/until.ts';
import { FollowedFolder } from './followed-folder.ts';

const sku = (title: string) => ({ dispatch: 'sku', title });

describe('the hash of a draft', () => {
  it('is that of its text, valid or not, empty where it cannot be read, and none where there is none', async () => {
    const root = await activitiesDir({ a: sku('one') });
    const drafts = new DraftFolder({ dir: root, kinds: kindReadings });
    await writeFile(join(root, 'a', 'data.json'), '{ half');
    expect(drafts.hashOf('a')).to.equal(sha256Hex('{ half'));
    await writeFile(join(root, 'a', 'data.json'), ' '.repeat(1024 * 1024 + 1));
    expect(drafts.hashOf('a')).to.equal('');
    await rm(join(root, 'a', 'data.json'));
    expect([drafts.hashOf('a'), drafts.hashOf('nobody')]).to.deep.equal([null, null]);
  });
});

describe('DraftFolder.follow, while files are edited', () => {
  let root: string;
  let folder: FollowedFolder;

  beforeEach(async () => {
    root = await activitiesDir({ a: sku('one'), b: sku('neighbour') });
    folder = await FollowedFolder.follow(root);
    folder.clear();
  });
  afterEach(() => folder.close());

  const file = (id: string) => join(root, id, 'data.json');
  const write = (id: string, content: unknown) =>
    writeFile(file(id), typeof content === 'string' ? content : JSON.stringify(content));
  const becomes = (title: string | undefined, id = 'a') =>
    until(() => folder.titleOf(id) === title, { what: `${id} to be ${title}` });

  it('hears of a file that is written in place', async () => {
    await write('a', sku('two'));
    await becomes('two');
    expect(folder.valid).to.deep.equal(['a']);
    expect(folder.drafts.get('a')?.text).to.equal(JSON.stringify(sku('two')));
  });

  it('hears of a file that is renamed into place, also with the old times', async () => {
    const long = new Date('2020-01-01');
    await utimes(file('a'), long, long);
    await until(() => folder.valid.length === 1, { what: 'the touched file to be read' });
    const beside = join(root, 'a', '.data.json.new');
    await writeFile(beside, JSON.stringify(sku('two')));
    await utimes(beside, long, long);
    await rename(beside, file('a'));
    await becomes('two');
  });

  it('hears of a new version of a ConfigMap, which replaces a link', async () => {
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

  it('hears of a folder that replaced another one, and of later edits in it', async () => {
    const other = join(root, '.a.new');
    await mkdir(other);
    await writeFile(join(other, 'data.json'), JSON.stringify(sku('two')));
    await rename(join(root, 'a'), join(root, '.a.old'));
    await rename(other, join(root, 'a'));
    await becomes('two');
    await write('a', sku('three'));
    await becomes('three');
    expect(folder.removed).to.deep.equal([]);
  });

  /* A folder is removed by the second sweep that misses it. Until then a missing file is refused. */
  async function twoSweeps(of = folder, dir = root): Promise<void> {
    const [outside, inside] = [await activitiesDir({ marker: sku('marker') }), join(dir, 'marker')];
    await rename(join(outside, 'marker'), inside);
    await until(() => of.titleOf('marker') !== undefined, { what: 'the marker' });
    await rename(inside, join(outside, 'marker'));
    await until(() => of.titleOf('marker') === undefined, { what: 'two sweeps' });
  }

  /* Nothing can mark the sweeps of an empty folder. Those of another one take as long: four of it are three of each. */
  async function threeSweepsOfEach(): Promise<void> {
    const dir = await activitiesDir({ other: sku('other') });
    const other = await FollowedFolder.follow(dir);
    try {
      for (let round = 1; round <= 2; round++) await twoSweeps(other, dir);
    } finally {
      other.close();
    }
  }

  it('hears of a new folder, and that it is gone after two sweeps without it', async () => {
    await mkdir(join(root, 'new'));
    await write('new', sku('fresh'));
    await becomes('fresh', 'new');
    await rm(join(root, 'new'), { recursive: true });
    await until(() => folder.removed.length > 0, { what: 'it to be removed' });
    expect(folder.removed).to.deep.equal(['new']);
    await twoSweeps();
    expect(folder.removed).to.deep.equal(['new', 'marker']);
  });

  it('hears of no removal when the root folder is empty or missing', async () => {
    await rename(root, `${root}.away`);
    await mkdir(root);
    await threeSweepsOfEach();
    await rm(root, { recursive: true });
    await rename(`${root}.away`, root);
    await write('a', sku('two'));
    await becomes('two');
    expect(folder.removed).to.deep.equal([]);
  });

  it('hears of an invalid edit once, and of its correction', async () => {
    await write('a', { dispatch: 'sku', title: 7 });
    await until(() => folder.invalid.length > 0, { what: 'the refusal' });
    await twoSweeps();
    const [invalid, ...others] = folder.invalidOf('a');
    expect(others).to.deep.equal([]);
    expect(invalid).to.include({ path: file('a') });
    expect(invalid?.problems[0]).to.include({ path: 'title' });
    expect(folder.valid).to.not.include('a');
    await write('a', sku('mended'));
    await becomes('mended');
    await write('a', { dispatch: 'sku', title: 7 });
    await until(() => folder.invalidOf('a').length === 2, { what: 'the second refusal' });
  });

  it('hears of another mistake in a file that was invalid before', async () => {
    await write('a', { dispatch: 'sku', title: 7 });
    await until(() => folder.invalid.length > 0, { what: 'the refusal' });
    await write('a', '{"dispatch":');
    await until(() => folder.invalid.length > 1, { what: 'the other refusal' });
    expect(folder.invalid.map(({ problems }) => problems[0]?.code)).to.deep.equal(['wrong_type', 'not_json']);
  });

  it('hears of a file that is deleted while its folder is there, as of an invalid one', async () => {
    await rm(file('a'));
    await until(() => folder.invalid.length > 0, { what: 'the refusal' });
    expect(folder.invalid[0]?.problems).to.deep.equal([{ code: 'no_file', path: '', params: {} }]);
    expect(folder.removed).to.deep.equal([]);
  });

  it('does not hear of a file that is half written', async () => {
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
    // A round takes some 10 ms. Where the machine stands still for 40 ms in each of 20, this test can show nothing.
    let rounds = 1;
    for (; (await writeInParts(title)) > STILL_MS; rounds++) {
      expect(rounds, 'rounds, each with a pause between two writes').to.be.below(20);
      await becomes(title);
      folder.clear();
      title += '!';
    }
    await becomes(title);
    expect(folder.invalid).to.deep.equal([]);
  });

  it('hears now and then of a file that is written all the time, and at last of its last text', async () => {
    let isWriting = true;
    let count = 0;
    const writing = (async () => {
      while (isWriting) {
        count += 1;
        const beside = join(root, 'a', '.new');
        await writeFile(beside, JSON.stringify(sku(`version ${count}`)));
        await rename(beside, file('a'));
      }
    })();
    await until(() => folder.valid.length >= 2, { what: 'the file to be read while it is written' });
    isWriting = false;
    await writing;
    await becomes(`version ${count}`);
    expect(folder.invalid).to.deep.equal([]);
  });

  it('reads only the files that have changed', async () => {
    const before = folder.drafts.get('b');
    await write('a', sku('two'));
    await becomes('two');
    expect(folder.drafts.get('b')).to.equal(before);
    expect(folder.valid).to.deep.equal(['a']);
  });

  it('hears nothing more after it is closed', async () => {
    folder.close();
    await write('a', sku('two'));
    const other = await FollowedFolder.follow(root);
    await write('a', sku('three'));
    await until(() => other.titleOf('a') === 'three', { what: 'another one to hear' });
    other.close();
    expect(folder.valid).to.deep.equal([]);
  });
});
