import { expect } from 'chai';
import { DraftWriter } from '../../../src/application/releases/draft-writer.ts';
import { keepPictures } from '../../../src/application/releases/keep-pictures.ts';
import { contentOf } from '../../../src/application/releases/release-content.ts';
import { MemoryDrafts } from './memory-drafts.ts';
import { openWorld, textOf, type World } from './world.ts';

describe('DraftWriter', () => {
  let world: World;
  let drafts: MemoryDrafts;
  let writer: DraftWriter;
  beforeEach(async () => {
    world = await openWorld({ now: () => 1_790_000_000_000 });
    drafts = new MemoryDrafts();
    writer = new DraftWriter({ ...world, drafts });
  });
  afterEach(() => world.close());

  it('writes what everyone has, and nothing where there is no folder or no release', async () => {
    expect(await writer.write('a')).to.equal(false);
    await world.publish('a', 'one');
    await world.publish('a', 'two');
    expect(await writer.write('a')).to.equal(false);
    drafts.edit('a', 'edited');
    expect(await writer.write('a')).to.equal(true);
    expect(drafts.texts.get('a')).to.equal(textOf('two'));
    await world.rollBack('a', 'one');
    await writer.write('a');
    expect(drafts.texts.get('a')).to.equal(textOf('one'));
  });

  it('writes a scheduled release over the one that it followed, and over no edit', async () => {
    await world.publish('a', 'one');
    await world.publish('a', 'two');
    const { hash } = contentOf(textOf('two'), {});
    const scheduled = { activityId: 'a', besideNo: 1, hash };
    await writer.writeScheduled(scheduled);
    expect(drafts.texts.has('a')).to.equal(false);
    for (const title of ['one', 'two']) {
      drafts.edit('a', title);
      await writer.writeScheduled(scheduled);
      expect(drafts.texts.get('a')).to.equal(textOf('two'));
    }
    drafts.edit('a', 'edited');
    const fault = await writer.writeScheduled(scheduled).catch((error: Error) => error.message);
    expect(fault).to.equal('it was edited meanwhile');
    expect(drafts.texts.get('a')).to.equal(textOf('edited'));
  });

  it('finds the pictures of a release that are stored', async () => {
    const picture = { name: 'a.png', hash: 'hash of a.png', bytes: Buffer.from('hash of a.png') };
    await keepPictures(world.pictures, [picture]);
    const found = await writer.picturesOf({ pictures: { 'a.png': picture.hash, 'b.png': 'not stored' } });
    expect(found.map(({ name, bytes }) => `${name} ${Buffer.from(bytes)}`)).to.deep.equal([
      'a.png hash of a.png',
    ]);
  });
});
