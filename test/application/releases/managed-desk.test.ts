import { expect } from 'chai';
import { DraftWriter } from '../../../src/application/releases/draft-writer.ts';
import { ManagedDesk } from '../../../src/application/releases/managed-desk.ts';
import { ReleaseDesk } from '../../../src/application/releases/release-desk.ts';
import { sha256Hex } from '../../../src/application/shared/sha256-hex.ts';
import { submissionOf } from './submission-of.ts';
import { openWorld, readRelease, textOf, type World } from './world.ts';

const NOW = 1_790_000_000_000;

describe('ManagedDesk', () => {
  let world: World;
  let managed: ManagedDesk;
  /** The file in the folder; `null`: there is none. */
  let file: string | null;
  let isLocked: boolean;
  let reported: unknown[];

  beforeEach(async () => {
    world = await openWorld({ now: () => NOW });
    file = null;
    isLocked = false;
    reported = [];
    const { changes, store, pictures, approvals } = world;
    const desk = new ReleaseDesk({
      ...{ changes, store, pictures, approvals, read: readRelease, clock: { now: () => NOW } },
    });
    const draftWriter = new DraftWriter({
      store,
      pictures,
      drafts: {
        hashOf: () => file && sha256Hex(file),
        pictureHashOf: async () => null,
        write: async (_id, text) => {
          if (isLocked) throw new Error('EACCES');
          if (file === null) return false;
          file = text;
          return true;
        },
      },
    });
    const errorReporter = {
      report: (_what: string, error: unknown) => {
        reported.push((error as Error).message);
      },
    };
    managed = new ManagedDesk({ desk, store, draftWriter, errorReporter });
  });
  afterEach(() => world.close());

  const signed = { activityId: 'a', author: 'ann', note: 'why' };
  const publish = (
    title: string,
    expect: number,
    more: object = {},
    ifEdited: 'refuse' | 'keep' = 'refuse',
  ) => managed.publish(signed, { ...submissionOf(title), ...more }, expect, { known: [], ifEdited });

  it('writes the folder of an activity that is managed by files, and of no other', async () => {
    file = textOf('one');
    expect(await publish('one', 0)).to.include({ kind: 'changed', folder: 'written' });
    expect(await publish('two', 1)).to.include({ folder: 'written' });
    expect(file).to.equal(textOf('two'));
    expect(await managed.rollBack(signed, 1, 2)).to.include({ folder: 'written' });
    expect(file).to.equal(textOf('one'));
    expect(await managed.pause(signed)).to.include({ kind: 'changed', folder: null });
    const other = { ...signed, activityId: 'b' };
    const ofConsole = { ...submissionOf('b'), by: 'console' } as const;
    expect(await managed.publish(other, ofConsole, 0, { known: [], ifEdited: 'refuse' })).to.include({
      folder: null,
    });
    expect(file).to.equal(textOf('one'));
  });

  it('reports a folder that cannot be written, and takes what it holds then for no edit', async () => {
    file = textOf('one');
    await publish('one', 0);
    isLocked = true;
    expect(await publish('two', 1)).to.include({ kind: 'changed', folder: 'failed' });
    expect(await publish('three', 2)).to.include({ kind: 'changed', folder: 'failed' });
    expect(reported).to.deep.equal(['EACCES', 'EACCES']);
    isLocked = false;
    expect(file).to.equal(textOf('one'));
    expect(await publish('four', 3)).to.include({ kind: 'changed', folder: 'written' });
  });

  it('refuses to lose an edit that was never published, or keeps it where the change may not wait', async () => {
    file = textOf('one');
    await publish('one', 0);
    file = textOf('an edit');
    expect(await publish('two', 1)).to.deep.equal({ kind: 'refused', reason: 'folder_edited' });
    expect(await publish('two', 1, {}, 'keep')).to.include({ kind: 'changed', folder: 'kept' });
    expect(await managed.rollBack(signed, 1, 2)).to.include({ kind: 'changed', folder: 'kept' });
    expect(file).to.equal(textOf('an edit'));
    // The very text that is published is no loss.
    expect(await publish('an edit', 3)).to.include({ kind: 'changed', folder: 'written' });
  });

  it('says what a rule forbids, and writes nothing', async () => {
    file = textOf('one');
    expect(await publish('one', 5)).to.include({ kind: 'refused', reason: 'unexpected' });
    expect(await managed.promote(signed, 3)).to.include({ kind: 'refused', reason: 'no_release' });
    expect(file).to.equal(textOf('one'));
  });

  it('pauses by its first publication what is to begin so, and nothing that is served already', async () => {
    const first = await publish('one', 0, { startsPaused: true });
    expect(first.kind === 'changed' && first.serving.isPaused).to.equal(true);
    await managed.resume(signed);
    const second = await publish('two', 1, { startsPaused: true });
    expect(second.kind === 'changed' && second.serving.isPaused).to.equal(false);
  });
});
