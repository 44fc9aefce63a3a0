import { createHash } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { problemSentence } from '../../../src/adapters/cli/i18n/problem-phrases.ts';
import { fileProblem } from '../../../src/domain/shared/problem.ts';
import { activitiesDir } from '../../support/activities-dir.ts';
import { until } from '../../support/until.ts';
import { FollowedFolder } from './followed-folder.ts';
import { itReadsOddFolders } from './odd-folders.ts';

const fine = { dispatch: 'sku', title: '特卖' };

describe('DraftFolder.follow, at first', () => {
  let root: string;
  let folder: FollowedFolder | undefined;

  beforeEach(async () => {
    root = await activitiesDir({ good: fine });
  });
  afterEach(() => folder?.close());

  const write = async (id: string, content: string | Uint8Array) => {
    await mkdir(join(root, id), { recursive: true });
    await writeFile(join(root, id, 'data.json'), content);
  };
  const follow = async (
    ...options: [Parameters<typeof FollowedFolder.follow>[1]?, (() => Promise<void>)?]
  ) => {
    folder?.close();
    folder = await FollowedFolder.follow(root, ...options);
    return folder;
  };

  /** Why the file is invalid; its neighbour is valid. */
  async function reasonFor(id: string): Promise<string> {
    const { valid, invalid } = await follow();
    expect(valid, 'its neighbour').to.include('good');
    expect(valid).to.not.include(id);
    const found = invalid.find(({ activityId }) => activityId === id);
    expect(found?.path).to.equal(join(root, id, 'data.json'));
    return (found?.problems ?? []).map(problemSentence).join();
  }

  it('hears of each file, valid or not', async () => {
    await write('half', '{"dispatch": "sku", "title": "a');
    await write('empty', '');
    await write('gbk', Buffer.from([0x7b, 0x22, 0xbb, 0xb6, 0x22, 0x3a, 0x31, 0x7d]));
    await mkdir(join(root, 'bare'));
    expect(await reasonFor('half')).to.match(/^is not JSON: line 1/);
    expect(await reasonFor('empty')).to.match(/^is not JSON/);
    expect(await reasonFor('gbk')).to.equal('is not UTF-8 text');
    expect(await reasonFor('bare')).to.equal('data.json is not there');
    expect(folder?.valid).to.deep.equal(['good']);
    expect(folder?.removed).to.deep.equal([]);
  });

  it('has the text as it was written, also a byte order mark', async () => {
    const text = `\uFEFF{ "dispatch":\t"sku",\r\n "title": "特卖 😀" }\n\n`;
    await write('bom', text);
    expect((await follow()).drafts.get('bom')).to.include({ text });
    expect(folder?.titleOf('bom')).to.equal('特卖 😀');
  });

  it('does not take a file over 1 MiB, and takes one of exactly 1 MiB', async () => {
    const frame = JSON.stringify({ ...fine, note: '' }).length;
    await write('full', JSON.stringify({ ...fine, note: 'x'.repeat(1024 * 1024 - frame - 4) }));
    await write('over', JSON.stringify({ ...fine, note: 'x'.repeat(1024 * 1024) }));
    expect(await reasonFor('over')).to.match(/more than the 1048576 that are allowed/);
    expect(folder?.valid).to.include('full');
  });

  itReadsOddFolders({ root: () => root, reasonFor, titleOf: async (id) => (await follow()).titleOf(id) });

  it('ignores entries that cannot be an activity', async () => {
    await writeFile(join(root, 'README.md'), 'notes');
    await mkdir(join(root, '.git'));
    await mkdir(join(root, 'not an id'));
    const { valid, invalid } = await follow();
    expect(valid).to.deep.equal(['good']);
    expect(invalid).to.deep.equal([]);
  });

  it('counts a valid file as invalid that needs what is not there', async () => {
    const problem = fileProblem('no_data_key');
    const missing = ({ title }: { title: string }) => (title === 'needy' ? [problem] : []);
    await write('needy', JSON.stringify({ ...fine, title: 'needy' }));
    const { valid, invalid } = await follow({ missing });
    expect(valid).to.deep.equal(['good']);
    expect(invalid.map(({ activityId, problems }) => ({ activityId, problems }))).to.deep.equal([
      { activityId: 'needy', problems: [problem] },
    ]);
    await write('good', JSON.stringify({ ...fine, title: 'needy' }));
    await until(() => invalid.length === 2, { what: 'the edit to be refused' });
  });

  it('rejects if the folder itself is missing', async () => {
    const fault = await FollowedFolder.follow(join(root, 'nowhere')).catch((error: unknown) => error);
    expect(String(fault)).to.include('ENOENT');
  });

  it('rejects if a portion cannot be published, and follows nothing then', async () => {
    const fault = new Error('the store is away');
    const follow = FollowedFolder.follow(root, {}, () => Promise.reject(fault));
    expect(await follow.catch((error: unknown) => error)).to.equal(fault);
  });

  it('waits for each portion, so that only its texts are in memory', async () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`a${index}`, fine]));
    root = await activitiesDir(many);
    const { portions } = await follow();
    const sizes = portions.map((count, index) => count - (portions[index - 1] ?? 0));
    expect(sizes.reduce((sum, size) => sum + size, 0)).to.equal(300);
    expect(Math.max(...sizes)).to.be.at.most(128);
  });

  it('reads what was taken before when it is followed, and only then', async () => {
    const text = JSON.stringify(fine);
    const other = JSON.stringify({ ...fine, title: 'another text' });
    await write('taken', text);
    await write('edited', other);
    await write('broken', '{');
    const asked: string[] = [];
    const isTaken = (id: string, hash: string) => {
      asked.push(id);
      return id === 'taken' && hash === createHash('sha256').update(text).digest('hex');
    };
    folder = await FollowedFolder.follow(root, {}, async () => {}, isTaken);
    expect(asked.sort()).to.deep.equal(['broken', 'edited', 'good', 'taken']);
    expect([...folder.valid].sort()).to.deep.equal(['edited', 'good']);
    await until(() => folder?.drafts.has('taken') ?? false, { what: 'the other one to be read' });
    expect(folder.drafts.get('taken')).to.include({ text });
    await write('taken', other);
    await until(() => folder?.titleOf('taken') === 'another text', { what: 'its edit' });
    expect(
      folder.valid.filter((id) => id === 'edited'),
      'it was read once',
    ).to.have.length(1);
  });

  it('hears of an edit of what was taken before, also one that comes at once', async () => {
    const isTaken = (id: string) => id === 'good';
    folder = await FollowedFolder.follow(root, {}, async () => {}, isTaken);
    await write('good', '{"dispatch":');
    await until(() => folder?.invalid.length === 1, { what: 'the refusal' });
    await write('good', JSON.stringify({ ...fine, title: 'mended' }));
    await until(() => folder?.titleOf('good') === 'mended', { what: 'the correction' });
  });

  it('hears of what changes while the portions are published', async () => {
    await write('other', JSON.stringify(fine));
    await write('gone', JSON.stringify(fine));
    let isChanged = false;
    const change = async () => {
      if (isChanged) return;
      isChanged = true;
      await write('good', JSON.stringify({ ...fine, title: 'edited' }));
      await rename(join(root, 'other'), join(root, 'renamed'));
      await write('new', JSON.stringify(fine));
      await rm(join(root, 'gone', 'data.json'));
    };
    const followed = await follow({}, change);
    await until(() => followed.titleOf('good') === 'edited', { what: 'the edit' });
    await until(() => followed.titleOf('renamed') === '特卖', { what: 'the renamed folder' });
    await until(() => followed.titleOf('new') === '特卖', { what: 'the new folder' });
    await until(() => followed.removed.includes('other'), { what: 'the old name to go' });
    await until(() => followed.invalidOf('gone').length > 0, { what: 'the deleted file' });
  });
});
