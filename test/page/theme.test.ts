import { expect } from 'chai';
import { THEME_NAMES } from '../../src/domain/activities/page-choices.ts';
import { contrast, isHex } from '../../web/src/theme/colour.ts';
import { PALETTES } from '../../web/src/theme/palettes.ts';
import { type Theme, themeNameOf, themeOf } from '../../web/src/theme/theme.ts';

const DEFAULTS = themeOf(undefined);

function expectReadable(theme: Theme): void {
  expect(contrast(theme['--on-primary'], theme['--primary'])).to.be.at.least(4.5);
  expect(contrast(theme['--text'], theme['--background'])).to.be.at.least(4.5);
  expect(contrast(theme['--text'], theme['--surface'])).to.be.at.least(4.5);
  expect(contrast(theme['--accent'], theme['--surface'])).to.be.at.least(4.5);
  expect(contrast(theme['--on-plate'], theme['--plate'])).to.be.at.least(4.5);
  expect(contrast(theme['--on-button'], theme['--button-top'])).to.be.at.least(4.5);
  expect(contrast(theme['--on-button'], theme['--button-foot'])).to.be.at.least(4.5);
  // The ribbon has the colours of the lettering.
  expect(contrast(theme['--title-top'], theme['--title-edge'])).to.be.at.least(4.5);
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

  for (const name of THEME_NAMES) {
    describe(name, () => {
      const palette = PALETTES[name];

      it('is readable in its own colours, which none replaces', () => {
        const theme = themeOf({ name });
        expectReadable(theme);
        expect(theme).to.deep.include({
          '--on-primary': palette.onPrimary,
          '--text': palette.text,
          '--accent': palette.accent,
          '--on-button': palette.button[3],
        });
      });

      it('is readable on its ground, and where prices are on it', () => {
        expect(contrast(palette.accent, palette.background)).to.be.at.least(4.5);
      });

      it('takes the colours of the activity and keeps its sky', () => {
        const theme = themeOf({ name, primary: '#006644', background: '#eefaf4', text: '#10231b' });
        expectReadable(theme);
        expect(theme['--primary']).to.equal('#006644');
        expect(theme['--button-foot']).to.equal('#006644');
        expect(theme['--background']).to.equal('#eefaf4');
        expect(theme['--sky-top']).to.equal(palette.sky[0]);
        expect(themeNameOf({ name, primary: '#006644' })).to.equal(name);
      });

      it('has colours alone', () => {
        const { radius, ...colours } = palette;
        for (const colour of Object.values(colours).flat()) expect(isHex(colour), colour).to.equal(true);
        expect(radius).to.be.within(0, 2);
      });
    });
  }

  it('knows what contrast is', () => {
    expect(contrast('#000', '#ffffff')).to.be.closeTo(21, 0.001);
    expect(contrast('#777777', '#fff')).to.be.closeTo(4.48, 0.01);
    expect(contrast('#abcdef', '#abcdef')).to.equal(1);
  });
});
