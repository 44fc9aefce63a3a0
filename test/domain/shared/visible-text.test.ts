import { expect } from 'chai';
import { reason } from '../../../src/adapters/koa/console/contract/parameters.ts';
import { isVisible } from '../../../src/domain/shared/visible-text.ts';

/* Zero width, direction, fillers, the empty pattern of Braille, spaces, controls, half of a character. */
const UNSEEN = [
  ...['\u200b', '\u2060', '\ufeff', '\u202e', '\u00ad', '\u3164', '\u115f', '\u2800', '\ufe0f', '\u{e0020}'],
  ...['', ' ', '\u3000', '\u00a0', '\n\t', '\u0000', '\u0007', '\ud800', '\u2028', '\ue000'],
];

describe('a text for people to read', () => {
  it('is none if nothing of it is seen', () => {
    for (const text of UNSEEN) expect(isVisible(text), JSON.stringify(text)).to.equal(false);
    expect(isVisible(UNSEEN.join(''))).to.equal(false);
  });

  it('is one with one character that is seen, of any language', () => {
    for (const text of ['.', '因', '4521', '👍🏽', 'ไ', '\u200b因\u200b', 'é'])
      expect(isVisible(text), text).to.equal(true);
  });

  it('is asked for as the reason of every change', () => {
    for (const text of UNSEEN) expect(reason.safeParse(text).success, JSON.stringify(text)).to.equal(false);
    expect(reason.parse('  工单 4521\u200b ')).to.equal('工单 4521\u200b');
    for (const text of ['x'.repeat(501), 'a\0b', 5, null, undefined])
      expect(reason.safeParse(text).success, String(text)).to.equal(false);
  });
});
