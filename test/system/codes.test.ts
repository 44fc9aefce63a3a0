import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { codePlace } from '../../src/adapters/sql/records/code-place.ts';
import { openMigratedRecords } from '../../src/adapters/sql/records/record-database.ts';
import { recordTargetOf } from '../../src/adapters/sql/records/record-target.ts';
import { AesVault } from '../../src/adapters/vault/aes-vault.ts';
import { readDataKeys } from '../../src/adapters/vault/data-keys.ts';
import { activitiesDir } from '../support/activities-dir.ts';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { startChild } from '../support/child-program.ts';
import { cleanEnvironment } from '../support/clean-environment.ts';
import { postJson } from '../support/http.ts';
import { recordTargets } from '../support/record-stores.ts';
import { runCommand } from '../support/run-command.ts';
import { stores, type TestStore } from '../support/stores.ts';
import { tempDir } from '../support/temp-dir.ts';
import { until } from '../support/until.ts';

/* More with `npm run test:long`, and so that kills come in the middle. */
const [IMPORTED, KILLED_AT] = process.env.LONG === '1' ? [15_000, [1, 5000, 10_000]] : [6000, [1, 4000]];

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

const prizes = [
  { id: 'card', name: '礼品卡' },
  { id: 'thanks', name: '谢谢参与' },
];
const byCode = { odds: '1/1', delivery: { by: 'code' } };
const activity = (rules: object) => ({ dispatch: 'shake', is_login_user: true, prizes, rules });
const activities = {
  sale: activity({ prizes: { card: byCode }, fallback: 'thanks' }),
  spread: activity({ prizes: { card: byCode }, segments: 8 }),
  plain: activity({ prizes: { card: { odds: '1/1' } } }),
};

interface Setting {
  readonly store: keyof typeof stores;
  readonly records: keyof typeof recordTargets;
  readonly activityId: keyof typeof activities;
}

const settings: readonly Setting[] = [
  { store: 'SQLite', records: 'SQLite', activityId: 'sale' },
  { store: 'Redis', records: 'PostgreSQL', activityId: 'sale' },
  { store: 'Redis', records: 'SQLite', activityId: 'spread' },
];

for (const { store: storeName, records, activityId } of settings) {
  describe(`redeem codes of "${activityId}", draws in ${storeName}, records in ${records}`, () => {
    let store: TestStore;
    let env: Record<string, string>;
    let programs: RunningProgram[] = [];
    let users = 0;

    beforeEach(async () => {
      store = await stores[storeName]();
      const target = await recordTargets[records]();
      env = {
        DATA_DIR: await tempDir(),
        ...store.env,
        ...(target.kind === 'postgres' && { DATABASE_URL: target.url }),
        ACTIVITIES_DIR: await activitiesDir(activities),
        ROLE: 'all',
      };
      users = 0;
    });
    afterEach(async () => {
      await Promise.all(programs.splice(0).map((program) => program.stop()));
      await store.stop();
    });

    /** Two processes that draw: workers of one program, or two programs that share Redis. */
    async function serve(): Promise<void> {
      programs =
        storeName === 'SQLite'
          ? [await startProgram({ ...env, WORKERS: '2' })]
          : await Promise.all([startProgram(env), startProgram({ ...env, ROLE: 'public' })]);
    }

    async function draw(): Promise<{ prize: string | null; unit?: number }> {
      users += 1;
      const { base } = programs[users % programs.length] as RunningProgram;
      const fields = { activity_id: activityId, token: `demo-u${users}`, request_id: `request-${users}` };
      let { json } = await postJson(`${base}/shake/draw`, fields);
      // On a busy machine Redis may take more than the 200 ms that a visitor waits; the same request finds the same draw.
      while (json.ret === 5003) ({ json } = await postJson(`${base}/shake/draw`, fields));
      expect(json.ret, JSON.stringify(json)).to.equal(0);
      return { prize: json.data.prize?.id ?? null };
    }

    const drawMany = async (count: number) => {
      const found = await Promise.all(Array.from({ length: count }, draw));
      return found.filter(({ prize }) => prize === 'card').length;
    };

    async function fileOf(from: number, to: number): Promise<string> {
      const path = join(await tempDir(), 'codes.txt');
      const lines = Array.from({ length: to - from + 1 }, (_, index) => `SECRET-${from + index}\n`);
      await writeFile(path, lines.join(''));
      return path;
    }

    const importFile = async (path: string) => {
      const { code, stdout, stderr } = await runCommand(
        ['codes', 'import', activityId, 'card', path, '--json'],
        env,
      );
      expect(code, stderr).to.equal(0);
      return JSON.parse(stdout) as { added: number; alreadyLoaded: number; size: number };
    };

    const statusOf = async () => {
      const { stdout, code } = await runCommand(['codes', 'status', activityId, '--json'], env);
      expect(code).to.equal(0);
      return (JSON.parse(stdout) as Record<string, unknown>[])[0];
    };

    const auditClean = async () => {
      const { code, stdout } = await runCommand(['audit', activityId], env);
      expect(code, stdout).to.equal(0);
    };

    it('are won as they are loaded, never more than there are, and an audit agrees', async () => {
      await serve();
      expect(await drawMany(20)).to.equal(0);
      expect(await importFile(await fileOf(1, 30))).to.include({ added: 30, size: 30 });
      let won = 0;
      let isLoading = true;
      const drawing = (async () => {
        while (isLoading) won += await drawMany(10);
      })();
      try {
        for (let part = 1; part <= 4; part++) await importFile(await fileOf(1, 30 + part * 50));
      } finally {
        isLoading = false;
        await drawing;
      }
      expect(won).to.be.at.most(230);
      await auditClean();
      await until(
        async () => {
          won += await drawMany(20);
          return won === 230;
        },
        { what: 'all codes to be won' },
      );
      expect(await drawMany(20)).to.equal(0);
      await auditClean();
      expect(await statusOf()).to.deep.include({ loaded: 230, announced: 230, awarded: 230, left: 0 });
      await everyUnitHasACode(230);
    });

    const openRecords = () =>
      openMigratedRecords(recordTargetOf(env.DATABASE_URL ?? null, env.DATA_DIR as string), 'operations');

    async function untilLoaded(least: number): Promise<void> {
      const opened = await openRecords();
      try {
        await until(
          async () => {
            const { count } = await opened.db
              .selectFrom('codes')
              .select(({ fn }) => fn.countAll<number>().as('count'))
              .where('activity_id', '=', activityId)
              .executeTakeFirstOrThrow();
            return Number(count) >= least;
          },
          { what: `${least} codes to be loaded` },
        );
      } finally {
        await opened.close();
      }
    }

    async function everyUnitHasACode(count: number): Promise<void> {
      const opened = await openRecords();
      const vault = new AesVault(readDataKeys(join(env.DATA_DIR as string, 'keys.json')));
      const rows = await opened.db
        .selectFrom('codes')
        .select(['unit', 'code', 'draw_id'])
        .where('activity_id', '=', activityId)
        .orderBy('unit')
        .limit(count)
        .execute();
      const codes = rows.map(({ unit, code }) => vault.open(code, codePlace(activityId, 'card', unit)));
      const draws = rows.flatMap(({ draw_id }) => draw_id ?? []);
      expect(new Set(draws)).to.have.property('size', draws.length);
      await opened.close();
      expect(codes).to.deep.equal(rows.map((_, index) => `SECRET-${index + 1}`));
      expect(codes).to.have.length(count);
    }

    it('are all there once, however often their import is killed', async () => {
      const path = await fileOf(1, IMPORTED);
      const whole = await cleanEnvironment(env);
      for (const part of KILLED_AT) {
        const child = startChild(
          process.execPath,
          [MAIN, 'codes', 'import', activityId, 'card', path],
          whole,
        );
        await untilLoaded(part);
        await child.stop('SIGKILL');
      }
      const { size, added, alreadyLoaded } = await importFile(path);
      expect([size, added + alreadyLoaded]).to.deep.equal([IMPORTED, IMPORTED]);
      expect(await importFile(path)).to.include({ added: 0, alreadyLoaded: IMPORTED, size: IMPORTED });
      await everyUnitHasACode(1000);
    });

    it('are announced by the operations process where an import did not', async () => {
      const path = await fileOf(1, 3);
      await importFile(path);
      const opened = await openRecords();
      await opened.db.updateTable('code_pools').set({ size: 5 }).execute();
      await opened.close();
      // Draws in SQLite are written by the process that serves them.
      programs = [await startProgram({ ...env, ROLE: storeName === 'SQLite' ? 'all' : 'operations' })];
      await until(async () => (await statusOf())?.announced === 5, { what: 'the codes to be announced' });
    });
  });
}

describe('the commands of redeem codes', () => {
  let env: Record<string, string>;
  let path: string;

  beforeEach(async () => {
    env = { DATA_DIR: await tempDir(), ACTIVITIES_DIR: await activitiesDir(activities) };
    path = join(await tempDir(), 'codes.txt');
  });

  const run = async (...args: string[]) => runCommand(['codes', ...args], env);
  const load = async (text: string, prize = 'card', id = 'sale') => {
    await writeFile(path, text);
    return run('import', id, prize, path);
  };

  it('refuse what is not there, with what is', async () => {
    for (const [args, message] of [
      [['import', 'nowhere', 'card', path], /activity nowhere is not in/],
      [['import', 'sale', 'bike', path], /has no prize "bike"; it has: card, thanks/],
      [['import', 'sale', 'card', '/nowhere'], /the file \/nowhere cannot be read: ENOENT/],
      [['import', 'sale', 'card'], /missing required argument 'file'/],
      [['replace', 'sale', 'card', '0', path], /"0" is no number of a code/],
      [[], /codes import, codes status, codes replace/],
    ] as const) {
      const { code, stderr } = await run(...args);
      expect(stderr).to.match(message);
      expect(code).to.equal(2);
    }
  });

  it('load nothing of a file of which a line is wrong, and print no code', async () => {
    const { code, stdout, stderr } = await load('SECRET-1\nSECRET-2\nSECRET-1\n');
    expect([code, stderr]).to.deep.equal([1, '']);
    expect(stdout).to.match(/line 3: has the code of line 1\nnothing was loaded; problems: 1/);
    expect(stdout).not.to.include('SECRET');
    expect((await run('status', 'sale', '--json')).stdout).to.match(/"loaded": 0/);
    const chinese = await runCommand(['codes', 'import', 'sale', 'card', path, '--lang', 'zh'], env);
    expect(chinese.stdout).to.match(/第 3 行：与第 1 行的兑换码相同/);
  });

  it('load codes for a prize that is not delivered by code yet, and say so', async () => {
    const { code, stdout, stderr } = await load('A1\nA2\n', 'card', 'plain');
    expect([code, stdout]).to.deep.equal([0, 'plain card: codes loaded now: 2, in all: 2\n']);
    expect(stderr).to.match(/card is not delivered by code yet/);
  });

  it('say which codes belong to earlier winners', async () => {
    const program = await startProgram(env);
    const fields = { activity_id: 'plain', token: 'demo-ann', request_id: 'request-1' };
    expect((await postJson(`${program.base}/shake/draw`, fields)).json.data.prize.id).to.equal('card');
    await program.stop();
    const { stderr } = await load('A1\nA2\n', 'card', 'plain');
    expect(stderr).to.match(
      /1 of this prize were awarded before it had codes: codes 1 to 1 belong to those winners/,
    );
    const { stdout } = await run('status');
    expect(stdout).to.match(/card +2 +2 +1 +0 +1\n/);
    expect(stdout).to.match(/card: codes 1 to 1 belong to the winners so far/);
    expect(stdout).to.match(/sale prize .*\n.*\ncard +0 +0 +0 +0 +0\ncard: no code is loaded/);
  });

  it('replace a code by one of a file or of stdin', async () => {
    await load('OLD-1\nOLD-2\n');
    await writeFile(path, 'NEW-1\n');
    const { code, stdout } = await run('replace', 'sale', 'card', '1', path);
    expect([code, stdout]).to.deep.equal([
      0,
      'sale card: code 1 was replaced; its winner sees the new one\n',
    ]);
    const child = startChild(
      'sh',
      ['-c', `printf 'NEW-2\\n' | "$0" "$1" codes replace sale card 2`, process.execPath, MAIN],
      await cleanEnvironment(env),
    );
    expect(await child.exited, child.stderr()).to.equal(0);
    expect((await run('replace', 'sale', 'card', '3', path)).stderr).to.match(/sale card has no code 3/);
    expect((await run('replace', 'sale', 'card', '2', path)).stderr).to.match(/is that of another unit/);
    expect((await load('OLD-1\nOLD-2\n')).stdout).to.match(/loaded now: 0, in all: 2\nloaded before.*: 2/);
  });

  it('need keys in production', async () => {
    const production = { ...env, NODE_ENV: 'production', PASSPORT_URL: 'http://127.0.0.1:1/' };
    await writeFile(path, 'A1\n');
    const { code, stderr } = await runCommand(['codes', 'import', 'sale', 'card', path], production);
    expect([code, stderr]).to.deep.equal([
      1,
      'cms-market: codes are sealed, and in production the keys are yours to keep: DATA_KEY_FILE names no file of keys\n',
    ]);
    expect((await runCommand(['codes', 'status', 'sale'], production)).code).to.equal(0);
  });

  it('let a simulation and an explanation decide by what is loaded', async () => {
    const simulated = async () => {
      const args = ['simulate', 'sale', '--users', '50', '--runs', '2', '--draws-per-user', '1', '--json'];
      const { stdout, stderr } = await runCommand(args, env);
      const { prizes: all } = JSON.parse(stdout) as { prizes: { id: string; wins: { mean: number } }[] };
      return { wins: all.find(({ id }) => id === 'card')?.wins.mean, stderr };
    };
    const before = await simulated();
    expect(before.wins).to.equal(50);
    expect(before.stderr).to.match(
      /card is delivered by code, and none is loaded: simulated as if there were enough/,
    );
    await load('A1\nA2\nA3\n');
    const after = await simulated();
    expect(after.wins).to.equal(3);
    expect(after.stderr).to.match(/simulated with the 3 that are loaded/);
    const { stdout } = await runCommand(['explain', 'sale', '--uid', 'ann', '--json'], env);
    expect(stdout).to.match(/0 awarded of 3/);
  });

  it('load those of samples where the stores are embedded', async () => {
    const folder = join(env.ACTIVITIES_DIR as string, 'sale', 'codes');
    await mkdir(folder);
    await writeFile(join(folder, 'card.txt'), 'SECRET-1\nSECRET-2\n');
    const program = await startProgram({ ...env, ROLE: 'all' });
    await until(async () => /"announced": 2/.test((await run('status', 'sale', '--json')).stdout), {
      what: 'the sample codes to be announced',
    });
    await program.stop();
    expect(program.stdout()).to.match(
      /"activity_id":"sale","prize_id":"card","added":2,"msg":"sample codes loaded"/,
    );
    expect(program.stdout() + program.stderr()).not.to.include('SECRET');
  });

  it('leave no code readable in any file', async () => {
    await load(Array.from({ length: 100 }, (_, no) => `SECRET-${no}\n`).join(''));
    const dir = env.DATA_DIR as string;
    for (const name of readdirSync(dir)) {
      expect(readFileSync(join(dir, name)).includes('SECRET-'), name).to.equal(false);
    }
  });
});
