import { expect } from 'chai';
import { firstTheme } from '../../web/src/theme/first-theme.ts';
import { themeOf } from '../../web/src/theme/theme.ts';

const VISITED = { themeName: 'member', theme: themeOf({ name: 'member', primary: '#ddccaa' }) } as const;

describe('the theme while the page loads', () => {
  it('is the festive one at the first visit', () => {
    expect(firstTheme(null)).to.deep.equal({ themeName: 'spring', theme: themeOf(undefined) });
  });

  it('is the one that the server wrote into the page', () => {
    expect(firstTheme(null, 'campus')).to.deep.equal({
      themeName: 'campus',
      theme: themeOf({ name: 'campus' }),
    });
    expect(firstTheme(null, 'of-tomorrow').themeName).to.equal('spring');
  });

  it('is the one of the last visit, with its colours', () => {
    expect(firstTheme(VISITED)).to.equal(VISITED);
    expect(firstTheme(VISITED, 'member')).to.equal(VISITED);
  });

  it('is the served one where the activity has changed since', () => {
    expect(firstTheme(VISITED, 'campus').themeName).to.equal('campus');
  });
});
