import { expect } from 'chai';
import { sql } from 'kysely';
import type { Command } from '../../../../src/adapters/cli/command.ts';
import { consoleCommand } from '../../../../src/adapters/cli/commands/console-command.ts';
import { consoleUserCommand } from '../../../../src/adapters/cli/commands/console-user-command.ts';
import type { RecordDatabase } from '../../../../src/adapters/sql/records/record-database.ts';
import { SqlAuditTrail } from '../../../../src/adapters/sql/records/sql-audit-trail.ts';
import { SqlConsoleSessions } from '../../../../src/adapters/sql/records/sql-console-sessions.ts';
import { cryptoEntropy } from '../../../../src/adapters/system/crypto-entropy.ts';
import { uuidIdentifiers } from '../../../../src/adapters/system/uuid-identifiers.ts';
import { Passwords } from '../../../../src/application/operators/passwords.ts';
import { accountsOf } from '../../../../src/container/console-operators.ts';
import { operatorTasks } from '../../../../src/container/open-operator-tasks.ts';
import type { Get } from '../../../../src/container/registry.ts';
import { tokens } from '../../../../src/container/tokens.ts';
import { runWith } from '../../../support/command-run.ts';
import { newRecords } from '../../../support/record-stores.ts';

const NOW = Date.parse('2026-11-30T08:00:00Z');
const PASSWORD = 'correct horse battery';

describe('the command console user', () => {
  let records: RecordDatabase;
  let links: ReturnType<typeof accountsOf>['links'];
  let trail: SqlAuditTrail;
  let run: (
    argv: readonly string[],
    options?: Record<string, unknown>,
    language?: 'en' | 'zh',
  ) => ReturnType<typeof runWith>;

  beforeEach(async () => {
    records = await newRecords('SQLite');
    trail = new SqlAuditTrail(records);
    const clock = { now: () => NOW };
    const parts = new Map<unknown, unknown>([
      [tokens.clock, clock],
      [tokens.entropy, cryptoEntropy],
      [tokens.identifiers, uuidIdentifiers],
      [tokens.settings, { consoleUrl: 'https://console.example', console: null }],
    ]);
    const get = ((token: unknown) => parts.get(token)) as Get;
    links = accountsOf(get, records, new Passwords({ N: 1024, r: 8, p: 1 })).links;
    const operators = async () => operatorTasks(get, records, 'root');
    run = ([name, ...args], options = {}, language = 'en') => {
      const command = consoleUserCommand.commands?.find((each) => each.name === name) as Command<never>;
      return runWith(command, { operators, clock }, args, options as never, language);
    };
  });
  afterEach(() => records.close());

  const tokenIn = (stdout: string) => stdout.trim().split('#')[1] ?? '';
  const accept = (stdout: string) => links.accept(tokenIn(stdout), PASSWORD);

  it('makes an account, and prints its link once, as data', async () => {
    const { code, stdout, stderr } = await run(['add', 'Ann Li'], { role: 'admin' });
    expect(code).to.equal(0);
    expect(stdout).to.match(/^https:\/\/console\.example\/welcome#[\w-]{43}\n$/);
    expect(stderr).to.include('Ann Li').and.include('72 hours').and.not.include(tokenIn(stdout));
    expect(await accept(stdout)).to.include({ kind: 'accepted' });
    const [entry] = await trail.page({ limit: 1 });
    expect(entry).to.deep.include({
      via: 'command',
      operator: 'root',
      operatorId: null,
      action: 'operator_added',
      after: { name: 'Ann Li', role: 'admin', state: 'invited' },
    });
  });

  it('prints JSON, and says it in Chinese', async () => {
    const { stdout, stderr } = await run(['add', '小林'], { role: 'editor', json: true }, 'zh');
    const { link, ...rest } = JSON.parse(stdout);
    expect(rest).to.deep.equal({ name: '小林', role: 'editor', expiresAt: '2026-12-03T08:00:00.000Z' });
    expect(link).to.match(/^https:\/\/console\.example\/welcome#/);
    expect(stderr).to.include('小林 可通过此链接设置密码');
  });

  it('refuses names that are none, and those that look like another', async () => {
    await run(['add', 'Ann'], { role: 'admin' });
    for (const name of ['', ' ', 'a\u0007b', 'x'.repeat(65), 'mаx']) {
      expect((await run(['add', name], { role: 'viewer' })).code, name).to.equal(2);
    }
    const { code, stdout, stderr } = await run(['add', 'ＡNN'], { role: 'viewer' });
    expect([code, stdout]).to.deep.equal([1, '']);
    expect(stderr).to.include('there is an account');
  });

  it('makes a new link, which ends the one before, and none for an account that is not there or disabled', async () => {
    const first = await run(['add', 'Ann'], { role: 'admin' });
    const second = await run(['link', 'ann']);
    expect(await accept(first.stdout)).to.deep.equal({ kind: 'invalid_link' });
    expect(await accept(second.stdout)).to.include({ kind: 'accepted' });
    const reset = await run(['link', 'Ann']);
    expect(reset.stderr).to.include('24 hours');
    expect((await run(['link', 'Bo\u001b[31m'])).stderr).not.to.include('\u001b');
    await run(['add', 'Bo'], { role: 'viewer' });
    await run(['disable', 'Bo']);
    const refused = await run(['link', 'Bo']);
    expect([refused.code, refused.stdout]).to.deep.equal([1, '']);
  });

  it('notes what it changes before it is changed; the note goes with the entry, or where nothing is changed', async () => {
    const notes = () => records.db.selectFrom('begun_actions').selectAll().execute();
    await run(['add', 'lin'], { role: 'admin' });
    await run(['add', 'lin'], { role: 'admin' });
    await run(['link', 'lin']);
    await run(['role', 'lin', 'viewer']);
    expect(await notes()).to.deep.equal([]);
    await sql`create trigger full before insert on trail begin select raise(abort, 'full'); end`.execute(
      records.db,
    );
    expect(await run(['add', 'mei'], { role: 'viewer' }).then(() => 'done', String)).not.to.equal('done');
    const [note, ...others] = await notes();
    expect(others).to.deep.equal([]);
    expect(note).to.include({ route: 'console user add', operator_name: 'root', via: 'command', at: NOW });
  });

  it('changes roles, disables and enables, ends the sessions, and leaves it in the trail', async () => {
    await accept((await run(['add', 'Ann'], { role: 'admin' })).stdout);
    const bo = await accept((await run(['add', 'Bo'], { role: 'viewer' })).stdout);
    if (bo.kind !== 'accepted') throw new Error(bo.kind);
    const sessions = new SqlConsoleSessions(records);
    const session = { digest: 'd', id: 'i', operatorId: bo.operator.id, via: 'password' as const };
    const times = { startedAt: NOW, lastUsedAt: NOW, expiresAt: NOW + 1000 };
    await sessions.start({ ...session, ...times, address: '', userAgent: '' }, bo.operator.version);
    const changed = await run(['role', 'Bo', 'editor'], { json: true });
    expect(JSON.parse(changed.stdout)).to.deep.equal({ name: 'Bo', role: 'editor', state: 'active' });
    expect(await sessions.of(bo.operator.id)).to.deep.equal([]);
    expect((await run(['disable', 'Bo'])).stdout).to.include('Bo is editor, disabled');
    expect((await run(['enable', 'Bo'], {}, 'zh')).stdout).to.include('Bo 现为 editor，正常');
    expect((await run(['role', 'Bo', 'king'])).code).to.equal(2);
    expect((await run(['role', 'Cy', 'viewer'])).code).to.equal(1);
    const entries = await trail.page({ limit: 3 });
    expect(entries.map(({ before, after }) => [before, after])).to.deep.equal([
      [
        { name: 'Bo', role: 'editor', state: 'disabled' },
        { name: 'Bo', role: 'editor', state: 'active' },
      ],
      [
        { name: 'Bo', role: 'editor', state: 'active' },
        { name: 'Bo', role: 'editor', state: 'disabled' },
      ],
      [
        { name: 'Bo', role: 'viewer', state: 'active' },
        { name: 'Bo', role: 'editor', state: 'active' },
      ],
    ]);
  });

  it('keeps the last active admin', async () => {
    await accept((await run(['add', 'Ann'], { role: 'admin' })).stdout);
    await run(['add', 'invited only'], { role: 'admin' });
    for (const argv of [
      ['disable', 'Ann'],
      ['role', 'Ann', 'viewer'],
    ]) {
      const { code, stderr } = await run(argv);
      expect([code, stderr]).to.deep.equal([
        1,
        'cms-market: this is the last active admin: make another one first\n',
      ]);
    }
  });

  it('lists all accounts, for people and programs', async () => {
    expect((await run(['list'])).stdout).to.include('console user add');
    await accept((await run(['add', 'Ann'], { role: 'admin' })).stdout);
    await run(['add', 'Bo'], { role: 'viewer' });
    const { stdout } = await run(['list']);
    expect(stdout)
      .to.match(/Ann +admin +active +password/)
      .and.match(/Bo +viewer +invited +password +-/);
    const all = JSON.parse((await run(['list'], { json: true })).stdout);
    expect(all[1]).to.include({
      name: 'Bo',
      state: 'invited',
      lastSignInAt: null,
      linkExpiresAt: '2026-12-03T08:00:00.000Z',
    });
    expect(JSON.stringify(all)).not.to.include('scrypt');
  });

  it('says what to do where nothing is said', async () => {
    for (const command of [consoleCommand, consoleUserCommand]) {
      const { code, stderr } = await runWith(command, {}, [], {});
      expect([code, stderr.includes('console user add')]).to.deep.equal([2, true]);
    }
  });
});
