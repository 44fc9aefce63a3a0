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
    const scheduled = { activityId: 'a', besideNo: 1, ...contentOf(textOf('two'), {}) };
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

  it('loses a text or a picture that is in none of the contents, and in nothing else', async () => {
    const withPicture = (hash: string) => contentOf(textOf('one'), { 'a.png': hash });
    const contents = [withPicture('new'), withPicture('old')];
    expect(await writer.loses('a', contents)).to.equal(false);
    drafts.edit('a', 'one');
    for (const [hash, loses] of [
      ['new', false],
      ['old', false],
      ['of the designer', true],
    ] as const) {
      drafts.media.set('a', [{ name: 'a.png', hash, bytes: Buffer.alloc(0) }]);
      expect(await writer.loses('a', contents), hash).to.equal(loses);
    }
    drafts.media.set('a', [{ name: 'b.png', hash: 'of the designer', bytes: Buffer.alloc(0) }]);
    expect(await writer.loses('a', contents), 'which is not written over').to.equal(false);
    drafts.put('a', '{ half');
    expect(await writer.loses('a', contents)).to.equal(true);
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
