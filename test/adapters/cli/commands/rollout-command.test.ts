import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { displayWidth } from '../../../../src/adapters/cli/render/text-layout.ts';
import { englishSentence, lucky, luckyWith, Operator } from '../../../support/operator.ts';
import { tempDir } from '../../../support/temp-dir.ts';

describe('the command rollout', () => {
  let ann: Operator;
  let stable: string;
  beforeEach(async () => {
    ann = await Operator.open();
    stable = await ann.write('lucky', lucky);
    await ann.run(['publish', 'lucky', '--yes']);
  });
  const rollout = (...args: string[]) => ann.report(['rollout', 'lucky', '--yes', ...args]);
  const usersFile = async (text: string | Buffer) => {
    const path = join(await tempDir(), 'users.txt');
    await writeFile(path, text);
    return path;
  };

  it('shows what some users get, asks, and gives the edited draft to a share of them', async () => {
    const text = await ann.write('lucky', luckyWith('新', 5));
    const { code, stdout, stderr } = await ann.run(['rollout', 'lucky', '--percent', '12.5'], 'y');
    expect(code).to.equal(0);
    expect(stdout).to.match(/^What everyone has \(release 1\) → the candidate \([0-9a-f]{12}\)$/m);
    expect(stdout).to.match(/杯子 +50% +9 → 5 +\? +22\.50 → 12\.50/);
    expect(stdout).to.match(/ +release +2\n[\s\S]* +served +to 12\.5 % of users from 20/);
    expect(stderr).to.include('Give release 2 of activity lucky to 12.5 % of users? [y/N]');
    for (const line of stdout.split('\n')) expect(displayWidth(line), line).to.be.at.most(80);
    const { serving } = await ann.report(['history', 'lucky']);
    expect(serving).to.deep.include({
      no: 1,
      candidate: { no: 2, audience: { kind: 'percent', percent: 12.5 }, besideNo: 1 },
    });
    expect((await ann.run(['show', 'lucky', '2'])).stdout).to.equal(text);
    expect((await ann.run(['show', 'lucky'])).stdout).to.equal(stable);
  });

  it('gives the candidate that is there to others, where the draft is what everyone has', async () => {
    const file = await ann.file(luckyWith('新'));
    await rollout('--percent', '1', '--file', file);
    const wider = await rollout('--zones', '1000, 1001,1000');
    expect(wider).to.include({ code: 0, outcome: 'done' });
    expect(wider.serving.candidate).to.deep.include({
      no: 2,
      audience: { kind: 'zones', zones: ['1000', '1001'] },
    });
    expect(wider.notes).to.deep.equal(['who has the candidate: 1 % of users → users in zones 1000, 1001']);
    // The same text again is the same candidate.
    const users = await rollout('--users', await usersFile('\ufeffu1\r\n\n 用户2 \nu1\n'), '--file', file);
    expect(users.serving.candidate).to.deep.include({
      no: 2,
      audience: { kind: 'users', uids: ['u1', '用户2'] },
    });
    expect(await ann.read('lucky')).to.equal(stable);
    const list = (await ann.run(['history', 'lucky'])).stdout;
    expect(list).to.include('now: release 2 is for 2 users; all others have release 1');
    expect(list).to.include('    to users in zones 1000, 1001; all others have release 1');
  });

  it('puts another text in the place of the candidate, and says so', async () => {
    await rollout('--percent', '10', '--file', await ann.file(luckyWith('新')));
    const other = await rollout('--percent', '20', '--file', await ann.file(luckyWith('更新')));
    expect(other.release.no).to.equal(3);
    expect(other.notes.join())
      .to.include('release 2 is for 10 % of users now')
      .and.include('takes its place');
  });

  it('promotes the candidate to everyone, and makes it the draft', async () => {
    const candidate = luckyWith('新');
    await rollout('--percent', '10', '--file', await ann.file(candidate));
    const { code, stdout, stderr } = await ann.run(['rollout', 'lucky', '--promote'], 'yes');
    expect(code).to.equal(0);
    expect(stderr).to.include('Give release 2 of activity lucky to everyone? [y/N]');
    expect(stdout).to.include('~ title  "摇一摇" → "新"').and.include('the same for everyone again');
    expect(JSON.parse(await ann.read('lucky'))).to.deep.equal(candidate);
    expect((await ann.report(['history', 'lucky'])).serving).to.include({ no: 2, candidate: null });
  });

  it('aborts the rollout, and leaves the draft', async () => {
    const text = await ann.write('lucky', luckyWith('新'));
    await rollout('--percent', '10');
    const { code, stdout } = await ann.run(['rollout', 'lucky', '--abort'], 'y');
    expect(code).to.equal(0);
    expect(stdout).to.include('the rollout of activity lucky has ended');
    expect(await ann.read('lucky')).to.equal(text);
    expect((await ann.report(['history', 'lucky'])).serving).to.include({ no: 1, candidate: null });
  });

  it('says why it is refused, and what to do', async () => {
    const reasonOf = async (...args: string[]) => {
      const { code, outcome, reason, message } = await rollout(...args);
      expect([code, outcome]).to.deep.equal([1, 'refused']);
      return [reason, message];
    };
    expect(await reasonOf('--promote')).to.deep.equal([
      'no_rollout',
      'no rollout of activity lucky is under way; "cms-market rollout lucky --percent 10" begins one',
    ]);
    expect((await reasonOf('--abort'))[0]).to.equal('no_rollout');
    const [none, why] = await reasonOf('--percent', '10');
    expect(none).to.equal('no_rollout');
    expect(why).to.include(ann.path('lucky')).and.include('--file').and.include('PUBLISH=auto');
    expect((await reasonOf('--percent', '5', '--file', await ann.file(stable)))[0]).to.equal('nothing_new');
    const sku = await ann.file({ dispatch: 'sku', is_login_user: true });
    expect((await reasonOf('--percent', '5', '--file', sku))[0]).to.equal('other_kind');
    const open = await ann.file({ ...lucky, is_login_user: false });
    expect((await reasonOf('--percent', '5', '--file', open))[0]).to.equal('needs_login');
    const broken = await ann.file('{');
    expect((await reasonOf('--percent', '5', '--file', broken))[0]).to.equal('has_errors');
    await rollout('--percent', '5', '--file', await ann.file(luckyWith('新')));
    await ann.run(['publish', 'lucky', '--yes', '--file', await ann.file(luckyWith('三'))]);
    const [other, undone] = await reasonOf('--promote');
    expect(other).to.equal('other_release');
    expect(undone).to.include('release 3 was published after').and.include('--abort');
  });

  it('is refused until another person has approved the text, where that is required', async () => {
    const strict = ann.with({ REQUIRE_APPROVAL: 'true' });
    const file = await ann.file(luckyWith('新'));
    const args = ['rollout', 'lucky', '--yes', '--percent', '5', '--file', file];
    const refused = await strict.report(args);
    expect(refused).to.include({ code: 1, reason: 'not_approved' });
    expect(refused.message).to.include(
      `cms-market approve lucky --hash ${refused.release.hash} --file ${file}`,
    );
    const bob = strict.with({}, 'bob');
    await bob.run(['approve', 'lucky', '--hash', refused.release.hash, '--file', file]);
    expect((await strict.run(args)).code).to.equal(0);
    // What is there is approved already.
    for (const more of [['--percent', '50'], ['--promote']]) {
      expect((await strict.run(['rollout', 'lucky', '--yes', ...more])).code, more[0]).to.equal(0);
    }
  });

  it('says what is wrong with a file of users', async () => {
    const bad = await usersFile(`u1\n${'x'.repeat(129)}\nu\u0007\n`);
    const { code, stdout, stderr } = await ann.run(['rollout', 'lucky', '--yes', '--users', bad]);
    expect([code, stdout]).to.deep.equal([1, '']);
    expect(stderr)
      .to.match(/line 2: a uid must have/)
      .and.match(/line 3: /);
    expect(stderr).to.include('nothing was changed').and.not.include('\u0007');
    const many = await usersFile(Array.from({ length: 10_001 }, (_, no) => `u${no}`).join('\n'));
    for (const [file, said] of [
      [many, 'more than 10000 users'],
      [await usersFile('\n\n'), 'names no user'],
      [await usersFile(Buffer.from([0xff, 0xfe])), 'is not UTF-8'],
    ] as const) {
      const run = await ann.run(['rollout', 'lucky', '--yes', '--users', file]);
      expect([run.code, run.stderr.includes(said)], said).to.deep.equal([1, true]);
    }
  });

  it('warns of zones that the activity does not admit', async () => {
    await ann.write('lucky', { ...lucky, is_check_zone: true, zones: ['1000'] });
    const report = await rollout('--zones', '1000,2000');
    expect(report.notes).to.deep.equal(['the activity does not admit these zones: 2000']);
  });

  it('ends with 2 for wrong usage', async () => {
    for (const args of [
      [],
      ['--percent', '5', '--abort'],
      ['--promote', '--abort'],
      ['--promote', '--file', 'x.json'],
      ...['0', '0.001', '100.1', '-1', 'ten', '1e1', ''].map((percent) => ['--percent', percent]),
      ['--zones', '1000,,2000'],
      ['--users', '/nowhere/users.txt'],
      ['--percent', '5', '--file', '/nowhere/x.json'],
    ]) {
      const { code, stdout } = await ann.run(['rollout', 'lucky', '--yes', ...args]);
      expect([code, stdout], args.join(' ')).to.deep.equal([2, '']);
    }
    expect((await ann.run(['rollout', 'nowhere', '--percent', '5', '--yes'])).code).to.equal(2);
    const full = await rollout('--percent', '100%', '--file', await ann.file(luckyWith('新')));
    expect(full.serving.candidate.audience).to.deep.equal({ kind: 'percent', percent: 100 });
  });

  it('speaks Chinese', async () => {
    await ann.write('lucky', luckyWith('新'));
    for (const [args, said] of [
      [['--percent', '10'], '灰度发布？范围：10% 的用户'],
      [['--zones', '1000,1001'], '灰度范围：10% 的用户 → 区域 1000、1001 的用户'],
      [['--abort'], '活动 lucky 的灰度已终止'],
      [['--promote'], '没有正在进行的灰度'],
      [[], '请给出'],
    ] as const) {
      const { stdout, stderr } = await ann.run(['rollout', 'lucky', ...args, '--lang', 'zh'], 'y');
      expect(`${stdout}${stderr}`).to.include(said);
      expect(englishSentence(`${stdout}${stderr}`), args.join(' ')).to.equal(undefined);
    }
  });
});
