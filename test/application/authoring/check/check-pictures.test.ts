import { expect } from 'chai';
import sinon from 'sinon';
import { checkPictures } from '../../../../src/application/authoring/check/check-pictures.ts';
import { activityOf } from '../../../support/activity-of.ts';

describe('checkPictures', () => {
  afterEach(() => sinon.restore());

  it('looks at each picture a few times, however many the folder has and the file names', async () => {
    const count = 400;
    const numbers = Array.from({ length: count }, (_, index) => index);
    const names = numbers.map((number) => `there-${number}.png`);
    const skus = numbers.map((number) => ({ sku_id: number, name: 'S', image: `media/no-${number}.png` }));
    const looks = sinon.spy(String.prototype, 'toLowerCase');
    let warnings = 0;
    await checkPictures(
      activityOf({ dispatch: 'sku', skus }),
      { names: async () => names, lengthOf: async () => undefined },
      () => warnings++,
    );
    expect(warnings).to.equal(count);
    expect(looks.callCount).to.be.at.most(40 * count);
  });
});
