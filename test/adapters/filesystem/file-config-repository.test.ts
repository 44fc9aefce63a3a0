import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { problemSentence } from '../../../src/adapters/cli/i18n/problem-phrases.ts';
import { FileConfigRepository } from '../../../src/adapters/filesystem/file-config-repository.ts';
import { kindReadings } from '../../../src/application/kinds/kinds.ts';
import { describeConfigRepository } from '../../contracts/config-repository.ts';
import { activitiesDir } from '../../support/activities-dir.ts';
import { itReadsOddFolders } from './odd-folders.ts';

const nothingToClose = async () => {};
const fine = { dispatch: 'sku', title: '特卖' };

describeConfigRepository({
  name: 'files',
  create: async (files) => ({
    configs: new FileConfigRepository(await activitiesDir(files), kindReadings),
    close: nothingToClose,
  }),
});

describe('FileConfigRepository', () => {
  let root: string;

  beforeEach(async () => {
    root = await activitiesDir({ good: fine });
  });

  async function reasonFor(id: string): Promise<string> {
    const configs = new FileConfigRepository(root, kindReadings);
    expect(configs.find('good'), 'its neighbour').to.have.property('title', '特卖');
    expect(configs.find(id)).to.equal(undefined);
    const invalid = configs.invalid().find(({ activityId }) => activityId === id);
    expect(invalid?.path).to.match(new RegExp(`${id}/data\\.json$`));
    return (invalid?.problems ?? []).map(problemSentence).join();
  }

  async function write(id: string, content: string | Uint8Array): Promise<void> {
    await mkdir(join(root, id), { recursive: true });
    await writeFile(join(root, id, 'data.json'), content);
  }

  it('reports line and column of a mistake', async () => {
    await write('bad', '{\n  "dispatch": "sku",\n  "title": "x"\n  "page": {}\n}\n');
    expect(await reasonFor('bad')).to.equal('is not JSON: line 4, column 3: a comma is expected');
  });

  it('reports a file that was only half written', async () => {
    await write('bad', '{"dispatch": "sku", "title": "a');
    expect(await reasonFor('bad')).to.match(/^is not JSON: line 1/);
  });

  it('reports an empty file, another encoding, a folder without one', async () => {
    await write('empty', '');
    await write('gbk', Buffer.from([0x7b, 0x22, 0xbb, 0xb6, 0x22, 0x3a, 0x31, 0x7d]));
    await mkdir(join(root, 'bare'));
    expect(await reasonFor('empty')).to.match(/^is not JSON/);
    expect(await reasonFor('gbk')).to.equal('is not UTF-8 text');
    expect(await reasonFor('bare')).to.equal('data.json is not there');
  });

  it('accepts a byte order mark', async () => {
    await write('bom', `\uFEFF${JSON.stringify(fine)}`);
    expect(new FileConfigRepository(root, kindReadings).find('bom')).to.have.property('title', '特卖');
  });

  it('reports a file over 1 MiB, and accepts one of exactly 1 MiB', async () => {
    const frame = JSON.stringify({ ...fine, note: '' }).length;
    await write('full', JSON.stringify({ ...fine, note: 'x'.repeat(1024 * 1024 - frame - 4) }));
    await write('over', JSON.stringify({ ...fine, note: 'x'.repeat(1024 * 1024) }));
    expect(new FileConfigRepository(root, kindReadings).find('full')).to.not.equal(undefined);
    expect(await reasonFor('over')).to.match(/more than the 1048576 that are allowed/);
  });

  itReadsOddFolders({
    root: () => root,
    reasonFor,
    titleOf: async (id) => new FileConfigRepository(root, kindReadings).find(id)?.title,
  });

  it('ignores entries that cannot be an activity', async () => {
    await writeFile(join(root, 'README.md'), 'notes');
    await mkdir(join(root, '.git'));
    await mkdir(join(root, 'not an id'));
    const configs = new FileConfigRepository(root, kindReadings);
    expect(configs.all()).to.have.length(1);
    expect(configs.invalid()).to.deep.equal([]);
  });

  it('is a reading: what is edited later is found by the next one', async () => {
    const configs = new FileConfigRepository(root, kindReadings);
    await write('good', JSON.stringify({ ...fine, title: 'edited' }));
    expect(configs.find('good')).to.have.property('title', '特卖');
    expect(new FileConfigRepository(root, kindReadings).find('good')).to.have.property('title', 'edited');
    expect(configs.find('good')?.release).to.equal(null);
  });

  it('throws if the folder itself is missing', () => {
    const open = () => new FileConfigRepository(join(root, 'nowhere'), kindReadings);
    expect(open).to.throw('ENOENT');
  });
});
