import { expect } from 'chai';
import { contrast } from '../../web/src/theme/colour.ts';
import { type Theme, themeOf } from '../../web/src/theme/theme.ts';

const DEFAULTS = themeOf(undefined);

function expectReadable(theme: Theme): void {
  expect(contrast(theme['--on-primary'], theme['--primary'])).to.be.at.least(4.5);
  expect(contrast(theme['--text'], theme['--background'])).to.be.at.least(4.5);
  expect(contrast(theme['--text'], theme['--surface'])).to.be.at.least(4.5);
  expect(contrast(theme['--accent'], theme['--surface'])).to.be.at.least(4.5);
}

describe('the theme', () => {
  it('is readable without any', () => {
    expectReadable(DEFAULTS);
  });

  it('takes the colours of the activity', () => {
    const given = {
      primary: '#006644',
      on_primary: '#FFF',
      background: '#eefaf4',
      surface: '#ffffff',
      text: '#10231b',
      accent: '#b42318',
    };
    expect(themeOf(given)).to.deep.include({
      '--primary': '#006644',
      '--on-primary': '#fff',
      '--background': '#eefaf4',
      '--surface': '#ffffff',
      '--text': '#10231b',
      '--accent': '#b42318',
    });
  });

  it('takes the primary colour for the accent where none is given', () => {
    expect(themeOf({ primary: '#006644' })['--accent']).to.equal('#006644');
  });

  for (const colour of [
    'red',
    '#12',
    '#12345',
    '#1234567',
    '#ggg',
    'url(https://a.example)',
    '#fff;x:y',
    7,
    null,
    {},
  ]) {
    it(`does not take ${JSON.stringify(colour)} for a colour`, () => {
      expect(themeOf({ primary: colour, background: colour, text: colour })).to.deep.equal(DEFAULTS);
    });
  }

  for (const theme of ['red', 7, null, [], true]) {
    it(`is the default for ${JSON.stringify(theme)}`, () => {
      expect(themeOf(theme)).to.deep.equal(DEFAULTS);
    });
  }

  it('gives way where ink cannot be read', () => {
    expectReadable(themeOf({ primary: '#ffd400', on_primary: '#ffffff' }));
    expectReadable(
      themeOf({ background: '#101014', surface: '#1c1c22', text: '#333333', accent: '#222222' }),
    );
    expect(themeOf({ primary: '#ffd400' })['--on-primary']).to.equal('#1d1d1f');
  });

  it('knows what contrast is', () => {
    expect(contrast('#000', '#ffffff')).to.be.closeTo(21, 0.001);
    expect(contrast('#777777', '#fff')).to.be.closeTo(4.48, 0.01);
    expect(contrast('#abcdef', '#abcdef')).to.equal(1);
  });
});
