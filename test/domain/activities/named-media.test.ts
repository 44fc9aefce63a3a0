import { expect } from 'chai';
import fc from 'fast-check';
import { namedMedia } from '../../../src/domain/activities/named-media.ts';

describe('the files of its own that an activity names', () => {
  it('are those of all its texts, each once, decoded, sorted', () => {
    const publicData = {
      page: { banner: 'media/b.svg', sounds: { draw: ' media/draw.mp3 ' }, theme: null },
      prizes: [
        { image: 'media/a.png' },
        { image: 'media/b.svg' },
        { image: 'https://cdn.example/media/x.png' },
      ],
      more: [['media/%E5%A4%A7%E5%A5%96.png', 'media/50%.png'], 7, true],
    };
    expect(namedMedia({ publicData })).to.deep.equal(['50%.png', 'a.png', 'b.svg', 'draw.mp3', '大奖.png']);
  });

  it('are none of what only looks like them', () => {
    const publicData = { 'media/a.png': 'a', b: 'Media/a.png', c: '/media/a.png', d: './media/a.png' };
    expect(namedMedia({ publicData })).to.deep.equal([]);
  });

  it('are found in any data', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.string(), (data, name) => {
        const names = namedMedia({
          publicData: { ...data, deep: [{ list: [`media/${encodeURIComponent(name)}`] }] },
        });
        expect(names).to.include(name);
      }),
    );
  });
});
