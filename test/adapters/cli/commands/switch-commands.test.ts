import { expect } from 'chai';
import { englishSentence, lucky, luckyWith, Operator } from '../../../support/operator.ts';

describe('the commands pause and resume', () => {
  let ann: Operator;
  beforeEach(async () => {
    ann = await Operator.open();
    await ann.write('lucky', lucky);
    await ann.run(['publish', 'lucky', '--yes']);
  });

  it('stop an activity and let it go on, without asking, and say within which time', async () => {
    const paused = await ann.run(['pause', 'lucky', '--note', '奖品发错', '--as', '小王']);
    expect(paused).to.deep.equal({
      code: 0,
      stdout:
        'activity lucky is paused: within 1 s no process serves it or draws any more\n' +
        'to go on: cms-market resume lucky\n',
      stderr: '',
    });
    const { serving, changes } = await ann.report(['history', 'lucky']);
    expect(serving).to.include({ no: 1, isPaused: true });
    expect(changes[0]).to.include({ action: 'pause', note: '奖品发错', author: '小王' });
    expect((await ann.run(['history', 'lucky'])).stdout).to.include('now: everyone has release 1; paused\n');
    const resumed = await ann.run(['resume', 'lucky']);
    expect([resumed.code, resumed.stderr]).to.deep.equal([0, '']);
    expect(resumed.stdout).to.include('goes on with release 1');
    expect((await ann.report(['history', 'lucky'])).serving.isPaused).to.equal(false);
  });

  it('have nothing to do where it is so already', async () => {
    expect(await ann.report(['resume', 'lucky'])).to.include({ code: 0, outcome: 'unchanged' });
    await ann.run(['pause', 'lucky']);
    const { code, stdout } = await ann.run(['pause', 'lucky']);
    expect([code, stdout]).to.deep.equal([
      0,
      'activity lucky is paused already; to go on: cms-market resume lucky\n',
    ]);
    const { changes } = await ann.report(['history', 'lucky']);
    expect(changes).to.have.length(2);
  });

  it('say for programs what they have done', async () => {
    const { at, inForceAt, message, ...report } = await ann.report(['pause', 'lucky']);
    expect([at, message.includes('within 1 s')]).to.deep.equal([inForceAt, true]);
    expect(report).to.deep.include({ code: 0, outcome: 'done', reason: null });
    expect(report.serving).to.include({ no: 1, isPaused: true });
  });

  it('need no approval, and no valid draft', async () => {
    await ann.write('lucky', '{');
    const strict = ann.with({ REQUIRE_APPROVAL: 'true', NODE_ENV: 'production' });
    expect((await strict.run(['pause', 'lucky'])).code).to.equal(0);
    expect((await strict.run(['resume', 'lucky'])).code).to.equal(0);
  });

  it('are refused for what was never published, and do not know an activity that is nowhere', async () => {
    await ann.write('fresh', luckyWith('新'));
    for (const name of ['pause', 'resume']) {
      const refused = await ann.report([name, 'fresh']);
      expect(refused).to.include({ code: 1, outcome: 'refused', reason: 'no_release' });
      expect(refused.message).to.include('cms-market publish fresh');
      const unknown = await ann.run([name, 'nowhere']);
      expect([unknown.code, unknown.stdout]).to.deep.equal([2, '']);
      expect(unknown.stderr).to.include('there is no activity "nowhere"');
      expect((await ann.run([name, 'a\u001b[31mb'])).stderr).not.to.include('\u001b');
    }
  });

  it('speak Chinese', async () => {
    for (const args of [['pause'], ['pause'], ['resume'], ['resume']]) {
      const { stdout, stderr } = await ann.run([...args, 'lucky', '--lang', 'zh']);
      expect(stdout).to.match(/\p{Script=Han}/u);
      expect(englishSentence(`${stdout}${stderr}`)).to.equal(undefined);
    }
    const { stderr } = await ann.run(['pause', 'nowhere', '--lang', 'zh']);
    expect(stderr).to.include('没有活动“nowhere”');
  });
});
