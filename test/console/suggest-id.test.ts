import { expect } from 'chai';
import { isActivityId, suggestCopyId, suggestId } from '../../console/src/activities/suggest-id.ts';

const DAY = new Date(2026, 10, 3);

describe('the id of a new activity', () => {
  it('is the template and the day, with a number where that is taken', () => {
    expect(suggestId('wheel', new Set(), DAY)).to.equal('wheel-261103');
    expect(suggestId('wheel', new Set(['wheel-261103', 'wheel-261103-2']), DAY)).to.equal('wheel-261103-3');
  });

  it('of a copy is the same with the next number', () => {
    expect(suggestCopyId('1055', new Set())).to.equal('1055-2');
    expect(suggestCopyId('1055-2', new Set(['1055-3']))).to.equal('1055-4');
    expect(suggestCopyId('a'.repeat(64), new Set())).to.have.length(60);
  });

  it('has letters, digits, - and _', () => {
    expect(isActivityId('a_B-9')).to.equal(true);
    for (const id of ['', 'a b', '活动', 'a/b', 'a'.repeat(65)]) expect(isActivityId(id), id).to.equal(false);
  });
});
