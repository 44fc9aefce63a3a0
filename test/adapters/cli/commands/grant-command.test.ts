import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import sinon from 'sinon';
import { grantCommand } from '../../../../src/adapters/cli/commands/grant-command.ts';
import { MemoryConfigRepository } from '../../../../src/adapters/memory/memory-config-repository.ts';
import { MemoryDrawLedger } from '../../../../src/adapters/memory/memory-draw-ledger.ts';
import { cryptoEntropy } from '../../../../src/adapters/system/crypto-entropy.ts';
import { Accounts } from '../../../../src/application/draws/accounts.ts';
import { Grants } from '../../../../src/application/draws/grants.ts';
import { Seeds } from '../../../../src/application/draws/seeds.ts';
import { kindReadings, kinds } from '../../../../src/application/kinds/kinds.ts';
import { DependencyError } from '../../../../src/domain/shared/dependency-error.ts';
import { runWith } from '../../../support/command-run.ts';
import { tempDir } from '../../../support/temp-dir.ts';

const NOW = Date.parse('2026-11-11T10:00:00+08:00');
const ENDS = '2026-11-01T00:00:00+08:00';

describe('the command grant', () => {
  let ledger: MemoryDrawLedger;
  let path: string;
  const configs = new MemoryConfigRepository(
    {
      lucky: { dispatch: 'shake', is_login_user: true },
      over: { dispatch: 'shake', is_login_user: true, ends_at: ENDS },
      goods: { dispatch: 'sku' },
    },
    kindReadings,
  );

  before(async () => {
    path = join(await tempDir(), 'grants.csv');
  });
  beforeEach(() => {
    ledger = new MemoryDrawLedger();
  });
  afterEach(() => sinon.restore());

  function grant(
    args: readonly string[],
    options: Parameters<typeof grantCommand.run>[3],
    language: 'en' | 'zh' = 'en',
  ) {
    const clock = { now: () => NOW };
    const pause = async () => {};
    const parts = {
      kinds,
      clock,
      activitiesFolder: '/activities',
      activities: async () => ({ configs, media: null as never }),
      grants: async () => {
        const seeds = new Seeds(ledger, cryptoEntropy);
        return new Grants({ ledger, accounts: new Accounts(ledger), seeds, clock, restShare: 0, pause });
      },
    };
    return runWith(grantCommand, parts, args, options, language);
  }
  const grantFile = async (content: string, options: object = {}, language: 'en' | 'zh' = 'en') => {
    await writeFile(path, content);
    return grant(['lucky'], { file: path, ...options }, language);
  };
  const earned = async (uid: string) => (await ledger.read('lucky', uid)).draws.earned;

  it('grants chances to one user, and reports a repetition', async () => {
    const once = await grant(['lucky', 'ann'], { key: 'vip', chances: 3 });
    expect(once).to.deep.equal({
      code: 0,
      stdout: 'activity lucky: grants recorded: 1, with chances: 3\n',
      stderr: '',
    });
    const again = await grant(['lucky', 'ann'], { key: 'vip', chances: 3, json: true });
    expect([again.code, JSON.parse(again.stdout)]).to.deep.equal([
      0,
      { activityId: 'lucky', granted: 0, chances: 0, problemCount: 0, alreadyGranted: 1, problems: [] },
    ]);
    expect(await earned('ann')).to.equal(3);
  });

  it('grants the lines of a file, once', async () => {
    const content = '\ufeffuid,key,chances\r\nann,vip,3\r\n"b,en",vip,2\r\n';
    expect((await grantFile(content)).stdout).to.equal(
      'activity lucky: grants recorded: 2, with chances: 5\n',
    );
    const again = await grantFile(`${content}eve,vip,1\r\n`);
    expect(again.stdout).to.equal(
      'activity lucky: grants recorded: 1, with chances: 1\ngranted before, and left as they were: 2\n',
    );
    expect([await earned('ann'), await earned('b,en'), await earned('eve')]).to.deep.equal([3, 2, 1]);
  });

  it('grants nothing if one line is wrong, and names every such line', async () => {
    const content = 'ann,vip,3\nben,v ip,1\neve,vip,none\n';
    const { code, stdout } = await grantFile(content);
    expect(code).to.equal(1);
    expect(stdout)
      .to.match(/^line 2: the key must have .*"v ip"$/m)
      .and.match(/^line 3: the chances must be .*"none"$/m)
      .and.match(/^nothing was granted; problems: 2$/m);
    expect((await grantFile(content, {}, 'zh')).stdout).to.match(/^第 2 行：key 应为.*$/m);
    const json = JSON.parse((await grantFile(content, { json: true })).stdout);
    expect(json).to.deep.include({ granted: 0, problemCount: 2 });
    expect(json.problems[1]).to.deep.include({ line: 3, code: 'bad_chances', found: 'none' });
    expect(await earned('ann')).to.equal(0);
  });

  it('prints a thousand problems at most, without what would steer a terminal', async () => {
    const { stdout } = await grantFile('a\u001b[31m,b\n'.repeat(3000));
    expect(stdout).not.to.include('\u001b');
    expect(stdout.match(/^line /gm)).to.have.length(1000);
    expect(stdout).to.include('… and 2000 more').and.include('problems: 3000');
  });

  it('grants nothing more once the file has been changed', async () => {
    const { earn } = ledger;
    const stub = sinon.stub(ledger, 'earn').callsFake((commit) => earn.call(ledger, commit));
    stub.onFirstCall().callsFake(async (commit) => {
      await writeFile(path, 'wrong\n'.repeat(30_000));
      return earn.call(ledger, commit);
    });
    const content = Array.from({ length: 20_000 }, (_, no) => `u${no},vip,1\n`).join('');
    const { code, stderr } = await grantFile(content);
    expect(code).to.equal(1);
    expect(stderr).to.match(/stopped \(grants done: \d+\): the file .* was changed while it was read/);
  });

  it('says how to finish what a store that stays away has interrupted', async () => {
    const { earn } = ledger;
    const stub = sinon.stub(ledger, 'earn');
    stub.rejects(new DependencyError('draw ledger', 'Redis does not answer'));
    for (let call = 0; call < 64; call++) {
      stub.onCall(call).callsFake((commit) => earn.call(ledger, commit));
    }
    const content = Array.from({ length: 100 }, (_, no) => `u${no},vip,1\n`).join('');
    const { code, stdout, stderr } = await grantFile(content);
    expect([code, stdout]).to.deep.equal([1, '']);
    expect(stderr).to.match(/stopped \(grants done: 64\): .*Redis does not answer; the same command/);
    stub.restore();
    expect((await grantFile(content)).stdout)
      .to.include('recorded: 36')
      .and.include('left as they were: 64');
  });

  it('is wrong usage without what it needs, or with what does not go together', async () => {
    for (const [args, options] of [
      [['lucky'], {}],
      [['lucky', 'ann'], { key: 'vip' }],
      [['lucky', 'ann'], { chances: 3 }],
      [['lucky'], { key: 'vip', chances: 3 }],
      [['lucky', 'ann'], { file: path }],
      [['a b', 'ann'], { key: 'vip', chances: 3 }],
      [['lucky', 'a\nb'], { key: 'vip', chances: 3 }],
      [['missing', 'ann'], { key: 'vip', chances: 3 }],
      [['goods', 'ann'], { key: 'vip', chances: 3 }],
      [['lucky'], { file: `${path}.missing` }],
    ] as const) {
      const { code, stdout, stderr } = await grant(args, options);
      expect([code, stdout], args.join()).to.deep.equal([2, '']);
      expect(stderr).to.match(/^cms-market: \S/);
    }
    expect(await ledger.activityIds()).to.deep.equal([]);
  });

  it('refuses an activity that has ended, where nobody could use the chances', async () => {
    const { code, stderr } = await grant(['over', 'ann'], { key: 'vip', chances: 3 });
    expect(code).to.equal(1);
    expect(stderr).to.include(`activity over ended at ${ENDS}`);
  });
});
