import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { activitiesDir } from '../support/activities-dir.ts';
import { startProgram } from '../support/built-program.ts';
import { startChild } from '../support/child-program.ts';
import { cleanEnvironment } from '../support/clean-environment.ts';
import { ask, postJson } from '../support/http.ts';
import { runCommand } from '../support/run-command.ts';
import { stores, type TestStore } from '../support/stores.ts';
import { tempDir } from '../support/temp-dir.ts';
import { until } from '../support/until.ts';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/* The calendar gives nothing: whoever draws uses what was granted. */
const lucky = { dispatch: 'shake', is_login_user: true, rules: { chances: { per_day: 0 } } };

for (const [name, openStore] of Object.entries(stores)) {
  describe(`grant, with ${name}`, () => {
    let store: TestStore;
    let env: Record<string, string>;
    let path: string;

    beforeEach(async () => {
      store = await openStore();
      env = { ...store.env, ACTIVITIES_DIR: await activitiesDir({ lucky }) };
      path = join(await tempDir(), 'grants.csv');
    });
    afterEach(() => store.stop());

    const grant = async (...args: string[]) => {
      const { code, stdout, stderr } = await runCommand(['grant', 'lucky', ...args, '--json'], env);
      expect(code, stderr).to.equal(0);
      return JSON.parse(stdout) as { granted: number; chances: number; alreadyGranted: number };
    };
    const writeGrants = (count: number) =>
      writeFile(path, Array.from({ length: count }, (_, no) => `u${no},launch,2\n`).join(''));

    it('gives chances before the first visit and while the service runs, each key once', async () => {
      await grant('ann', '--key', 'before', '--chances', '1');
      const program = await startProgram(env);
      const draw = async (no: number) =>
        (
          await postJson(`${program.base}/shake/draw`, {
            activity_id: 'lucky',
            token: 'demo-ann',
            request_id: `request-${no}`,
          })
        ).json.ret;
      expect([await draw(1), await draw(2)]).to.deep.equal([0, 2001]);
      await grant('ann', '--key', 'while', '--chances', '2');
      expect(await grant('ann', '--key', 'while', '--chances', '2')).to.include({ alreadyGranted: 1 });
      const { json } = await ask(`${program.base}/static?activity_id=lucky&token=demo-ann`);
      expect(json.data.user_draw_info).to.include({ earned_left: 2, chances_left: 2 });
      expect([await draw(3), await draw(4), await draw(5)]).to.deep.equal([0, 0, 2001]);
      await program.stop();
    });

    it('grants a file while users draw, and no draw fails', async () => {
      await writeGrants(1500);
      const program = await startProgram(env);
      let isGranting = true;
      const results: number[] = [];
      const drawing = (async () => {
        for (let no = 0; isGranting; no++) {
          const fields = { activity_id: 'lucky', token: `demo-u${no}`, request_id: `request-${no}` };
          results.push((await postJson(`${program.base}/shake/draw`, fields)).json.ret);
        }
      })();
      expect(await grant('--file', path)).to.include({ granted: 1500, chances: 3000 });
      isGranting = false;
      await drawing;
      await program.stop();
      expect(results).not.to.be.empty;
      expect(new Set([...results, 0, 2001])).to.deep.equal(new Set([0, 2001]));
    });

    it('is finished by the same command after a kill', async () => {
      // So many that it is at work when its first line of progress comes.
      const count = name === 'Redis' ? 40_000 : 12_000;
      await writeGrants(count);
      const killed = startChild(
        process.execPath,
        [MAIN, 'grant', 'lucky', '--file', path],
        await cleanEnvironment(env),
      );
      // A line of progress comes after a second.
      await until(() => killed.stderr() !== '' || killed.process.exitCode !== null, {
        what: 'some progress',
      });
      await killed.stop('SIGKILL');
      const { granted, alreadyGranted } = await grant('--file', path);
      expect(granted + alreadyGranted).to.equal(count);
      expect(alreadyGranted).to.be.above(0);
      expect(await grant('--file', path)).to.include({ granted: 0, alreadyGranted: count });
      const program = await startProgram(env);
      for (const no of [0, 1, granted, alreadyGranted - 1, alreadyGranted, count - 1]) {
        const { json } = await ask(`${program.base}/static?activity_id=lucky&token=demo-u${no}`);
        expect(json.data.user_draw_info, `u${no}`).to.include({ earned_left: 2 });
      }
      await program.stop();
    });
  });
}

describe('the grants of docs/operations.md', () => {
  it('are made by its commands', async () => {
    const text = await readFile('docs/operations.md', 'utf8');
    const path = join(await tempDir(), 'grants.csv');
    await writeFile(path, 'uid,key,chances\nben,vip-2026-11,1\n');
    const env = { DATA_DIR: await tempDir() };
    const commands = [...text.matchAll(/^cms-market (grant .*)$/gm)].map(([, command = '']) =>
      command.replace('/srv/cms-market/grants.csv', path).split(' '),
    );
    expect(commands).to.have.length(2);
    for (const command of commands) {
      const { code, stdout, stderr } = await runCommand(command, env);
      expect([code, stderr], command.join(' ')).to.deep.equal([0, '']);
      expect(stdout).to.include('grants recorded: 1');
    }
  });
});
