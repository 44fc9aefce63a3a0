import { expect } from 'chai';
import { PackedFiles } from '../../../src/adapters/memory/packed-files.ts';
import { RecentPictures } from '../../../src/adapters/memory/recent-pictures.ts';
import { DependencyError } from '../../../src/domain/shared/dependency-error.ts';

const SVG = `<svg xmlns="http://www.w3.org/2000/svg">${'<path d="M0 0h1v1z"/>'.repeat(100)}</svg>`;

describe('RecentPictures', () => {
  let reads: string[];
  let isAway: boolean;
  let pictures: RecentPictures;

  beforeEach(() => {
    reads = [];
    isAway = false;
    pictures = new RecentPictures({
      read: async ({ hash, activityId, file }) => {
        reads.push(`${activityId}/${file} ${hash.slice(0, 1)}`);
        await Promise.resolve();
        if (isAway) throw new DependencyError('record store', 'away');
        return Buffer.from(SVG);
      },
      mostBytes: 10_000,
      packed: new PackedFiles(100_000),
    });
  });

  const hashOf = (letter: string) => letter.repeat(64);
  const find = (letter: string, file = 'a.png', activityId = 'a1') =>
    pictures.find({ hash: hashOf(letter), activityId, file });

  it('reads one once for a crowd, and then has it at once, for each activity that names it', async () => {
    const found = await Promise.all(Array.from({ length: 50 }, () => find('1')));
    expect(new Set(found).size).to.equal(1);
    expect(found[0]).to.include({ type: 'image/png', version: '1'.repeat(32) });
    expect(find('1', 'b.png', 'a2')).to.equal(found[0]);
    expect(reads).to.deep.equal(['a1/a.png 1']);
  });

  it('sends the same bytes as what each name says, an SVG compressed', async () => {
    const svg = await find('1', 'a.SVG');
    expect(svg).to.include({ type: 'image/svg+xml' });
    expect(svg.gzip?.length).to.be.below(SVG.length / 2);
    expect(await find('1', 'a.jpg'))
      .to.include({ type: 'image/jpeg' })
      .and.not.to.have.property('gzip');
  });

  it('keeps no more than its bytes, those that were asked for last', async () => {
    for (const letter of '123456') await find(letter);
    expect(find('6')).not.to.be.instanceOf(Promise);
    expect(find('1')).to.be.instanceOf(Promise);
  });

  it('keeps no fault', async () => {
    isAway = true;
    const faults = await Promise.all(
      [find('1'), find('1')].map((each) => Promise.resolve(each).catch((error) => error)),
    );
    expect(faults[0]).to.be.instanceOf(DependencyError).and.to.equal(faults[1]);
    isAway = false;
    expect((await find('1')).bytes).to.have.length(SVG.length);
    expect(reads).to.have.length(2);
  });
});
