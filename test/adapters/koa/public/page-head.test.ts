import { expect } from 'chai';
import fc from 'fast-check';
import { pageHead } from '../../../../src/adapters/koa/public/page-head.ts';
import { activityOf } from '../../../support/activity-of.ts';

const headOf = (page: Record<string, unknown>, title = '摇一摇') =>
  pageHead(activityOf({ dispatch: 'sku', title, page }, 'a1'), '/cms-market');

describe('the head of an activity’s page', () => {
  it('has the description, else the subtitle, else the title', () => {
    expect(headOf({ description: '一句话', subtitle: '副标题' }).description).to.equal('一句话');
    expect(headOf({ description: '  ', subtitle: '副标题' }).description).to.equal('副标题');
    expect(headOf({ description: 7 }).description).to.equal('摇一摇');
  });

  it('has the picture for sharing, else the banner, else none', () => {
    const banner = 'media/b.png';
    expect(headOf({ share_image: 'media/s.png', banner }).image).to.equal('/cms-market/media/a1/s.png');
    expect(headOf({ share_image: 'javascript:alert(1)', banner }).image).to.equal(
      '/cms-market/media/a1/b.png',
    );
    expect(headOf({}).image).to.equal(null);
  });

  it('has a language and a theme that the page knows, and no other', () => {
    expect(headOf({ language: 'en', theme: { name: 'double11', background: '#102030' } })).to.include({
      ...{ language: 'en', theme: 'double11', themeColor: '#102030' },
    });
    for (const page of [
      { language: 'fr', theme: { name: 'constructor', background: 'red' } },
      { language: ['en'], theme: { name: ['spring'], background: '#12"' } },
      { theme: 'spring' },
      { theme: null },
    ]) {
      expect(headOf(page)).to.include({ language: 'zh-CN', theme: 'spring', themeColor: null });
    }
  });

  it('has the theme of one colour where the activity gives colours and no name', () => {
    for (const theme of [{ primary: '#0a7' }, { background: ' #102030 ' }, { name: 'x', primary: '#0a7' }])
      expect(headOf({ theme })).to.include({ theme: 'minimal' });
    for (const theme of [{ surface: '#0a7' }, { primary: 'red' }, { background: 7 }])
      expect(headOf({ theme })).to.include({ theme: 'spring' });
  });

  it('is one line of at most 200 signs, whatever the text', () => {
    expect(headOf({}, ' a\u2028b\r\n\u0000c\u202ed ').title).to.equal('a b c d');
    const long = [...headOf({}, '😀'.repeat(300)).title];
    expect([long.length, long[198], long[199]]).to.deep.equal([200, '😀', '…']);
    expect(headOf({}, '😀'.repeat(200)).title).to.equal('😀'.repeat(200));
    const unit = fc.string({ unit: fc.constantFrom('a', '\ud83d', '\ude00', '\n', '<', '\u2029', ' ') });
    fc.assert(
      fc.property(unit, (title) => {
        const shown = headOf({}, title).title;
        expect(shown).to.match(/^[a<😀 ]*$/u);
        expect(shown).to.equal(shown.trim());
      }),
    );
  });
});
