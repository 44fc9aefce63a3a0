import { expect } from 'chai';
import type { Answer } from '../../web/src/client/api.ts';
import { drawResultOf, pauseBefore } from '../../web/src/client/draw.ts';
import { answered } from '../support/answered.ts';

const kindOf = (answer: Answer) => drawResultOf(answer).kind;

describe('what is known of a draw', () => {
  it('is a prize, with what the user has now', () => {
    const prize = { id: 'p', name: '优惠券', image: 'media/p.svg' };
    expect(
      drawResultOf(answered(0, { data: { draw_id: 'd', won: true, prize, user_draw_info: { uid: 'u' } } })),
    ).to.deep.equal({
      kind: 'won',
      drawId: 'd',
      prizeId: 'p',
      name: '优惠券',
      image: 'media/p.svg',
      drawInfo: { uid: 'u' },
    });
  });

  it('is no prize only when the server has said so', () => {
    expect(kindOf(answered(0, { data: { won: false, prize: null } }))).to.equal('not_won');
    for (const data of ['', null, {}, { won: 'false' }, { prize: null }]) {
      expect(kindOf(answered(0, { data }))).to.equal('unknown');
    }
  });

  it('is nothing while no answer came, or the server does not know', () => {
    for (const reason of ['timeout', 'network', 'not_an_answer'] as const) {
      expect(kindOf({ kind: 'failed', reason })).to.equal('unknown');
    }
    for (const ret of [4029, 5000, 5003]) expect(kindOf(answered(ret))).to.equal('unknown');
  });

  it('is a refusal, after which nothing was drawn only if the server got as far as the draws', () => {
    for (const ret of [1003, 2001])
      expect(drawResultOf(answered(ret))).to.include({ kind: 'refused', settled: true });
    for (const ret of [1004, 1005, 1006, 1008, 1009]) {
      expect(drawResultOf(answered(ret))).to.include({ kind: 'refused', settled: false });
    }
  });

  it('is asked for again less and less often, and not by all phones at once', () => {
    expect([1, 2, 3, 4, 5, 6, 60].map((attempt) => pauseBefore(attempt, () => 0.5))).to.deep.equal([
      1000, 2000, 4000, 8000, 15_000, 15_000, 15_000,
    ]);
    expect([0, 1].map((random) => pauseBefore(1, () => random))).to.deep.equal([750, 1250]);
  });
});
