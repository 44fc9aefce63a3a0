import { expect } from 'chai';
import { middleCrop, movedCrop, zoomedCrop } from '../../console/src/editor/pictures/crop.ts';

const PICTURE = { width: 1000, height: 500 };

describe('the crop of a picture', () => {
  it('begins as the largest part of its shape, from the middle', () => {
    expect(middleCrop(PICTURE, 1)).to.deep.equal({ x: 250, y: 0, width: 500, height: 500 });
    expect(middleCrop(PICTURE, 4)).to.deep.equal({ x: 0, y: 125, width: 1000, height: 250 });
  });

  it('moves within the picture', () => {
    const crop = middleCrop(PICTURE, 1);
    expect(movedCrop(crop, PICTURE, 100, 50)).to.deep.equal({ ...crop, x: 350 });
    expect(movedCrop(crop, PICTURE, -900, 0).x).to.equal(0);
    expect(movedCrop(crop, PICTURE, 900, 0).x).to.equal(500);
  });

  it('zooms about a point, and keeps its shape', () => {
    const crop = zoomedCrop(middleCrop(PICTURE, 1), PICTURE, 2);
    expect(crop).to.deep.equal({ x: 375, y: 125, width: 250, height: 250 });
    expect(zoomedCrop(crop, PICTURE, 2, { x: 0, y: 0 })).to.deep.equal({
      x: 375,
      y: 125,
      width: 125,
      height: 125,
    });
    expect(zoomedCrop(crop, PICTURE, 0.01)).to.deep.equal(middleCrop(PICTURE, 1));
    expect(zoomedCrop(crop, PICTURE, 1000).width).to.equal(48);
  });
});
