import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { FileReleaseCopy } from '../../../src/adapters/filesystem/file-release-copy.ts';
import type { WholeRelease } from '../../../src/domain/releases/release.ts';
import type { Serving, ServingChange } from '../../../src/domain/releases/serving.ts';
import { contentOf, SERVING } from '../../contracts/sample-releases.ts';
import { longestTurnShare } from '../../support/longest-turn.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { until } from '../../support/until.ts';

const release = (
  activityId: string,
  no: number,
  text = `{"title":"${activityId} ${no} 😀"}`,
): WholeRelease => ({
  ...contentOf(text, { 'a.png': 'hash' }),
  ...{ activityId, no, at: 1, author: 'ann', note: '' },
});
const change = (activityId: string, version: number, serving: Partial<Serving> = {}): ServingChange => ({
  ...{ activityId, version, action: 'publish', at: version, inForceAt: version, author: 'ann', note: '' },
  serving: { ...SERVING, ...serving },
});
const candidate = (no: number) => ({ no, audience: { kind: 'percent', percent: 10 }, besideNo: 1 }) as const;

describe('FileReleaseCopy', () => {
  let dataDir: string;
  let copy: FileReleaseCopy;
  let faults: unknown[];

  const open = (isWritten = true) => {
    copy = new FileReleaseCopy(dataDir, isWritten, (error) => faults.push(error));
    return copy;
  };
  const restarted = (isWritten = true) => {
    copy.close();
    return open(isWritten);
  };
  const loaded = () =>
    [...restarted().load()].sort((a, b) => (a.change.activityId < b.change.activityId ? -1 : 1));
  const files = async (id = '') =>
    (await readdir(join(dataDir, 'releases', id)).catch((): string[] => [])).sort();
  const written = (id: string) =>
    until(async () => (await files(id)).includes('change.json'), { what: `the copy of ${id}` });

  beforeEach(async () => {
    dataDir = await tempDir();
    faults = [];
    open();
  });
  afterEach(() => {
    copy.close();
    expect(faults).to.deep.equal([]);
  });

  it('has nothing at first, also where there is no folder', () => {
    expect(copy.load()).to.deep.equal([]);
  });

  it('writes again what the system had not written when the power went', async () => {
    copy.keep(change('a', 1), [release('a', 1)]);
    restarted();
    await writeFile(join(dataDir, 'releases', 'a', '1.json'), '');
    expect(loaded()).to.deep.equal([]);
    copy.keep(change('a', 1), [release('a', 1)]);
    expect(loaded().map(({ releases }) => releases[0]?.no)).to.deep.equal([1]);
  });

  it('has what was kept after a restart, as it was', () => {
    copy.keep(change('a', 1), [release('a', 1)]);
    copy.keep(change('b', 2, { isPaused: true, draft: 'd' }), [release('b', 1)]);
    expect(loaded()).to.deep.equal([
      { change: change('a', 1), releases: [release('a', 1)] },
      { change: change('b', 2, { isPaused: true, draft: 'd' }), releases: [release('b', 1)] },
    ]);
  });

  it('writes it by itself, so that a process may be killed', async () => {
    copy.keep(change('a', 1), [release('a', 1)]);
    await written('a');
    const other = new FileReleaseCopy(dataDir, false, (error) => faults.push(error));
    expect(other.load()).to.deep.equal([{ change: change('a', 1), releases: [release('a', 1)] }]);
  });

  it('has only the latest, with the releases that it names', async () => {
    copy.keep(change('a', 1), [release('a', 1)]);
    copy.keep(change('a', 2, { candidate: candidate(2) }), [release('a', 2)]);
    await written('a');
    expect(await files('a')).to.deep.equal(['1.json', '2.json', 'change.json']);
    copy.keep(change('a', 3, { no: 3, candidate: candidate(2) }), [release('a', 3)]);
    copy.keep(change('a', 4, { no: 3, candidate: candidate(2), isPaused: true }), []);
    expect(loaded()).to.deep.equal([
      {
        change: change('a', 4, { no: 3, candidate: candidate(2), isPaused: true }),
        releases: [release('a', 3), release('a', 2)],
      },
    ]);
    copy.keep(change('a', 5, { no: 2 }), []);
    expect(loaded()).to.deep.equal([{ change: change('a', 5, { no: 2 }), releases: [release('a', 2)] }]);
    expect(await files('a')).to.deep.equal(['2.json', 'change.json']);
  });

  it('keeps no text of an activity that was removed, and knows that it was', async () => {
    copy.keep(change('a', 1), [release('a', 1)]);
    await written('a');
    copy.keep(change('a', 2, { isRemoved: true }), []);
    expect(loaded()).to.deep.equal([{ change: change('a', 2, { isRemoved: true }), releases: [] }]);
    expect(await files('a')).to.deep.equal(['change.json']);
  });

  it('removes the activities that are no more, also those that are not written yet', async () => {
    copy.keep(change('a', 1), [release('a', 1)]);
    copy.keep(change('b', 2), [release('b', 1)]);
    await written('b');
    copy.keep(change('c', 3), [release('c', 1)]);
    copy.keepOnly(new Set(['b']));
    expect(loaded().map(({ change: { activityId } }) => activityId)).to.deep.equal(['b']);
    expect(await files()).to.deep.equal(['b']);
    copy.keepOnly(new Set());
    copy.keep(change('b', 4), [release('b', 1)]);
    expect(loaded()).to.have.length(1);
  });

  it('is written by one process of a machine, and read by all', async () => {
    restarted(false).keep(change('a', 1), [release('a', 1)]);
    copy.keepOnly(new Set());
    restarted();
    expect(await files()).to.deep.equal([]);
    copy.keep(change('a', 1), [release('a', 1)]);
    expect(restarted(false).load()).to.have.length(1);
    copy.keepOnly(new Set());
    expect(restarted(false).load()).to.have.length(1);
  });

  it('writes nothing again that is there already', async () => {
    copy.keep(change('a', 1), [release('a', 1)]);
    await written('a');
    const before = await stat(join(dataDir, 'releases', 'a', 'change.json'));
    restarted().keep(change('a', 1), [release('a', 1)]);
    restarted();
    expect((await stat(join(dataDir, 'releases', 'a', 'change.json'))).ino).to.equal(before.ino);
    copy.keep({ ...change('a', 1), at: 77 }, [release('a', 1, 'of another store')]);
    expect(loaded()[0]?.releases[0]?.text).to.equal('of another store');
  });

  it('leaves out what cannot be read, whatever it is', async () => {
    for (const id of ['whole', 'b', 'c', 'd', 'e', 'f', 'g']) copy.keep(change(id, 1), [release(id, 1)]);
    restarted();
    const path = (id: string, name = 'change.json') => join(dataDir, 'releases', id, name);
    await writeFile(path('b'), '');
    await writeFile(path('c'), '{"serving":');
    await writeFile(path('d', '1.json'), Buffer.alloc(100));
    await writeFile(path('e', '1.json'), 'null');
    await rm(path('f', '1.json'));
    await writeFile(path('g'), JSON.stringify(change('another', 1)));
    await mkdir(path('', 'empty'));
    await writeFile(path('', 'a file'), '');
    await mkdir(path('', '..odd'));
    expect(loaded().map(({ change: { activityId } }) => activityId)).to.deep.equal(['whole']);
  });

  it('removes what a process left behind that was killed while it wrote', async () => {
    copy.keep(change('a', 1), [release('a', 1)]);
    await written('a');
    await writeFile(join(dataDir, 'releases', 'a', '2.json.12345'), '{"te');
    copy.keep(change('a', 2, { no: 2 }), [release('a', 2)]);
    expect(loaded()).to.deep.equal([{ change: change('a', 2, { no: 2 }), releases: [release('a', 2)] }]);
    expect(await files('a')).to.deep.equal(['2.json', 'change.json']);
  });

  it('reports once that it cannot be written, and is written when it can be', async () => {
    // A file where a folder should be: also for root it cannot be written.
    await writeFile(join(dataDir, 'releases'), '');
    copy.keep(change('a', 1), [release('a', 1)]);
    await until(() => faults.length > 0, { what: 'the report' });
    copy.keep(change('b', 2), [release('b', 1)]);
    copy.keep(change('a', 3, { isPaused: true }), []);
    copy.close();
    expect(faults.splice(0)).to.have.length(1);
    await rm(join(dataDir, 'releases'));
    expect(loaded()).to.deep.equal([
      { change: change('a', 3, { isPaused: true }), releases: [release('a', 1)] },
      { change: change('b', 2), releases: [release('b', 1)] },
    ]);
    open();
  });

  it('keeps of many releases of an activity only those in memory that are named', async () => {
    for (let no = 1; no <= 1000; no++) copy.keep(change('a', no, { no }), [release('a', no)]);
    expect(loaded()[0]?.releases.map(({ no }) => no)).to.deep.equal([1000]);
    expect(await files('a')).to.deep.equal(['1000.json', 'change.json']);
  });

  it('copies 2,000 activities without holding the process up', async () => {
    const ids = Array.from({ length: 2000 }, (_, index) => `a${index}`);
    const longest = await longestTurnShare(async () => {
      for (const id of ids) copy.keep(change(id, 1), [release(id, 1)]);
      await until(async () => (await files()).length === 2000, { what: 'the copies' });
    });
    expect(longest, 'share of the longest turn').to.be.below(0.25);
    expect(loaded()).to.have.length(2000);
  });

  it('has the text of a release to the byte', async () => {
    const text = '\ufeff{\r\n\t"a": "\u2028\\u0000 😀" }\n';
    copy.keep(change('a', 1), [release('a', 1, text)]);
    expect(loaded()[0]?.releases[0]?.text).to.equal(text);
    expect(await readFile(join(dataDir, 'releases', 'a', '1.json'), 'utf8')).to.include('😀');
  });
});
