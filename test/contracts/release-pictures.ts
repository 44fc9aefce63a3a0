import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import {
  MOST_PICTURE_BYTES,
  type Picture,
  type ReleasePictures,
} from '../../src/domain/releases/release-pictures.ts';
import { sha256 } from './sample-releases.ts';

export interface ReleasePicturesCase {
  readonly name: string;
  /** An empty store, as two processes have it. */
  create(): Promise<{ one: ReleasePictures; two: ReleasePictures; close(): Promise<void> }>;
}

function picture(bytes: Uint8Array): Picture {
  return { hash: sha256(bytes), bytes };
}

/** The contract of ReleasePictures, for each adapter. */
export function describeReleasePictures({ name, create }: ReleasePicturesCase): void {
  describe(`ReleasePictures: ${name}`, () => {
    let made: Awaited<ReturnType<ReleasePicturesCase['create']>>;
    beforeEach(async () => {
      made = await create();
    });
    afterEach(() => made.close());

    const expectKept = async ({ hash, bytes }: Picture) => {
      const found = await made.two.find(hash);
      expect(found).to.be.instanceOf(Uint8Array).and.have.length(bytes.length);
      expect(sha256(found as Uint8Array)).to.equal(hash);
    };

    it('has none at first', async () => {
      const hash = sha256('a');
      expect(await made.one.find(hash)).to.equal(undefined);
      expect(await made.one.missing([hash])).to.deep.equal([hash]);
      expect(await made.one.missing([])).to.deep.equal([]);
      await made.one.keep([]);
    });

    it('returns each picture byte for byte, up to the largest', async () => {
      const pictures = [
        picture(Uint8Array.from({ length: 256 }, (_, byte) => byte)),
        picture(new Uint8Array(0)),
        picture(new Uint8Array(1000)),
        picture(Buffer.from('<svg>\ufeff "图" \\x00</svg>')),
        // A part of a larger buffer.
        picture(randomBytes(100).subarray(10, 50)),
        picture(randomBytes(MOST_PICTURE_BYTES)),
      ];
      await made.one.keep(pictures);
      for (const each of pictures) await expectKept(each);
    });

    it('lists each of those that it does not have once', async () => {
      const [a, b, c] = ['a', 'b', 'c'].map((text) => picture(Buffer.from(text))) as [
        Picture,
        Picture,
        Picture,
      ];
      await made.one.keep([b]);
      const missing = await made.two.missing([a.hash, b.hash, c.hash, a.hash, b.hash]);
      expect([...missing].sort()).to.deep.equal([a.hash, c.hash].sort());
      const hashes = Array.from({ length: 5000 }, (_, no) => sha256(String(no)));
      expect(await made.two.missing([...hashes, b.hash])).to.have.length(5000);
    });

    it('keeps a picture once that comes again', async () => {
      const [a, b] = ['a', 'b'].map((text) => picture(Buffer.from(text))) as [Picture, Picture];
      await made.one.keep([a, a]);
      await made.two.keep([b, a]);
      expect(await made.one.missing([a.hash, b.hash])).to.deep.equal([]);
      await expectKept(a);
    });

    it('keeps the pictures of one activity from two places at once, in whatever order they come', async () => {
      for (let round = 0; round < 10; round++) {
        const pictures = Array.from({ length: 12 }, () => picture(randomBytes(20_000)));
        await Promise.all([made.one.keep(pictures), made.two.keep([...pictures].reverse())]);
        expect(await made.one.missing(pictures.map(({ hash }) => hash))).to.deep.equal([]);
      }
    });
  });
}
