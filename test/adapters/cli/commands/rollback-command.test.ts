import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { expect } from 'chai';
import { contentOf } from '../../../../src/application/releases/release-content.ts';
import { activityOf } from '../../../support/activity-of.ts';
import { cleanEnvironment } from '../../../support/clean-environment.ts';
import { englishSentence, luckyWith, Operator } from '../../../support/operator.ts';
import { publishDrafts } from '../../../support/publish-drafts.ts';
import { tempDir } from '../../../support/temp-dir.ts';
import { until } from '../../../support/until.ts';

describe('the command rollback', () => {
  let ann: Operator;
  let first: string;
  let second: string;
  beforeEach(async () => {
    ann = await Operator.open();
    first = await ann.write('lucky', luckyWith('一', 9));
    await ann.run(['publish', 'lucky', '--yes']);
    second = await ann.write('lucky', luckyWith('二', 5));
    await ann.run(['publish', 'lucky', '--yes']);
  });

  it('shows what it changes and costs, asks, and brings back the text before, and the draft', async () => {
    const { code, stdout, stderr } = await ann.run(['rollback', 'lucky', '--note', '库存错了'], 'y');
    expect(code).to.equal(0);
    expect(stderr).to.match(/\nGo back to the text of release 1 of activity lucky\? \[y\/N\] $/);
    expect(stdout).to.include('What everyone has now (release 2) → the text of release 1');
    expect(stdout).to.match(/杯子 +50% +5 → 9 +\? +12\.50 → 22\.50/);
    expect(stdout).to.match(/lucky has the text of release 1 again\n +release +3\n/);
    expect(stdout).to.include(`${ann.path('lucky')} now holds this text`);
    expect((await ann.run(['show', 'lucky'])).stdout).to.equal(first);
    expect(await ann.read('lucky')).to.equal(first);
    const { changes } = await ann.report(['history', 'lucky']);
    expect(changes[0]).to.include({ action: 'roll_back', note: '库存错了' });
    expect((await ann.run(['history', 'lucky'])).stdout).to.include('    the text of release 1\n');
  });

  it('takes the number of a release', async () => {
    await ann.write('lucky', luckyWith('三'));
    await ann.run(['publish', 'lucky', '--yes']);
    const report = await ann.report(['rollback', 'lucky', '1', '--yes']);
    expect(report).to.include({ code: 0, outcome: 'done', draft: 'written' });
    expect(report.release.no).to.equal(4);
    expect(report.diff.before.title).to.equal('三');
    expect(report.serving).to.include({ no: 4, candidate: null });
    expect(await ann.read('lucky')).to.equal(first);
  });

  it('says that edits of the draft are lost', async () => {
    await ann.write('lucky', '{ half');
    const { stdout } = await ann.run(['rollback', 'lucky', '--yes']);
    expect(stdout.replace(/\s+/g, ' ')).to.include('lucky holds a text or pictures that were not published');
    expect(await ann.read('lucky')).to.equal(first);
  });

  it('is refused where another release was published while it asked', async () => {
    const file = await ann.file(luckyWith('三'));
    const answer = async () => {
      await ann.run(['publish', 'lucky', '--yes', '--file', file]);
      return 'y';
    };
    const { code, stderr } = await ann.run(['rollback', 'lucky'], answer);
    expect(code).to.equal(1);
    expect(stderr).to.include('everyone has release 3 now').and.include('cms-market history lucky');
    const { serving } = await ann.report(['history', 'lucky']);
    expect(serving.no).to.equal(3);
  });

  it('needs no approval', async () => {
    const strict = ann.with({ REQUIRE_APPROVAL: 'true' });
    expect((await strict.run(['rollback', 'lucky', '--yes'])).code).to.equal(0);
  });

  it('ends a rollout that is under way, and publishes nothing for that', async () => {
    const file = await ann.file(luckyWith('三'));
    await ann.run(['rollout', 'lucky', '--percent', '10', '--file', file, '--yes']);
    const { code, stdout, stderr } = await ann.run(['rollback', 'lucky'], 'y');
    expect(code).to.equal(0);
    expect(stdout).to.include('What some users have (release 3) → what everyone has (release 2)');
    expect(stdout).to.include('~ title  "三" → "二"').and.include('release 3 is for 10 % of users now');
    expect(stderr).to.include('End the rollout of release 3 of activity lucky?');
    const { serving, changes } = await ann.report(['history', 'lucky']);
    expect(serving).to.include({ no: 2, candidate: null });
    expect(changes[0].action).to.equal('abort');
    expect(await ann.read('lucky')).to.equal(second);
  });

  it('with a number ends a rollout too, and says so', async () => {
    const file = await ann.file(luckyWith('三'));
    await ann.run(['rollout', 'lucky', '--percent', '10', '--file', file, '--yes']);
    const report = await ann.report(['rollback', 'lucky', '1', '--yes']);
    expect(report.notes).to.deep.equal([
      'the rollout ends: release 3 is for 10 % of users now, and nobody will have it any more',
    ]);
    expect(report.serving).to.include({ no: 4, candidate: null });
  });

  it('has nothing to do where everyone has that text already', async () => {
    const { code, stdout } = await ann.run(['rollback', 'lucky', '2']);
    expect([code, stdout]).to.deep.equal([
      0,
      'everyone has this text already, as release 2: nothing was changed\n',
    ]);
  });

  it('says why it is refused, and what to do', async () => {
    const third = await ann.report(['rollback', 'lucky', '9', '--yes']);
    expect(third).to.include({ code: 1, outcome: 'refused', reason: 'no_such_release' });
    expect(third.message).to.include('cms-market history lucky');
    await ann.write('fresh', luckyWith('新'));
    const unpublished = await ann.report(['rollback', 'fresh', '--yes']);
    expect(unpublished).to.include({ code: 1, reason: 'no_release' });
    await ann.run(['publish', 'fresh', '--yes']);
    const only = await ann.run(['rollback', 'fresh', '--yes']);
    expect([only.code, only.stdout]).to.deep.equal([1, '']);
    expect(only.stderr).to.include('has only had one release').and.include('cms-market pause fresh');
  });

  it('compares with no release that this program cannot read, and does not go back to one', async () => {
    const text = '{"dispatch": "of a later program"}';
    await ann.withReleases(({ desk }) => {
      const submission = {
        activity: activityOf(luckyWith('三')),
        content: contentOf(text, {}),
        pictures: [],
      };
      const signed = { activityId: 'lucky', author: 'eve', note: '' };
      return desk.publish(signed, { ...submission, by: 'files', isDraft: false });
    });
    const report = await ann.report(['rollback', 'lucky', '--yes']);
    expect(report).to.include({ code: 0, diff: null });
    expect(report.notes[0]).to.include('cannot read release 3');
    expect(report.summary.title).to.equal('二');
    const back = await ann.report(['rollback', 'lucky', '3', '--yes']);
    expect(back).to.include({ code: 1, reason: 'unreadable_release' });
    expect((await ann.run(['show', 'lucky', '3'])).stdout).to.equal(text);
    expect((await ann.run(['history', 'lucky'])).code).to.equal(0);
  });

  it('says that the folder is missing where that ended the activity, also after one release alone', async () => {
    const settings = { DATA_DIR: await tempDir() };
    const bob = await Operator.open({ settings });
    await bob.write('once', luckyWith('一'));
    await bob.write('other', luckyWith('一'));
    await bob.run(['publish', 'once', '--yes']);
    await rm(dirname(bob.path('once')), { recursive: true });
    const env = await cleanEnvironment({ ...settings, ACTIVITIES_DIR: bob.folder });
    const publisher = await publishDrafts(env);
    try {
      const isRemoved = async () => (await bob.report(['history', 'once'])).serving.isRemoved;
      await until(isRemoved, { what: 'the end of the activity' });
      expect(await bob.report(['rollback', 'once', '--yes'])).to.include({ code: 1, reason: 'removed' });
    } finally {
      await publisher.close();
    }
  });

  it('ends with 2 for an activity that is not known, and for what is no number', async () => {
    for (const [args, said] of [
      [['nowhere'], 'there is no activity "nowhere"'],
      [['a b'], 'no activity id'],
      [['lucky', '0'], 'no number of a release'],
      [['lucky', 'x\u001b[31m'], 'no number of a release'],
    ] as const) {
      const { code, stdout, stderr } = await ann.run(['rollback', ...args, '--yes']);
      expect([code, stdout], args.join(' ')).to.deep.equal([2, '']);
      expect(stderr).to.include(said).and.not.include('\u001b');
    }
    const { code, stderr } = await ann.run(['rollback', 'lucky']);
    expect(code).to.equal(2);
    expect(stderr).to.include('--yes');
    expect((await ann.report(['history', 'lucky'])).serving.no).to.equal(2);
  });

  it('speaks Chinese', async () => {
    const { stdout, stderr } = await ann.run(['rollback', 'lucky', '--lang', 'zh'], '是');
    expect(stdout).to.include('线上第 2 版 → 第 1 版的内容').and.include('活动 lucky 已回滚到第 1 版的内容');
    expect(englishSentence(`${stdout}${stderr}`)).to.equal(undefined);
    for (const args of [['9'], ['x'], ['1']]) {
      const said = await ann.run(['rollback', 'lucky', ...args, '--lang', 'zh']);
      expect(`${said.stdout}${said.stderr}`).to.match(/\p{Script=Han}/u);
      expect(englishSentence(`${said.stdout}${said.stderr}`)).to.equal(undefined);
    }
  });
});
