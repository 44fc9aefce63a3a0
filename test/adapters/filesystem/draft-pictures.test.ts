import { execFileSync } from 'node:child_process';
import { statSync, writeFileSync } from 'node:fs';
import { appendFile, mkdir, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { DraftPictures } from '../../../src/adapters/filesystem/draft-pictures.ts';
import { SETTLED_MS } from '../../../src/adapters/filesystem/pending-change.ts';
import { UnsettledPictures } from '../../../src/domain/releases/drafts.ts';
import { sha256 } from '../../contracts/sample-releases.ts';
import { activityOf } from '../../support/activity-of.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { until } from '../../support/until.ts';

const MIB = 1024 * 1024;

const naming = (...names: readonly string[]) =>
  activityOf({ dispatch: 'sku', page: { gallery: names.map((name) => `media/${name}`) } }, 'a1');

/* The times of files are cut to some milliseconds. */
const LONGEST_GAP_MS = SETTLED_MS - 10;

/* Less than an empty file is waited for. */
const HELD_UP_MS = 700;

describe('DraftPictures', () => {
  let dir: string;
  let media: string;
  let pictures: DraftPictures;

  beforeEach(async () => {
    dir = join(await tempDir(), 'activities');
    media = join(dir, 'a1', 'media');
    await mkdir(media, { recursive: true });
    pictures = new DraftPictures(dir);
  });

  const namesOf = async (...names: readonly string[]) =>
    (await pictures.of(naming(...names))).map(({ name }) => name);

  it('are the files that the text names, with their hashes, in the order of their names', async () => {
    await writeFile(join(media, 'b.png'), 'b');
    await writeFile(join(media, '大奖 1.PNG'), 'a');
    await writeFile(join(media, 'draw.mp3'), '');
    await writeFile(join(media, 'other.png'), 'not named');
    const found = await pictures.of(naming('大奖 1.PNG', 'draw.mp3', 'b.png', 'none.png', 'b.png'));
    expect(found.map(({ name, hash, bytes }) => [name, hash, Buffer.from(bytes).toString()])).to.deep.equal([
      ['b.png', sha256('b'), 'b'],
      ['draw.mp3', sha256(''), ''],
      ['大奖 1.PNG', sha256('a'), 'a'],
    ]);
  });

  it('are only files that may be sent, and never wait for a writer', async () => {
    await writeFile(join(dir, 'a1', 'data.json'), '{}');
    await writeFile(join(media, 'notes.txt'), 'private');
    await writeFile(join(media, '.hidden.png'), 'x');
    await writeFile(join(dir, '..', 'out.png'), 'outside');
    await mkdir(join(media, 'folder.png'));
    await symlink(join(dir, '..', 'out.png'), join(media, 'out.png'));
    await symlink('/etc/hostname', join(media, 'host.png'));
    await symlink(join(media, 'circle.png'), join(media, 'circle.png'));
    execFileSync('mkfifo', [join(media, 'pipe.png')]);
    await mkdir(join(dir, 'shared'));
    await writeFile(join(dir, 'shared', 'in.png'), 'inside');
    await symlink(join(dir, 'shared', 'in.png'), join(media, 'in.png'));
    const names = ['notes.txt', '.hidden.png', 'folder.png', 'out.png', 'host.png', 'circle.png', 'pipe.png'];
    expect(await namesOf(...names, '../data.json', '..%2fdata.json', 'in.png', 'a/b.png')).to.deep.equal([
      'in.png',
    ]);
  });

  it('have at most 2 MiB each, 16 MiB and 200 together', async () => {
    await writeFile(join(media, 'just.png'), Buffer.alloc(2 * MIB));
    await writeFile(join(media, 'over.png'), Buffer.alloc(2 * MIB + 1));
    expect(await namesOf('just.png', 'over.png')).to.deep.equal(['just.png']);
    const large = Array.from({ length: 9 }, (_, index) => `large-${index}.png`);
    for (const name of large) await writeFile(join(media, name), Buffer.alloc(2 * MIB));
    await writeFile(join(media, 'z.png'), '');
    expect(await namesOf(...large, 'z.png')).to.deep.equal([...large.slice(0, 8), 'z.png']);
    const many = Array.from({ length: 201 }, (_, index) => `m-${1000 + index}.png`);
    for (const name of many) await writeFile(join(media, name), name);
    expect(await namesOf(...many.toReversed())).to.deep.equal(many.slice(0, 200));
  });

  it('are never torn, however often they are rewritten in place', async () => {
    const contents = Array.from({ length: 100 }, (_, index) => Buffer.alloc(300_000 + index, index));
    // A writer that the machine holds up for so long looks like one that has finished.
    let round = await rewriteInPlace(contents);
    for (let rounds = 1; round.longestGapMs >= LONGEST_GAP_MS && rounds < 10; rounds++)
      round = await rewriteInPlace(contents);
    if (round.longestGapMs < LONGEST_GAP_MS) expect(round.torn).to.equal(0);
    expect(round.read + round.unsettled).to.be.above(0);
    expect((await pictures.of(naming('a.png')))[0]?.hash).to.equal(sha256(contents.at(-1) as Buffer));
  });

  it('are not read while they are empty, which a file is that is about to be written anew', async () => {
    const path = join(media, 'a.png');
    await writeFile(path, '');
    // As if with its old times: the system notes the new ones later than the size.
    await until(() => Date.now() - statSync(path).ctimeMs > 2 * SETTLED_MS, { what: 'the file to be old' });
    const reading = pictures.of(naming('a.png'));
    writeFileSync(path, 'whole');
    expect((await reading)[0]?.hash).to.equal(sha256('whole'));
  });

  it('are not read while they are empty although their writer is held up', async () => {
    const path = join(media, 'a.png');
    // Of a machine that was held up itself for as long as an empty file is waited for, it says nothing.
    for (let round = 1, heldUpMs = HELD_UP_MS; heldUpMs >= HELD_UP_MS && round <= 10; round++) {
      writeFileSync(path, '');
      const emptiedAt = performance.now();
      const reading = pictures.of(naming('a.png'));
      await pause(5 * SETTLED_MS);
      writeFileSync(path, `whole ${round}`);
      heldUpMs = performance.now() - emptiedAt;
      const [picture] = await reading;
      if (heldUpMs < HELD_UP_MS) expect(picture?.hash).to.equal(sha256(`whole ${round}`));
    }
  });

  async function rewriteInPlace(contents: readonly Buffer[]) {
    const path = join(media, 'a.png');
    await writeFile(path, contents[0] as Buffer);
    const whole = new Set(contents.map(sha256));
    const counts = { read: 0, unsettled: 0, torn: 0, longestGapMs: 0 };
    let isWriting = true;
    const reading = (async () => {
      while (isWriting) {
        try {
          const [picture] = await pictures.of(naming('a.png'));
          counts.read += 1;
          if (picture && !whole.has(picture.hash)) counts.torn += 1;
        } catch (error) {
          expect(error).to.be.instanceOf(UnsettledPictures);
          counts.unsettled += 1;
        }
      }
    })();
    for (const [index, content] of contents.entries()) {
      // Each write is made between two moments, so that no gap is longer than from the first of one to the last of the next.
      let begunAt = performance.now();
      await truncate(path);
      for (let at = 0; at < content.length; at += 60_000) {
        const nextAt = performance.now();
        await appendFile(path, content.subarray(at, at + 60_000));
        counts.longestGapMs = Math.max(counts.longestGapMs, performance.now() - begunAt);
        begunAt = nextAt;
      }
      // Long enough to be read, and that the next change comes at any moment of a reading.
      if (index % 10 === 0) await pause(60 + index);
    }
    isWriting = false;
    await reading;
    return counts;
  }

  it('have a hash each, which is empty where they may not be kept, and none where they are missing', async () => {
    await writeFile(join(media, 'a.png'), 'a');
    await writeFile(join(media, 'over.png'), Buffer.alloc(2 * MIB + 1));
    expect(await pictures.hashOf('a1', 'a.png')).to.equal(sha256('a'));
    expect(await pictures.hashOf('a1', 'over.png')).to.equal('');
    expect(await pictures.hashOf('a1', 'missing.png')).to.equal(null);
    expect(await pictures.hashOf('nobody', 'a.png')).to.equal(null);
  });

  describe('their signature', () => {
    const signature = () => pictures.signatureOf('a1');

    it('is empty where the text names none', () => {
      expect(signature()).to.equal('');
      pictures.name(naming('a.png'));
      expect([signature() === '', pictures.has('a1')]).to.deep.equal([false, true]);
      pictures.name(naming('notes.txt'));
      expect([signature(), pictures.has('a1')]).to.deep.equal(['', false]);
      pictures.name(naming('a.png'));
      pictures.forget('a1');
      expect(signature()).to.equal('');
    });

    it('changes with each way to change a picture, and with none to change another', async () => {
      const path = join(media, 'a.png');
      const target = join(dir, 'target.png');
      await writeFile(target, 'target');
      pictures.name(naming('a.png', 'b.png'));
      const seen = new Set([signature()]);
      const steps: readonly (() => Promise<void>)[] = [
        () => writeFile(path, 'one'),
        () => writeFile(path, 'other'),
        async () => {
          await writeFile(`${path}.new`, 'other');
          await rename(`${path}.new`, path);
        },
        () => rm(path),
        () => symlink(target, path),
        () => writeFile(target, 'another'),
        () => writeFile(join(media, 'b.png'), 'b'),
        () => rename(media, `${media}-gone`),
      ];
      for (const [index, step] of steps.entries()) {
        await step();
        // Back to how it began: no file at all.
        const isNew = index !== 3 && index !== 7;
        expect(seen.has(signature()), `step ${index}`).to.equal(!isNew);
        seen.add(signature());
      }
      await mkdir(media);
      const before = signature();
      await writeFile(join(media, 'c.png'), 'not named');
      expect(signature()).to.equal(before);
    });
  });
});
