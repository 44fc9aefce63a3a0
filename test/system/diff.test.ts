import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { displayWidth } from '../../src/adapters/cli/render/text-layout.ts';
import { activitiesDir } from '../support/activities-dir.ts';
import { startProgram } from '../support/built-program.ts';
import { freePort } from '../support/free-port.ts';
import { postJson } from '../support/http.ts';
import { runCommand } from '../support/run-command.ts';
import { stores } from '../support/stores.ts';
import { tempDir } from '../support/temp-dir.ts';

const live = {
  dispatch: 'shake',
  title: '摇一摇',
  is_login_user: true,
  starts_at: '2026-01-01T00:00:00+08:00',
  ends_at: '2099-01-01T00:00:00+08:00',
  page: { login_url: '/login?return={return}', rules_text: ['每天 1 次'] },
  prizes: [{ id: 'cup', name: '杯子' }],
  rules: {
    chances: { per_day: 1 },
    prizes: { cup: { odds: '100%', stock: 9, value: '2.50' } },
    budget: '25.00',
  },
};
const stocked = (stock: number) => ({
  ...live,
  title: '再摇一摇',
  rules: { ...live.rules, prizes: { cup: { odds: '50%', stock, value: '2.50' } } },
});

async function fileWith(data: unknown): Promise<string> {
  const path = join(await tempDir(), 'new.json');
  await writeFile(path, typeof data === 'string' ? data : JSON.stringify(data));
  return path;
}

describe('diff', () => {
  let env: Record<string, string>;

  beforeEach(async () => {
    env = { ACTIVITIES_DIR: await activitiesDir({ live, broken: '{' }), DATA_DIR: await tempDir() };
  });

  it('shows what visitors would see, and how odds, stock and cost would change', async () => {
    const path = await fileWith(stocked(10));
    const { code, stdout, stderr } = await runCommand(['diff', 'live', path, '--lang', 'en'], env);
    expect(code).to.equal(0);
    expect(stdout).to.include('~ title  "摇一摇" → "再摇一摇"');
    expect(stdout).to.match(/杯子 +100% → 50% +9 → 10 +\? +22\.50 → 25\.00/);
    expect(stdout).to.match(/Left of the budget +2\.50 → 0\.00/);
    expect(stderr).to.equal('what has been won is not known: no draws have been booked yet\n');
    for (const line of stdout.split('\n')) expect(displayWidth(line), line).to.be.at.most(80);

    const chinese = await runCommand(['diff', 'live', path], { ...env, LC_ALL: 'zh_CN.UTF-8' });
    expect(chinese.stdout)
      .to.include('访客能看到的变化')
      .and.match(/预算剩余 +2\.50 → 0\.00/);
    expect(`${chinese.stdout}${chinese.stderr}`).not.to.match(/[a-z]{2,} [a-z]{2,}/);
  });

  it('goes on where the store does not answer, and says so', async () => {
    const away = { ...env, REDIS_URL: `redis://127.0.0.1:${await freePort()}` };
    const { code, stdout, stderr } = await runCommand(
      ['diff', 'live', await fileWith(stocked(1)), '--json'],
      away,
    );
    expect(code).to.equal(0);
    expect(stderr).to.include('the store cannot be read');
    expect(JSON.parse(stdout).prizes).to.have.length(1);
    expect(JSON.parse(stdout).prizes[0]).to.include({ won: null, warning: null });
  });

  it('prints the errors of a new file as check does, and ends with 1', async () => {
    const path = await fileWith({ ...live, ends_at: 'soon' });
    const { code, stdout } = await runCommand(['diff', 'live', path, '--lang', 'en'], env);
    expect(code).to.equal(1);
    expect(stdout).to.include(`${path}`).and.include('ends_at').and.include('errors: 1, warnings: 0');
    const { diff, findings } = JSON.parse((await runCommand(['diff', 'live', path, '--json'], env)).stdout);
    expect(diff).to.equal(undefined);
    expect(findings).to.have.length(1);
    expect(findings[0]).to.include({ file: path, field: 'ends_at', severity: 'error' });
  });

  it('ends with 1 where the live file has errors', async () => {
    const { code, stdout } = await runCommand(['diff', 'broken', await fileWith(live), '--lang', 'en'], env);
    expect(code).to.equal(1);
    expect(stdout).to.include('broken/data.json');
  });

  it('ends with 2 for an activity or a file that is not there, and for wrong usage', async () => {
    const path = await fileWith(live);
    expect((await runCommand(['diff', 'other', path], env)).code).to.equal(2);
    expect((await runCommand(['diff', 'live', `${path}.not`], env)).code).to.equal(2);
    expect((await runCommand(['diff', 'live'], env)).code).to.equal(2);
  });

  for (const [name, startStore] of Object.entries(stores)) {
    it(`shows what has been won on ${name}, and warns of a stock below it, while the service runs`, async () => {
      const store = await startStore();
      const running = { ...env, ...store.env };
      const program = await startProgram(running);
      try {
        for (const uid of ['ann', 'bob', 'cid']) {
          const body = { activity_id: 'live', token: `demo-${uid}`, request_id: randomUUID() };
          expect((await postJson(`${program.base}/shake/draw`, body)).json.data.won).to.equal(true);
        }
        const of = async (stock: number) => {
          const path = await fileWith(stocked(stock));
          return JSON.parse((await runCommand(['diff', 'live', path, '--json'], running)).stdout).prizes[0];
        };
        expect(await of(3)).to.include({ won: 3, warning: null });
        expect(await of(2)).to.include({ won: 3, warning: 'stock-below-won' });
        const spoken = await runCommand(
          ['diff', 'live', await fileWith(stocked(2)), '--lang', 'zh'],
          running,
        );
        expect(spoken.stdout).to.include('“cup”的库存 2 少于已中出的 3 件');
        expect(spoken.stdout.trimEnd().split('\n').at(-1)).to.equal('0 个错误，1 个警告');
        expect(spoken.code).to.equal(1);
        const fine = await runCommand(['diff', 'live', await fileWith(stocked(3)), '--lang', 'en'], running);
        expect(fine.stdout.trimEnd().split('\n').at(-1)).to.equal('errors: 0, warnings: 0');
        expect(fine.code).to.equal(0);
      } finally {
        await program.stop();
        await store.stop();
      }
    });
  }
});
