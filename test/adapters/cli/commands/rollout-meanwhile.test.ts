import { expect } from 'chai';
import { lucky, luckyWith, Operator } from '../../../support/operator.ts';

describe('the command rollout, while it asks', () => {
  let ann: Operator;
  beforeEach(async () => {
    ann = await Operator.open();
    await ann.write('lucky', lucky);
    await ann.run(['publish', 'lucky', '--yes']);
    await ann.write('lucky', luckyWith('新'));
  });
  const rollout = (...args: string[]) => ann.report(['rollout', 'lucky', '--yes', ...args]);
  /* Answers yes, after another operator has changed the rollout. */
  const yesAfter =
    (...args: readonly string[]) =>
    async () => {
      expect((await ann.run(['rollout', 'lucky', '--yes', ...args])).code).to.equal(0);
      return 'y';
    };
  const replaced = async () => yesAfter('--percent', '30', '--file', await ann.file(luckyWith('没有显示过')));

  for (const args of [['--promote'], ['--abort'], ['--percent', '50']]) {
    it(`changes nothing where the candidate is replaced meanwhile: ${args.join(' ')}`, async () => {
      await rollout('--percent', '10');
      const answer = await replaced();
      const { code, stderr } = await ann.run(['rollout', 'lucky', ...args], answer);
      expect(code).to.equal(1);
      expect(stderr).to.include('release 3 is the candidate now').and.include('cms-market history lucky');
      const { serving } = await ann.report(['history', 'lucky']);
      expect([serving.no, serving.candidate.no]).to.deep.equal([1, 3]);
      expect(serving.candidate.audience.percent).to.equal(30);
    });
  }

  it('begins none in the place of one that was not shown', async () => {
    const answer = await replaced();
    expect((await ann.run(['rollout', 'lucky', '--percent', '10'], answer)).code).to.equal(1);
    const { serving } = await ann.report(['history', 'lucky']);
    expect(serving.candidate).to.deep.include({ no: 2, audience: { kind: 'percent', percent: 30 } });
  });

  it('says where the rollout has ended meanwhile', async () => {
    const answer = yesAfter('--abort');
    for (const [language, said] of [
      ['en', 'the rollout of activity lucky has ended in the meantime'],
      ['zh', '的灰度在此期间已结束'],
    ] as const) {
      await rollout('--percent', '10');
      const { code, stderr } = await ann.run(['rollout', 'lucky', '--promote', '--lang', language], answer);
      expect([code, stderr.includes(said)], stderr).to.deep.equal([1, true]);
    }
    expect((await ann.report(['history', 'lucky'])).serving).to.include({ no: 1, candidate: null });
  });

  it('changes nothing where everyone has another release meanwhile', async () => {
    await rollout('--percent', '10');
    let title = 0;
    const answer = async () => {
      const file = await ann.file(luckyWith(`${++title}`));
      await ann.run(['publish', 'lucky', '--yes', '--file', file]);
      return 'y';
    };
    for (const [args, said] of [
      [['--abort'], 'everyone has release 3 now'],
      [['--percent', '20'], 'everyone has release 4 now'],
    ] as const) {
      const { code, stderr } = await ann.run(['rollout', 'lucky', ...args], answer);
      expect([code, stderr.includes(said)], stderr).to.deep.equal([1, true]);
    }
    const { candidate } = (await ann.report(['history', 'lucky'])).serving;
    expect(candidate).to.deep.include({ no: 2, audience: { kind: 'percent', percent: 10 } });
  });
});
