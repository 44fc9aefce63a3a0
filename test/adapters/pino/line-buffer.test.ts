import { expect } from 'chai';
import fc from 'fast-check';
import { LineBuffer } from '../../../src/adapters/pino/line-buffer.ts';

const firstLine = (text: string) => text.slice(0, text.indexOf('\n') + 1);

describe('LineBuffer', () => {
  it('writes all lines whole and in order, in pieces as large as allowed', () => {
    const lines = fc.array(fc.string({ unit: 'grapheme-ascii', maxLength: 30 }).map((text) => `${text}\n`));
    fc.assert(
      fc.property(lines, fc.integer({ min: 1, max: 60 }), (all, maxBytes) => {
        const pieces: string[] = [];
        const buffer = new LineBuffer((piece) => pieces.push(piece.toString()), maxBytes);
        for (const line of all) buffer.add(line);
        buffer.flush();
        expect(pieces.join('')).to.equal(all.join(''));
        for (const [index, piece] of pieces.entries()) {
          expect(piece.endsWith('\n')).to.equal(true);
          if (piece !== firstLine(piece)) expect(piece.length).to.be.at.most(maxBytes);
          const next = firstLine(pieces[index + 1] ?? '');
          if (next) expect(piece.length + next.length).to.be.above(maxBytes);
        }
      }),
    );
  });

  it('keeps little more memory for lines that wait than they have', () => {
    const pieces: Buffer[] = [];
    const buffer = new LineBuffer((piece) => pieces.push(piece), 32_768);
    for (let no = 0; no < 500; no++) {
      buffer.add(`${'x'.repeat(no)}\n`);
      if (no % 3 === 0) buffer.flush();
    }
    buffer.flush();
    const kept = new Set(pieces.map((piece) => piece.buffer));
    const keptBytes = [...kept].reduce((sum, bytes) => sum + bytes.byteLength, 0);
    const lineBytes = pieces.reduce((sum, piece) => sum + piece.length, 0);
    expect(keptBytes).to.be.below(3 * lineBytes);
  });

  it('writes nothing if it is empty', () => {
    const pieces: string[] = [];
    const buffer = new LineBuffer((piece) => pieces.push(piece.toString()), 10);
    buffer.flush();
    buffer.add('a\n');
    buffer.flush();
    buffer.flush();
    expect(pieces).to.deep.equal(['a\n']);
  });
});
