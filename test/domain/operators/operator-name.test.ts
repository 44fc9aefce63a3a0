import { expect } from 'chai';
import fc from 'fast-check';
import { operatorKey, operatorNameOf } from '../../../src/domain/operators/operator-name.ts';

describe('names of operators', () => {
  it('are kept in one form', () => {
    expect(operatorNameOf('  Ann   Li ')).to.equal('Ann Li');
    expect(operatorNameOf('Ａｎｎ')).to.equal('Ann');
    expect(operatorNameOf('林小红')).to.equal('林小红');
    expect(operatorNameOf('lin 小红 2')).to.equal('lin 小红 2');
    expect(operatorNameOf('Иван Петров')).to.equal('Иван Петров');
    expect(operatorNameOf('x'.repeat(64))).to.have.length(64);
    expect(operatorNameOf('🎁'.repeat(64))).to.not.equal(null);
  });

  it('have no controls, nothing unseen, and letters of one script', () => {
    const none = [
      '',
      ' ',
      'a\nb',
      'a\u0000b',
      'a\u200bb',
      'a\u202eb',
      '\u3164',
      'a\u00adb',
      '\ud800',
      'x'.repeat(65),
    ];
    for (const text of [...none, 'аdmin', 'Αdmin', 'a\u2028b', '\ufdfa'.repeat(5)]) {
      expect(operatorNameOf(text), JSON.stringify(text)).to.equal(null);
    }
  });

  it('are one for people where their keys are equal', () => {
    const alike = [
      ['Admin', 'ADMIN', 'ａｄｍｉｎ', 'ad\u200bmin', 'аdmіn', ' admin '],
      ['Straße', 'STRASSE', 'strasse'],
      ['Ann Li', 'ANN  LI', 'Ann\u00a0Li'],
      ['ΝΙΚΟ', 'νικο', 'NIKO', 'НIKO'.replace('Н', 'Ν')],
      ['СОРА', 'copa', 'COPA'],
      ['ıd', 'ID', 'id'],
    ];
    for (const names of alike) expect(new Set(names.map(operatorKey)), names.join()).to.have.length(1);
    expect(operatorKey('Ann')).not.to.equal(operatorKey('Anna'));
    expect(operatorKey('林')).not.to.equal(operatorKey('木木'));
  });

  it('have a key that a second look does not change, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        const key = operatorKey(text);
        expect(operatorKey(key)).to.equal(key);
        expect(key).not.to.match(/\0/);
        const name = operatorNameOf(text);
        if (name === null) return;
        expect(operatorNameOf(name)).to.equal(name);
        expect(operatorKey(name)).to.equal(key);
      }),
    );
  });
});
