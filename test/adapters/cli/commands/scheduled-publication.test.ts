import { join } from 'node:path';
import { expect } from 'chai';
import { contentOf } from '../../../../src/application/releases/release-content.ts';
import { sha256 } from '../../../contracts/sample-releases.ts';
import { activityOf } from '../../../support/activity-of.ts';
import { englishSentence, lucky, luckyWith, Operator } from '../../../support/operator.ts';
import { tempDir } from '../../../support/temp-dir.ts';

describe('the command publish, with --at', () => {
  let ann: Operator;
  beforeEach(async () => {
    ann = await Operator.open();
  });
  const later = '2098-01-01T00:00:00+08:00';

  it('schedules, and history shows it on top, also as the first release', async () => {
    const text = await ann.write('lucky', lucky);
    const { code, stdout } = await ann.run(['publish', 'lucky', '--at', later, '--note', '除夕', '--yes']);
    expect(code).to.equal(0);
    expect(stdout).to.include('to everyone from 2098-01-01 00:00:00 +08:00 on');
    const list = await ann.run(['history', 'lucky', '--lang', 'zh']);
    expect(list.stdout)
      .to.include('尚未发布过')
      .and.match(/2098-01-01 00:00:00 +- +定时发布 +ann/);
    const { scheduled, serving, changes } = await ann.report(['history', 'lucky']);
    expect([serving, changes]).to.deep.equal([null, []]);
    expect(scheduled[0]).to.include({
      ...{ dueAt: new Date(later).toISOString(), besideNo: 0, hash: sha256(text) },
      ...{ author: 'ann', note: '除夕' },
    });
    await ann.write('lucky', luckyWith('二'));
    const again = await ann.report(['publish', 'lucky', '--at', later, '--yes']);
    expect(again).to.include({ outcome: 'scheduled', dueAt: new Date(later).toISOString() });
    expect(again.notes.join()).to.include('another text is scheduled for 2098-01-01');
    await ann.run(['publish', 'lucky', '--yes']);
    expect((await ann.run(['history', 'lucky'])).stdout)
      .to.include('will be cancelled')
      .and.include('everyone has this text already');
    const alive = await ann.run(['publish', 'lucky', '--at', later, '--yes']);
    expect([alive.code, alive.stdout.startsWith('nothing was scheduled: ')]).to.deep.equal([0, true]);
    expect((await ann.run(['pause', 'lucky'])).code).to.equal(0);
  });

  it('schedules nothing beside a release that nobody was shown', async () => {
    await ann.write('lucky', lucky);
    await ann.run(['publish', 'lucky', '--yes']);
    await ann.write('lucky', luckyWith('二'));
    const file = await ann.file(luckyWith('三'));
    const { code, stderr } = await ann.run(['publish', 'lucky', '--at', later], async () => {
      await ann.with({}, 'bob').run(['publish', 'lucky', '--yes', '--file', file]);
      return 'y';
    });
    expect(code).to.equal(1);
    expect(stderr).to.include('everyone has release 2 now, which is not the one that was expected');
    expect((await ann.report(['history', 'lucky'])).scheduled).to.deep.equal([]);
  });

  it('checks the text as of that time', async () => {
    await ann.write('lucky', { ...lucky, ends_at: '2097-01-01T00:00:00+08:00' });
    const codes = async (...args: string[]) =>
      (await ann.report(['publish', 'lucky', ...args])).findings.map(({ code }: { code: string }) => code);
    expect(await codes()).to.deep.equal([]);
    expect(await codes('--at', later)).to.deep.equal(['window-over']);
  });
});

describe('the command publish, with --cancel', () => {
  let ann: Operator;
  beforeEach(async () => {
    ann = await Operator.open();
  });
  const schedule = (at: string, title: string, by = 'ann') =>
    ann
      .file(luckyWith(title))
      .then((file) => ann.run(['publish', 'lucky', '--at', at, '--file', file, '--yes', '--as', by]));

  it('cancels all that is scheduled of this activity, and says which', async () => {
    await schedule('2098-01-01T00:00:00+08:00', '一');
    await schedule('2097-01-01T00:00:00+08:00', '二', 'bob');
    await ann.write('other', lucky);
    await ann.run(['publish', 'other', '--at', '2098-01-01T00:00:00+08:00', '--yes']);
    const { code, stdout, stderr } = await ann.run(['publish', 'lucky', '--cancel', '--as', 'cid']);
    expect([code, stderr]).to.deep.equal([0, '']);
    expect(stdout.replaceAll(/[0-9a-f]{12}/g, 'HASH')).to.equal(
      'cancelled: the text HASH of bob will not be published at 2097-01-01 00:00:00 +08:00\n' +
        'cancelled: the text HASH of ann will not be published at 2098-01-01 00:00:00 +08:00\n',
    );
    const { scheduled, cancelled, changes, serving } = await ann.report(['history', 'lucky']);
    expect([scheduled, changes, serving]).to.deep.equal([[], [], null]);
    expect(cancelled).to.have.length(2);
    for (const each of cancelled) expect(each).to.include({ reason: 'operator', detail: 'cid' });
    expect((await ann.report(['history', 'other'])).scheduled).to.have.length(1);
  });

  it('says for programs what it has cancelled, and is done where there is nothing', async () => {
    await schedule('2098-01-01T00:00:00+08:00', '一');
    const [planned] = (await ann.report(['history', 'lucky'])).scheduled;
    const report = await ann.report(['publish', 'lucky', '--cancel']);
    expect(report).to.deep.include({ code: 0, outcome: 'cancelled', cancelled: [planned] });
    const again = await ann.report(['publish', 'lucky', '--cancel']);
    expect(again).to.deep.include({ code: 0, outcome: 'unchanged', cancelled: [] });
    expect(again.message).to.equal('nothing is scheduled of activity lucky: nothing was changed');
  });

  it('says where it is too late', async () => {
    const content = contentOf(await ann.write('lucky', lucky), {});
    // Due now, which `--at` would refuse as over.
    await ann.withReleases(({ schedule }) =>
      schedule.add(
        { activityId: 'lucky', author: 'ann', note: '' },
        { activity: activityOf(lucky, 'lucky'), content, pictures: [], by: 'files', isDraft: true },
        { dueAt: Date.now(), besideNo: 0 },
      ),
    );
    await ann.run(['publish', 'lucky', '--yes']);
    const { code, stdout, stderr } = await ann.run(['publish', 'lucky', '--cancel']);
    expect([code, stdout]).to.deep.equal([1, '']);
    expect(stderr).to.match(/^cms-market: the text [0-9a-f]{12} of ann, due at .* is not cancelled: /);
    const report = await ann.report(['publish', 'lucky', '--cancel']);
    expect(report).to.deep.include({ code: 1, outcome: 'refused', reason: 'too_late', cancelled: [] });
    expect((await ann.run(['publish', 'lucky', '--cancel', '--lang', 'zh'])).stderr).to.include('未能取消');
  });

  it('is done for an activity that was never published, and ends with 2 for one that is not known', async () => {
    const none = { code: 0, stderr: '' };
    await ann.write('fresh', lucky);
    for (const who of [ann, ann.with({ DATA_DIR: join(await tempDir(), 'none') })]) {
      expect(await who.run(['publish', 'fresh', '--cancel'])).to.include(none);
      const unknown = await who.run(['publish', 'nowhere', '--cancel']);
      expect([unknown.code, unknown.stdout]).to.deep.equal([2, '']);
      expect(unknown.stderr).to.include('there is no activity "nowhere"');
    }
    for (const more of [
      ['--note', 'x'],
      ['--expect', '1'],
      ['--file', 'x'],
      ['--at', '2098-01-01T00:00:00Z'],
    ]) {
      const { code, stderr } = await ann.run(['publish', 'fresh', '--cancel', ...more]);
      expect(code, more.join(' ')).to.equal(2);
      expect(stderr).to.include('--as and --json alone');
    }
  });

  it('speaks Chinese', async () => {
    await schedule('2098-01-01T00:00:00+08:00', '一');
    for (const said of [/^已取消：ann 的内容 [0-9a-f]{12} /, /没有定时发布/]) {
      const { stdout } = await ann.run(['publish', 'lucky', '--cancel', '--lang', 'zh']);
      expect(stdout).to.match(said);
      expect(englishSentence(stdout)).to.equal(undefined);
    }
  });
});
