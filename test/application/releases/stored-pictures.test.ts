import { expect } from 'chai';
import sinon from 'sinon';
import { StoredPictures } from '../../../src/application/releases/stored-pictures.ts';
import type { MediaFile } from '../../../src/domain/activities/media-library.ts';
import { DependencyError } from '../../../src/domain/shared/dependency-error.ts';
import { sha256 } from '../../contracts/sample-releases.ts';

const BYTES = Buffer.from('a picture');
const PICTURE = { hash: sha256(BYTES), activityId: 'a1', file: 'a.png' };

describe('StoredPictures', () => {
  let copied: Map<string, Uint8Array>;
  let folder: Map<string, Buffer>;
  let store: { find: sinon.SinonStub<[string], Promise<Uint8Array | undefined>> };
  let pictures: StoredPictures;
  let unclosed: number;

  beforeEach(() => {
    copied = new Map();
    folder = new Map();
    unclosed = 0;
    store = { find: sinon.stub<[string], Promise<Uint8Array | undefined>>() };
    store.find.callsFake(async (hash) => (hash === PICTURE.hash ? BYTES : undefined));
    pictures = new StoredPictures({
      store,
      copy: {
        find: async (hash) => copied.get(hash),
        keep: async ({ hash, bytes }) => void copied.set(hash, bytes),
        keepOnly: async () => new Set(),
      },
      folder: { open: async (activityId, file) => mediaFileOf(folder.get(`${activityId}/${file}`)) },
    });
  });
  afterEach(() => sinon.restore());

  function mediaFileOf(bytes: Buffer | undefined): MediaFile | undefined {
    if (!bytes) return undefined;
    unclosed += 1;
    return {
      ...{ type: 'image/png', lengthBytes: bytes.length, version: '', modifiedAt: 0 },
      async *pieces(start, end) {
        for (let at = start; at < end; at += 4) yield bytes.subarray(at, Math.min(at + 4, end));
      },
      close: async () => {
        unclosed -= 1;
      },
    };
  }

  const read = async () => Buffer.from(await pictures.read(PICTURE)).toString();
  const failure = () => pictures.read(PICTURE).catch((error: unknown) => error);

  it('come from the store, and are copied', async () => {
    expect(await read()).to.equal('a picture');
    expect(copied.get(PICTURE.hash)).to.equal(BYTES);
  });

  it('come from the copy, without the store', async () => {
    copied.set(PICTURE.hash, Buffer.from('the copy'));
    expect(await read()).to.equal('the copy');
    expect(store.find.callCount).to.equal(0);
  });

  it('come from the folder, where it has the same, while the store is away', async () => {
    store.find.rejects(new DependencyError('record store', 'away'));
    folder.set('a1/a.png', BYTES);
    expect(await read()).to.equal('a picture');
    folder.set('a1/a.png', Buffer.from('a newer picture'));
    expect(await failure())
      .to.be.instanceOf(DependencyError)
      .with.property('dependency', 'record store');
    folder.delete('a1/a.png');
    expect(await failure()).to.be.instanceOf(DependencyError);
    expect(unclosed).to.equal(0);
  });

  it('are a fault where the store has lost them', async () => {
    store.find.resolves(undefined);
    expect(await failure()).to.be.instanceOf(DependencyError);
    folder.set('a1/a.png', BYTES);
    expect(await read()).to.equal('a picture');
  });

  it('are asked for two at a time, and no visitor waits longer than two seconds', async () => {
    const clock = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    store.find.returns(new Promise(() => {}));
    const failures = Array.from({ length: 503 }, () => failure());
    const ends: number[] = [];
    for (const each of failures) void each.then(() => ends.push(clock.now));
    await clock.tickAsync(1999);
    // Two are under way, five hundred wait.
    expect(ends).to.have.length(1);
    await clock.tickAsync(1);
    expect(ends).to.have.length(503);
    expect(store.find.callCount).to.equal(2);
    for (const each of failures) expect(await each).to.be.instanceOf(DependencyError);
  });
});
