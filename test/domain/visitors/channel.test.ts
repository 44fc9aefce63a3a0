import { expect } from 'chai';
import { channelOf } from '../../../src/domain/visitors/channel.ts';

describe('the channel of a visit', () => {
  it('is the `from` of the address', () => {
    for (const from of ['singlemessage', 'groupmessage', 'timeline', 'Poster_1', 'a', 'X'.repeat(17)]) {
      expect(channelOf(from)).to.equal(from);
    }
  });

  it('is an invitation where it looks like a code', () => {
    expect(channelOf('abc-DEF_1-ghi-JKL_2-mno')).to.equal('invite');
    expect(channelOf('x'.repeat(33))).to.equal('invite');
  });

  it('may be a longer name without capital letters', () => {
    expect(channelOf('summer-festival-2026')).to.equal('summer-festival-2026');
  });

  it('is none where it is missing or malformed', () => {
    for (const from of [undefined, '', 'a b', '../x', '微信', 'x'.repeat(2049), '<script>']) {
      expect(channelOf(from)).to.equal('');
    }
  });
});
