import { expect } from 'chai';
import { progressLine } from '../../../../src/adapters/cli/render/progress.ts';

/** The output of work of this many milliseconds that reports its progress a hundred times a second. */
function written(ms: number, isTTY: boolean): string {
  let text = '';
  let at = 0;
  const write = (more: string | Uint8Array) => {
    text += more;
    return true;
  };
  const stream = { isTTY, write };
  const progress = progressLine('work', stream, 'en', () => at);
  for (; at <= ms; at += 10) progress.report(at, ms);
  progress.end();
  return text;
}

describe('the progress of long work', () => {
  it('is whole lines without control characters where there is no terminal', () => {
    const lines = written(8000, false).split('\n');
    expect(lines).to.deep.equal([
      'work: 12 % (1000 of 8000), 7 s left',
      'work: 75 % (6000 of 8000), 2 s left',
      '',
    ]);
  });

  it('is nothing there for what is done at once, and few lines for what takes an hour', () => {
    expect(written(900, false)).to.equal('');
    expect(written(3_600_000, false).split('\n').length).to.be.within(50, 70);
  });

  it('is one line on a terminal, which is taken away at the end', () => {
    const text = written(2000, true);
    expect(text).to.include('work: 50 % (1000 of 2000)');
    expect(text.endsWith('\r\u001b[K')).to.equal(true);
    expect(text).not.to.include('\n');
  });
});
