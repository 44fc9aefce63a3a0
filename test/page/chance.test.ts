import { expect } from 'chai';
import { claimResultOf } from '../../web/src/client/chance.ts';
import { answered } from '../support/answered.ts';

describe('the answer to a claim for a chance', () => {
  it('says what was earned', () => {
    const data = { earned: 2, user_draw_info: { uid: 'u1' } };
    expect(claimResultOf(answered(0, { data }))).to.deep.equal({
      kind: 'earned',
      chances: 2,
      drawInfo: { uid: 'u1' },
    });
    expect(claimResultOf(answered(0))).to.include({ kind: 'earned', chances: 0 });
  });

  it('says that there is nothing more to earn', () => {
    expect(claimResultOf(answered(2003))).to.deep.equal({ kind: 'already' });
    for (const field of ['source', 'from']) {
      expect(claimResultOf(answered(1001, { detail: { field } }))).to.deep.equal({ kind: 'not_offered' });
    }
  });

  it('may say to ask again', () => {
    for (const ret of [4029, 5003]) {
      const answer = answered(ret, { retryAfterMs: 2_000 });
      expect(claimResultOf(answer)).to.deep.equal({ kind: 'busy', retryAfterMs: 2_000 });
    }
  });

  it('leaves open what became of it', () => {
    for (const answer of [answered(5000), { kind: 'failed', reason: 'timeout' } as const]) {
      expect(claimResultOf(answer)).to.deep.equal({ kind: 'unknown' });
    }
  });

  it('is another screen where the visitor cannot take part', () => {
    for (const answer of [1002, 1003, 1004, 1005, 1006, 1007].map((ret) => answered(ret))) {
      expect(claimResultOf(answer)).to.deep.equal({ kind: 'refused', answer });
    }
    const token = answered(1001, { detail: { field: 'token' } });
    expect(claimResultOf(token)).to.have.property('kind', 'refused');
  });
});
