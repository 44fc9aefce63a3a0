import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { displayWidth } from '../../../../src/adapters/cli/render/text-layout.ts';
import { Disposer } from '../../../../src/container/disposer.ts';
import { openSqliteLedger } from '../../../../src/container/register-draws.ts';
import { RELEASE_LEAD_MS } from '../../../../src/domain/releases/decide-change.ts';
import { candidate, commitNext, SECRET, sampleRules } from '../../../contracts/sample-commits.ts';
import { sha256 } from '../../../contracts/sample-releases.ts';
import { cleanEnvironment } from '../../../support/clean-environment.ts';
import { englishSentence, lucky, luckyWith, Operator } from '../../../support/operator.ts';
import { publishDrafts } from '../../../support/publish-drafts.ts';
import { tempDir } from '../../../support/temp-dir.ts';
import { until } from '../../../support/until.ts';

describe('the command publish', () => {
  let ann: Operator;
  beforeEach(async () => {
    ann = await Operator.open();
  });

  it('shows what is launched, asks, and publishes the draft as the first release', async () => {
    const text = await ann.write('lucky', lucky);
    const { code, stdout, stderr } = await ann.run(['publish', 'lucky'], 'y');
    expect(code).to.equal(0);
    expect(stdout).to.include('Nothing is served now').and.include('22.50 if all stock goes');
    expect(stderr).to.equal('\nPublish this as release 1 of activity lucky, for everyone? [y/N] ');
    expect(stdout).to.match(
      new RegExp(`lucky is published\n +release +1\n +hash +${sha256(text)}\n +served +to everyone from 20`),
    );
    for (const line of stdout.split('\n')) expect(displayWidth(line), line).to.be.at.most(80);
    expect((await ann.run(['show', 'lucky'])).stdout).to.equal(text);
  });

  it('shows what a second text changes, costs, and what has been won, and publishes it where it is served', async () => {
    await ann.write('lucky', lucky);
    await ann.run(['publish', 'lucky', '--yes']);
    await ann.write('lucky', luckyWith('再摇一摇', 10));
    const { code, stdout } = await ann.run([
      'publish',
      'lucky',
      '--yes',
      '--note',
      '加一个杯子',
      '--as',
      '小王',
    ]);
    expect(code).to.equal(0);
    expect(stdout).to.match(/^What everyone has now \(release 1\) → the new text \([0-9a-f]{12}\)$/m);
    expect(stdout).to.include('~ title  "摇一摇" → "再摇一摇"');
    expect(stdout).to.match(/杯子 +50% +9 → 10 +\? +22\.50 → 25\.00/);
    expect(stdout)
      .to.match(/^ +release +2$/m)
      .and.match(/^ +note +加一个杯子$/m);
    const { changes } = await ann.report(['history', 'lucky']);
    expect(changes[0]).to.include({ action: 'publish', author: '小王', note: '加一个杯子' });
    expect(changes[1]).to.include({ action: 'publish', author: 'ann', note: '' });
    const { at, inForceAt } = changes[0];
    expect(Date.parse(inForceAt) - Date.parse(at), 'ms until it is served').to.equal(RELEASE_LEAD_MS);
    expect(ann.slept, 'it is served when the command ends').to.deep.equal([RELEASE_LEAD_MS, RELEASE_LEAD_MS]);
  });

  it('changes nothing where the answer is not yes, and where there is no terminal to ask on', async () => {
    await ann.write('lucky', lucky);
    for (const answer of ['', 'n', 'yess', 'publish']) {
      const { code, stderr } = await ann.run(['publish', 'lucky'], answer);
      expect([code, stderr.endsWith('cms-market: nothing was changed\n')], answer).to.deep.equal([1, true]);
    }
    const { code, stdout, stderr } = await ann.run(['publish', 'lucky']);
    expect(code).to.equal(2);
    expect(stdout).to.include('Nothing is served now');
    expect(stderr).to.include('--yes');
    const report = await ann.report(['publish', 'lucky']);
    expect(report).to.include({
      code: 2,
      outcome: 'unconfirmed',
      reason: 'no_terminal',
      activityId: 'lucky',
    });
    const declined = await ann.run(['publish', 'lucky', '--json'], 'n');
    expect(JSON.parse(declined.stdout)).to.include({ outcome: 'unconfirmed', reason: 'declined' });
    expect(report.summary.draws.cost).to.equal('22.50');
    expect((await ann.run(['history', 'lucky'])).code).to.equal(1);
    for (const answer of ['是', ' YES ']) {
      await ann.write('lucky', luckyWith(answer));
      expect((await ann.run(['publish', 'lucky', '--lang', 'zh'], answer)).code, answer).to.equal(0);
    }
  });

  it('is refused by the errors that check finds, and makes no record store for them', async () => {
    await ann.write('lucky', { ...lucky, ends_at: 'soon' });
    const { code, stdout, stderr } = await ann.run(['publish', 'lucky', '--yes']);
    expect(code).to.equal(1);
    expect(stdout).to.include('lucky/data.json').and.include('ends_at').and.include('errors: 1, warnings: 0');
    expect(stderr).to.include('has errors');
    const report = await ann.report(['publish', 'lucky', '--yes']);
    expect(report).to.include({ code: 1, outcome: 'refused', reason: 'has_errors' });
    expect(report.findings).to.have.length(1);
    expect(report.findings[0]).to.include({ field: 'ends_at', severity: 'error' });
    const elsewhere = ann.with({ DATA_DIR: join(await tempDir(), 'none') });
    expect((await elsewhere.run(['publish', 'lucky', '--yes'])).code).to.equal(1);
    const held = { by: 'code' };
    const needing = {
      ...lucky,
      rules: { ...lucky.rules, prizes: { cup: { odds: '1%', stock: 1, delivery: held } } },
    };
    await ann.write('lucky', needing);
    const production = ann.with({ NODE_ENV: 'production' });
    expect((await production.run(['publish', 'lucky', '--yes'])).stdout).to.include('there is no data key');
    expect((await ann.run(['publish', 'lucky', '--yes'])).code).to.equal(0);
  });

  it('shows warnings, and publishes all the same', async () => {
    await ann.write('lucky', { ...lucky, page: {} });
    const report = await ann.report(['publish', 'lucky', '--yes']);
    expect(report).to.include({ code: 0, outcome: 'done' });
    expect(report.findings.map(({ code }: { code: string }) => code)).to.deep.equal(['no-login-url']);
  });

  it('needs no passport in production, and no service that has run before', async () => {
    const production = ann.with({ NODE_ENV: 'production' });
    await ann.write('lucky', lucky);
    expect((await production.run(['publish', 'lucky', '--yes'])).code).to.equal(0);
    expect((await production.run(['history', 'lucky'])).code).to.equal(0);
  });

  it('says for programs what it has done', async () => {
    const text = await ann.write('lucky', lucky);
    const { code, ...report } = await ann.report(['publish', 'lucky', '--yes']);
    expect(code).to.equal(0);
    const { at, inForceAt, summary, ...rest } = report;
    expect(new Date(at).toISOString()).to.equal(at);
    expect(inForceAt).to.equal(at);
    expect(summary.title).to.equal('摇一摇');
    expect(rest).to.deep.equal({
      ...{ activityId: 'lucky', outcome: 'done', reason: null, message: null },
      release: { no: 1, hash: sha256(text) },
      ...{ dueAt: null, draft: null, findings: [], diff: null, notes: [] },
      serving: { no: 1, candidate: null, isPaused: false, isRemoved: false, managedBy: 'files' },
    });
  });

  it('has nothing to do where everyone has this text already', async () => {
    await ann.write('lucky', lucky);
    await ann.run(['publish', 'lucky', '--yes']);
    const { code, stdout } = await ann.run(['publish', 'lucky']);
    expect([code, stdout]).to.deep.equal([
      0,
      'everyone has this text already, as release 1: nothing was changed\n',
    ]);
    expect(await ann.report(['publish', 'lucky'])).to.deep.include({ code: 0, outcome: 'unchanged' });
  });

  it('asks, and waits until its time, also where the folder of a removed activity is back', async () => {
    const settings = { DATA_DIR: await tempDir() };
    const bob = await Operator.open({ settings });
    for (const id of ['lucky', 'other']) await bob.write(id, lucky);
    await bob.run(['publish', 'lucky', '--yes']);
    await rm(dirname(bob.path('lucky')), { recursive: true });
    const publisher = await publishDrafts(
      await cleanEnvironment({ ...settings, ACTIVITIES_DIR: bob.folder }),
    );
    try {
      const isRemoved = async () => (await bob.report(['history', 'lucky'])).serving.isRemoved;
      await until(isRemoved, { what: 'the end of the activity' });
    } finally {
      await publisher.close();
    }
    await bob.write('lucky', lucky);
    expect((await bob.run(['publish', 'lucky', '--expect', '1', '--yes'])).code).to.equal(1);
    expect((await bob.run(['publish', 'lucky'])).code).to.equal(2);
    const later = await bob.report(['publish', 'lucky', '--at', '2098-01-01T00:00:00+08:00', '--yes']);
    expect(later.outcome).to.equal('scheduled');
    const list = (await bob.report(['history', 'lucky'])).changes;
    expect(list.map(({ action }: { action: string }) => action)).to.deep.equal(['remove', 'publish']);
    const back = await bob.report(['publish', 'lucky', '--yes']);
    expect([back.outcome, back.release.no]).to.deep.equal(['done', 2]);
  });

  it('publishes only after the release that is expected', async () => {
    await ann.write('lucky', lucky);
    expect((await ann.run(['publish', 'lucky', '--yes', '--expect', '1'])).stderr).to.include(
      'leave out --expect',
    );
    expect((await ann.run(['publish', 'lucky', '--yes', '--expect', '0'])).code).to.equal(0);
    await ann.write('lucky', luckyWith('二'));
    const report = await ann.report(['publish', 'lucky', '--yes', '--expect', '7']);
    expect(report).to.include({ code: 1, outcome: 'refused', reason: 'unexpected' });
    expect(report.message).to.include('everyone has release 1 now');
    expect((await ann.run(['publish', 'lucky', '--yes', '--expect', '1'])).code).to.equal(0);
  });

  it('does not replace a release that nobody was shown', async () => {
    await ann.write('lucky', lucky);
    await ann.run(['publish', 'lucky', '--yes']);
    await ann.write('lucky', luckyWith('二'));
    const file = await ann.file(luckyWith('三'));
    // While ann reads the comparison, bob publishes.
    const { code, stderr } = await ann.run(['publish', 'lucky'], async () => {
      await ann.with({}, 'bob').run(['publish', 'lucky', '--yes', '--file', file]);
      return 'y';
    });
    expect(code).to.equal(1);
    expect(stderr).to.include('everyone has release 2 now, which is not the one that was expected');
    expect((await ann.report(['history', 'lucky'])).changes[0]).to.include({ author: 'bob' });
  });

  it('has nothing left to do where the service has published the same file in between', async () => {
    await ann.write('lucky', lucky);
    const { code, stdout } = await ann.run(['publish', 'lucky'], async () => {
      await ann.with({}, 'files').run(['publish', 'lucky', '--yes']);
      return 'y';
    });
    expect(code).to.equal(0);
    expect(stdout).to.include('everyone has this text already, as release 1');
  });

  it('takes another file, and makes it the draft', async () => {
    await ann.write('lucky', lucky);
    await ann.run(['publish', 'lucky', '--yes']);
    await ann.write('lucky', luckyWith('不要丢'));
    const file = await ann.file(luckyWith('新的'));
    const report = await ann.report(['publish', 'lucky', '--yes', '--file', file]);
    expect(report).to.include({ code: 0, draft: 'written' });
    expect(report.notes).to.have.length(1);
    expect(report.notes[0])
      .to.include(dirname(ann.path('lucky')))
      .and.include('will be replaced');
    expect(JSON.parse(await ann.read('lucky')).title).to.equal('新的');
    const own = await ann.write('lucky', luckyWith('又改'));
    const { stdout } = await ann.run(['publish', 'lucky', '--yes', '--file', ann.path('lucky')]);
    expect(stdout).not.to.include('draft');
    expect(await ann.read('lucky')).to.equal(own);
  });

  it('publishes an activity without a folder, and where the folder cannot be written', async () => {
    const file = await ann.file(lucky);
    expect(await ann.report(['publish', 'lucky', '--yes', '--file', file])).to.include({
      code: 0,
      draft: 'no_folder',
    });
    // Where the text would be written there is a folder, which no file replaces.
    await mkdir(join(ann.path('lucky'), 'x'), { recursive: true });
    const second = await ann.file(luckyWith('二'));
    const { code, stdout, stderr } = await ann.run(['publish', 'lucky', '--yes', '--file', second]);
    expect(code).to.equal(0);
    expect(stdout).to.include('lucky is published');
    expect(stderr).to.include(`${ann.path('lucky')} cannot be written`);
    expect((await stat(ann.path('lucky'))).isDirectory()).to.equal(true);
  });

  it('ends with 2 for wrong usage', async () => {
    await ann.write('lucky', lucky);
    for (const [args, said] of [
      [['publish', 'nowhere'], `there is no file ${ann.path('nowhere')}`],
      [['publish', 'lucky', '--file', '/nowhere/x.json'], 'there is no file /nowhere/x.json'],
      [['publish', 'a b'], 'no activity id'],
      [['publish', 'lucky', '--at', '2020-01-01T00:00:00Z'], 'must be a time to come'],
      [['publish', 'lucky', '--at', 'soon'], 'a time with an offset'],
      [['publish', 'lucky', '--as', '  '], '1 to 64 characters'],
      [['publish', 'lucky', '--as', ' files '], 'stands for the service'],
      [['publish', 'lucky', '--note', 'x'.repeat(501)], 'at most 500 characters'],
    ] as const) {
      const { code, stdout, stderr } = await ann.run([...args, '--yes']);
      expect([code, stdout], args.join(' ')).to.deep.equal([2, '']);
      expect(stderr).to.include(said);
    }
  });

  it('says where less is allowed than was awarded already', async () => {
    const DATA_DIR = await tempDir();
    const eve = ann.with({ DATA_DIR });
    const disposer = new Disposer();
    const ledger = openSqliteLedger({ dataDir: DATA_DIR }, disposer);
    await ledger.seed('lucky', SECRET, 'secret');
    await ledger.announce('lucky', { ...sampleRules(1), text: JSON.stringify(lucky) });
    for (const no of [1, 2, 3]) {
      await commitNext(ledger, 'lucky', { uid: `u${no}`, candidates: [candidate('cup', { cost: 250 })] });
    }
    await disposer.dispose();
    await eve.write('lucky', lucky);
    await eve.run(['publish', 'lucky', '--yes']);
    const { rules } = luckyWith('少', 2) as typeof lucky;
    await eve.write('lucky', { ...lucky, rules: { ...rules, budget: '5.00' } });
    const { stdout } = await eve.run(['publish', 'lucky']);
    const said = stdout.replace(/\s+/g, ' ');
    expect(said).to.include('a stock of 2 is less than the 3 that have been won');
    expect(said).to.include('a budget of 5.00 is less than the 7.50 that the awarded prizes cost');
    expect(stdout).to.match(/^errors: 0, warnings: 2$/m);
    const chinese = (await eve.run(['publish', 'lucky', '--lang', 'zh'])).stdout;
    expect(chinese).to.include('库存 2 少于已中出的 3 件').and.include('预算 5.00 少于已中出奖品的成本 7.50');
  });

  it('keeps the pictures that the text names', async () => {
    await ann.write('lucky', { ...lucky, page: { ...lucky.page, banner: 'media/banner.svg' } });
    await mkdir(join(ann.folder, 'lucky', 'media'));
    await writeFile(
      join(ann.folder, 'lucky', 'media', 'banner.svg'),
      '<svg xmlns="http://www.w3.org/2000/svg"/>',
    );
    await ann.run(['publish', 'lucky', '--yes']);
    const shown = JSON.parse((await ann.run(['show', 'lucky', '--json'])).stdout);
    expect(Object.keys(shown.pictures)).to.deep.equal(['banner.svg']);
  });

  it('speaks Chinese', async () => {
    await ann.write('lucky', lucky);
    await ann.run(['publish', 'lucky', '--yes']);
    await ann.run(['pause', 'lucky']);
    const file = await ann.file(luckyWith('二', 3));
    const { stdout, stderr } = await ann.run(['publish', 'lucky', '--file', file, '--lang', 'zh'], 'y');
    expect(stdout).to.include('活动 lucky 已发布').and.include('活动已暂停');
    expect(stderr).to.include('确认将以上内容作为活动 lucky 的第 2 版，对所有人发布？');
    expect(englishSentence(`${stdout}${stderr}`)).to.equal(undefined);
    for (const line of stdout.split('\n')) expect(displayWidth(line), line).to.be.at.most(80);
  });
});
