import { expect } from 'chai';
import { contentOf } from '../../../src/application/releases/release-content.ts';
import { type DraftShift, type OpenedShift, openShift } from './draft-shift.ts';
import type { MemoryDrafts } from './memory-drafts.ts';
import { textOf, type World } from './world.ts';

describe('DraftPublisher, beside what operators do', () => {
  let world: World;
  let drafts: MemoryDrafts;
  let shift: DraftShift;
  let settle: OpenedShift['settle'];
  let close: OpenedShift['close'];

  beforeEach(async () => {
    ({ world, drafts, shift, settle, close } = await openShift({ a: 'one', b: 'neighbour' }));
  });
  afterEach(() => close());

  describe('after a rollback', () => {
    beforeEach(async () => {
      drafts.edit('a', 'two');
      await settle();
      await world.rollBack('a', 'one');
    });
    const release = async () => (await world.state('a')).release?.hash;
    const rolledBack = contentOf(textOf('one'), {}).hash;

    it('does not publish the draft again that was rolled back, also if its file is touched', async () => {
      drafts.put('a');
      await settle();
      drafts.put('a', '{');
      await settle();
      drafts.edit('a', 'two');
      await settle();
      expect(await release()).to.equal(rolledBack);
      expect(await world.actions('a')).to.deep.equal(['publish', 'publish', 'roll_back']);
    });

    it('publishes the next edit', async () => {
      drafts.edit('a', 'three');
      await settle();
      expect((await world.titles('a')).at(-1)).to.equal('three');
    });

    it('publishes the same text again when the file had the earlier one meanwhile', async () => {
      drafts.edit('a', 'one');
      await settle();
      expect((await world.state('a')).serving?.draft).to.equal(rolledBack);
      expect(shift.published.at(-1), 'no release was made of it').to.equal('a 2');
      drafts.edit('a', 'two');
      await settle();
      expect(shift.published.at(-1)).to.equal('a 4');
    });
  });

  it('does not publish a candidate to everyone because its file was touched', async () => {
    const content = contentOf(textOf('two'), {});
    const audience = { kind: 'percent', percent: 10 } as const;
    drafts.texts.set('a', textOf('two'));
    await world.order('a', { kind: 'roll_out', content, audience, by: 'files', isDraft: true });
    drafts.put('a');
    await settle();
    expect((await world.state('a')).serving).to.deep.include({ no: 1 });
    await world.order('a', { kind: 'abort' });
    drafts.put('a');
    await settle();
    expect((await world.state('a')).serving).to.deep.include({ no: 1, candidate: null });
  });

  describe('with pictures', () => {
    const picture = (name: string, hash: string) => ({ name, hash, bytes: Buffer.from(hash) });

    it('publishes a text anew with its new picture, and stores it before', async () => {
      drafts.media.set('a', [picture('a.png', 'first')]);
      drafts.put('a');
      await settle();
      drafts.media.set('a', [picture('a.png', 'second')]);
      drafts.put('a');
      await settle();
      expect((await world.state('a')).release?.pictures).to.deep.equal({ 'a.png': 'second' });
      expect(shift.published.slice(-2)).to.deep.equal(['a 2', 'a 3']);
      for (const hash of ['first', 'second']) {
        const bytes = await world.pictures.find(hash);
        expect(Buffer.from(bytes ?? []).toString()).to.equal(hash);
      }
    });

    it('waits for a picture that is being written, and holds no other draft', async () => {
      drafts.unsettled.add('a');
      drafts.edit('a', 'two');
      drafts.edit('b', 'changed');
      await settle();
      expect(await world.titles('a')).to.deep.equal(['one']);
      expect(await world.titles('b')).to.deep.equal(['neighbour', 'changed']);
      drafts.unsettled.clear();
      drafts.put('a');
      await settle();
      expect(await world.titles('a')).to.deep.equal(['one', 'two']);
    });
  });
});
