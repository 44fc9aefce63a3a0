import { expect } from 'chai';
import { displayWidth } from '../../../../src/adapters/cli/render/text-layout.ts';
import { englishSentence, lucky, luckyWith, Operator } from '../../../support/operator.ts';
import { tempDir } from '../../../support/temp-dir.ts';

describe('the commands history and show', () => {
  let ann: Operator;
  let texts: string[];
  before(async () => {
    ann = await Operator.open();
    texts = [
      await ann.write('lucky', lucky),
      // Bytes are kept as they are: a mark in front, CRLF, and no line feed at the end.
      `\ufeff${JSON.stringify(luckyWith('二'), null, 1).replaceAll('\n', '\r\n')}`,
    ];
    await ann.run(['publish', 'lucky', '--yes', '--note', '第一\u001b[31m版\n换行']);
    await ann.write('lucky', texts[1]);
    await ann.with({}, `很长的名字${'王'.repeat(40)}`).run(['publish', 'lucky', '--yes']);
    await ann.run(['rollout', 'lucky', '--percent', '5', '--file', await ann.file(luckyWith('三')), '--yes']);
    await ann.run(['pause', 'lucky']);
    await ann.run([
      'publish',
      'lucky',
      '--at',
      '2098-01-01T00:00:00+08:00',
      '--file',
      await ann.file(luckyWith('四')),
      '--yes',
    ]);
  });

  for (const language of ['en', 'zh']) {
    it(`lists what was changed, latest first, in 80 columns: ${language}`, async () => {
      const { code, stdout, stderr } = await ann.run(['history', 'lucky', '--lang', language]);
      expect([code, stderr]).to.deep.equal([0, '']);
      const lines = stdout.split('\n');
      for (const line of lines) expect(displayWidth(line), line).to.be.at.most(80);
      const whole = lines.filter((line) => /^2\d{3}-/.test(line));
      const numbers = whole.map((line) => line.split(/ {2,}/)[1]);
      expect(numbers).to.deep.equal(['-', '2', '3', '2', '1']);
      expect(stdout).to.include('Asia/Shanghai').and.include('2098-01-01 00:00:00');
      expect(stdout).not.to.include('\u001b');
      if (language === 'zh') expect(englishSentence(stdout)).to.equal(undefined);
      else expect(stdout).to.include('release 3 is for 5 % of users; all others have release 2; paused');
    });
  }

  it('shows as many as are asked for, and says that there are more', async () => {
    const { stdout, stderr } = await ann.run(['history', 'lucky', '--limit', '2']);
    expect(stdout.match(/^2\d{3}-/gm)).to.have.length(3);
    expect(stderr).to.include('--limit 10');
    for (const limit of ['0', '1001', 'all']) {
      expect((await ann.run(['history', 'lucky', '--limit', limit])).code, limit).to.equal(2);
    }
  });

  it('lists for programs', async () => {
    const { code, ...history } = await ann.report(['history', 'lucky', '--limit', '3']);
    expect(code).to.equal(0);
    const candidate = { no: 3, audience: { kind: 'percent', percent: 5 }, besideNo: 2 };
    const serving = { no: 2, candidate, isPaused: true, isRemoved: false, managedBy: 'files' };
    expect(history).to.deep.include({ activityId: 'lucky', serving, isComplete: false });
    expect(history.changes).to.have.length(3);
    const [pause, rollOut] = history.changes;
    expect(Object.keys(pause)).to.deep.equal([
      'version',
      'at',
      'inForceAt',
      'action',
      'author',
      'note',
      'release',
      'serving',
    ]);
    expect([pause.action, rollOut.action, rollOut.release.no]).to.deep.equal(['pause', 'roll_out', 3]);
    expect(Object.keys(history.scheduled[0])).to.deep.equal([
      'id',
      'dueAt',
      'besideNo',
      'hash',
      'author',
      'note',
    ]);
  });

  it('prints the text of a release byte for byte', async () => {
    expect((await ann.run(['show', 'lucky', '1'])).stdout).to.equal(texts[0]);
    const latest = await ann.run(['show', 'lucky']);
    expect(latest).to.deep.equal({ code: 0, stdout: texts[1], stderr: '' });
  });

  it('prints what is known of a release for programs', async () => {
    const { at, hash, ...release } = JSON.parse((await ann.run(['show', 'lucky', '1', '--json'])).stdout);
    expect(new Date(at).toISOString()).to.equal(at);
    expect(hash).to.match(/^[0-9a-f]{64}$/);
    const note = '第一\u001b[31m版\n换行';
    expect(release).to.deep.equal({
      ...{ activityId: 'lucky', no: 1, author: 'ann', note, approvers: [], pictures: {}, text: texts[0] },
    });
  });

  it('lists what was scheduled and not published among the changes, by time', async () => {
    const eve = ann.with({ DATA_DIR: await tempDir() }, 'eve');
    const schedule = async (title: string) =>
      eve.run([
        'publish',
        'lucky',
        '--at',
        '2098-01-01T00:00:00Z',
        '--file',
        await eve.file(luckyWith(title)),
        '--yes',
      ]);
    await schedule('一');
    await eve.run(['publish', 'lucky', '--cancel']);
    const never = await eve.run(['history', 'lucky']);
    expect(never).to.include({ code: 0, stderr: '' });
    expect(never.stdout)
      .to.include('nothing was published yet')
      .and.match(/eve\s+has\s+cancelled\s+it/);
    await eve.run(['publish', 'lucky', '--yes', '--file', await eve.file(lucky)]);
    await schedule('二');
    await eve.run(['publish', 'lucky', '--cancel', '--as', '小王']);
    await eve.run(['pause', 'lucky']);
    const { stdout } = await eve.run(['history', 'lucky']);
    const actions = stdout
      .split('\n')
      .filter((line) => /^2\d{3}-/.test(line))
      .map((line) => line.split(/ {2,}/)[2]);
    expect(actions).to.deep.equal(['paused', 'cancelled', 'published', 'cancelled']);
    expect(stdout).to.match(
      /小王 .*\n +eve had scheduled it for 2098-01-01 08:00:00 \+08:00; not published: 小王\s+has\s+cancelled\s+it/,
    );
    const two = await eve.report(['history', 'lucky', '--limit', '2']);
    expect([two.changes.length, two.cancelled.length, two.isComplete]).to.deep.equal([1, 1, false]);
    const { changes, cancelled, isComplete } = await eve.report(['history', 'lucky', '--limit', '4']);
    expect([changes.length, isComplete]).to.deep.equal([2, true]);
    const keys = ['id', 'dueAt', 'besideNo', 'hash', 'author', 'note', 'at', 'reason', 'detail'];
    expect(Object.keys(cancelled[0])).to.deep.equal(keys);
    expect(cancelled[0]).to.include({ besideNo: 1, author: 'eve', reason: 'operator', detail: '小王' });
    expect((await eve.run(['history', 'lucky', '--limit', '3'])).stderr).to.include('--limit 15');
  });

  it('names who has approved a release', async () => {
    const amy = ann.with({ DATA_DIR: await tempDir(), REQUIRE_APPROVAL: 'true' }, 'amy');
    const file = await amy.file(luckyWith('批'));
    const { release } = await amy.report(['publish', 'lucky', '--file', file, '--yes']);
    for (const name of ['bob', '小王']) {
      await amy.run(['approve', 'lucky', '--hash', release.hash, '--file', file, '--as', name]);
    }
    expect((await amy.run(['publish', 'lucky', '--file', file, '--yes'])).code).to.equal(0);
    await amy.run(['pause', 'lucky']);
    const { stdout } = await amy.run(['history', 'lucky']);
    expect(stdout.match(/^ {4}approved by (bob, 小王|小王, bob)$/gm)).to.have.length(1);
    expect((await amy.run(['history', 'lucky', '--lang', 'zh'])).stdout).to.match(
      /审批人：(bob、小王|小王、bob)/,
    );
    const { changes } = await amy.report(['history', 'lucky']);
    expect(changes[1].release.approvers).to.have.members(['bob', '小王']);
    expect((await amy.report(['show', 'lucky'])).approvers).to.have.members(['bob', '小王']);
    expect((await ann.report(['history', 'lucky'])).changes[0].release.approvers).to.deep.equal([]);
    expect((await ann.run(['history', 'lucky'])).stdout).not.to.include('approved by');
  });

  it('leaves out for people that the folder has the text that is served, and counts it not', async () => {
    const eve = ann.with({ DATA_DIR: await tempDir() }, 'eve');
    const file = async (title: string) => eve.file(luckyWith(title));
    for (const title of ['一', '二', '三']) {
      await eve.run(['publish', 'lucky', '--yes', '--file', await file(title)]);
    }
    await eve.withReleases(async ({ desk, queries, read }) => {
      for (const no of [2, 1]) {
        const signed = { activityId: 'lucky', author: 'files', note: '' };
        await desk.rollBack({ ...signed, author: 'eve' }, no);
        const content = await queries.release('lucky', no);
        const reading = content && read(content);
        if (!content || !reading?.ok) throw new Error('no such release');
        const submission = {
          activity: reading.activity,
          content,
          pictures: [],
          by: 'files',
          isDraft: true,
        } as const;
        expect(await desk.publish(signed, submission)).to.include({ kind: 'changed' });
      }
    });
    const actionsOf = async (...more: string[]) =>
      (await eve.run(['history', 'lucky', ...more])).stdout
        .split('\n')
        .filter((line) => /^2\d{3}-/.test(line))
        .map((line) => line.split(/ {2,}/)[2]);
    const published = ['published', 'published', 'published'];
    expect(await actionsOf()).to.deep.equal(['rolled back', 'rolled back', ...published]);
    expect(await actionsOf('--lang', 'zh')).to.have.length(5);
    expect(await actionsOf('--limit', '2')).to.deep.equal(['rolled back', 'rolled back']);
    expect((await eve.run(['history', 'lucky', '--limit', '5'])).stderr).to.equal('');
    expect((await eve.run(['history', 'lucky', '--limit', '4'])).stderr).to.include('--limit 20');
    const { changes } = await eve.report(['history', 'lucky']);
    expect(changes.map(({ action }: { action: string }) => action)).to.deep.equal([
      ...['draft', 'roll_back', 'draft', 'roll_back'],
      ...['publish', 'publish', 'publish'],
    ]);
  });

  it('says what is not there', async () => {
    const none = await ann.run(['show', 'lucky', '9']);
    expect([none.code, none.stdout]).to.deep.equal([1, '']);
    expect(none.stderr).to.include('no such release');
    await ann.write('fresh', lucky);
    for (const name of ['history', 'show']) {
      expect((await ann.run([name, 'fresh'])).code).to.equal(1);
      const unknown = await ann.run([name, 'nowhere']);
      expect([unknown.code, unknown.stdout]).to.deep.equal([2, '']);
      expect(unknown.stderr).to.include('there is no activity "nowhere"');
      const other = ann.with({ DATA_DIR: `${ann.folder}/none` });
      expect((await other.run([name, 'nowhere'])).code, 'without a record store').to.equal(2);
    }
    expect((await ann.run(['show', 'lucky', '-1'])).code).to.equal(2);
  });
});
