import { expect } from 'chai';
import { firstTheme, keepTheme } from '../../web/src/theme/first-theme.ts';
import { themeOf } from '../../web/src/theme/theme.ts';

function store(content: Record<string, string> = {}) {
  const values = new Map(Object.entries(content));
  return {
    getItem: (name: string) => values.get(name) ?? null,
    setItem: (name: string, value: string) => void values.set(name, value),
    removeItem: (name: string) => void values.delete(name),
  };
}

const KEY = 'cms-market:theme:1055';

describe('the theme while the page loads', () => {
  it('is the festive one at the first visit', () => {
    expect(firstTheme('1055', store())).to.deep.equal({ name: 'spring', theme: themeOf(undefined) });
  });

  it('is the one that the server wrote into the page', () => {
    expect(firstTheme('1055', store(), 'campus')).to.deep.equal({
      name: 'campus',
      theme: themeOf({ name: 'campus' }),
    });
    expect(firstTheme('1055', store(), 'of-tomorrow').name).to.equal('spring');
  });

  it('is the one of the last visit of this activity, with its colours', () => {
    const phone = store();
    const shown = { name: 'member', theme: themeOf({ name: 'member', primary: '#ddccaa' }) } as const;
    keepTheme('1055', shown, phone);
    expect(firstTheme('1055', phone)).to.deep.equal(shown);
    expect(firstTheme('1055', phone, 'member')).to.deep.equal(shown);
    expect(firstTheme('1056', phone).name).to.equal('spring');
  });

  it('is the served one where the activity has changed since', () => {
    const phone = store();
    keepTheme('1055', { name: 'member', theme: themeOf({ name: 'member' }) }, phone);
    expect(firstTheme('1055', phone, 'summer').name).to.equal('summer');
  });

  for (const text of ['', '{', 'null', '[]', '{"name":"loud"}', '{"name":7}']) {
    it(`is the festive one for ${JSON.stringify(text)} on the phone`, () => {
      expect(firstTheme('1055', store({ [KEY]: text })).name).to.equal('spring');
    });
  }

  it('takes no value from the phone that no theme has', () => {
    const theme = { ...themeOf({ name: 'member' }), '--primary': 'url(https://a.example/)' };
    expect(firstTheme('1055', store({ [KEY]: JSON.stringify({ name: 'member', theme }) }))).to.deep.equal({
      name: 'member',
      theme: themeOf({ name: 'member' }),
    });
  });

  it('works where the phone stores nothing', () => {
    const refuses = {
      getItem: (): string => {
        throw new Error('refused');
      },
      setItem: () => {
        throw new Error('refused');
      },
      removeItem: () => undefined,
    };
    keepTheme('1055', firstTheme('1055', refuses), refuses);
    expect(firstTheme('1055', refuses).name).to.equal('spring');
  });
});
