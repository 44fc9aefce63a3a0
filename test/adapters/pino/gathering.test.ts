import { expect } from 'chai';
import fc from 'fast-check';
import { Gathering } from '../../../src/adapters/pino/gathering.ts';

const firstLine = (text: string) => text.slice(0, text.indexOf('\n') + 1);

describe('Gathering', () => {
  it('loses no line, changes no order, cuts none apart, and writes as much together as may be', () => {
    const lines = fc.array(fc.string({ unit: 'grapheme-ascii', maxLength: 30 }).map((text) => `${text}\n`));
    fc.assert(
      fc.property(lines, fc.integer({ min: 1, max: 60 }), (all, largest) => {
        const pieces: string[] = [];
        const gathering = new Gathering((piece) => pieces.push(piece), largest);
        for (const line of all) gathering.add(line);
        gathering.write();
        expect(pieces.join('')).to.equal(all.join(''));
        for (const [index, piece] of pieces.entries()) {
          expect(piece.endsWith('\n')).to.equal(true);
          if (piece !== firstLine(piece)) expect(piece.length).to.be.at.most(largest);
          const next = firstLine(pieces[index + 1] ?? '');
          if (next) expect(piece.length + next.length).to.be.above(largest);
        }
      }),
    );
  });

  it('writes nothing where nothing was gathered', () => {
    const pieces: string[] = [];
    const gathering = new Gathering((piece) => pieces.push(piece), 10);
    gathering.write();
    gathering.add('a\n');
    gathering.write();
    gathering.write();
    expect(pieces).to.deep.equal(['a\n']);
  });
});
