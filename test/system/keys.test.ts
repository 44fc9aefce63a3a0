import { readFile, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { readDataKeys } from '../../src/adapters/vault/data-keys.ts';
import { startChild } from '../support/child-program.ts';
import { cleanEnvironment } from '../support/clean-environment.ts';
import { recordStoreNames } from '../support/record-stores.ts';
import { runCommand } from '../support/run-command.ts';
import { tempDir } from '../support/temp-dir.ts';
import { until } from '../support/until.ts';
import { WonActivity } from '../support/won-activity.ts';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
/* More with `npm run test:long`, and so that a kill comes in the middle. */
const CODES = process.env.LONG === '1' ? 100_000 : 8000;
const KILLS = process.env.LONG === '1' ? 30 : 2;

for (const store of recordStoreNames) {
  describe(`the keys, with records in ${store}`, () => {
    let won: WonActivity;

    beforeEach(async () => {
      won = await WonActivity.open(store);
      const [phone = ''] = await won.win(['ann', 'phone']);
      await won.move([{ drawId: phone, uid: 'ann', prizeId: 'phone', unit: 1 }]);
      await won.fillIn(phone);
    });

    const keys = (...args: string[]) => runCommand(['keys', ...args, '--lang', 'en'], won.env);
    const status = async () => JSON.parse((await keys('status', '--json')).stdout).keys;
    const addCodes = (count: number) =>
      won.inRecords(async ({ db }) => {
        const { vault } = won;
        for (let begin = 0; begin < count; begin += 1000) {
          const rows = Array.from({ length: Math.min(1000, count - begin) }, (_, index) => {
            const unit = begin + index + 1;
            const code = vault.seal(`CODE-${unit}`, `code:lucky:pass:${unit}`);
            return { activity_id: 'lucky', prize_id: 'pass', unit, code, digest: `${unit}`, draw_id: null };
          });
          await db.insertInto('codes').values(rows).execute();
        }
      });
    const opened = () =>
      won.inRecords(async ({ db }) => {
        const { vault } = won;
        const rows = await db.selectFrom('codes').select(['unit', 'code']).orderBy('unit').execute();
        return rows.map(({ unit, code }) => vault.open(code, `code:lucky:pass:${unit}`));
      });

    /** Waits until a rotation has sealed a part of the codes. */
    const untilSealedAnew = () =>
      won.inRecords(async ({ db }) => {
        const count = async () => {
          const found = await db
            .selectFrom('codes')
            .select(({ fn }) => fn.countAll<number>().as('count'))
            .where('code', 'like', 'k2.%')
            .executeTakeFirstOrThrow();
          return Number(found.count);
        };
        const before = await count();
        await until(async () => (await count()) > before, { what: 'a part to be sealed again' });
      });

    it('change, and seal again what is there', async () => {
      await addCodes(1200);
      await won.inRecords(({ db }) =>
        db
          .insertInto('archive_seeds')
          .values([
            { activity_id: 'lucky', no: 1, secret: 'ab'.repeat(32), revealed_at: 5 },
            { activity_id: 'lucky', no: 2, secret: won.vault.seal('cd', 'seed:lucky:2'), revealed_at: null },
          ])
          .execute(),
      );
      const { code, stdout, stderr } = await keys('rotate');
      expect([code, stdout], stderr).to.deep.equal([
        0,
        'sealed with key k2: 1202\nnothing needs these keys any more: k1. Backups from before do: "keys drop" when no such backup is kept\n',
      ]);
      expect(stderr).to.include('key k2 seals from now on');
      expect(await status()).to.deep.equal([
        { id: 'k1', state: 'earlier', texts: { code: 0, form: 0, seed: 0 } },
        { id: 'k2', state: 'current', texts: { code: 1200, form: 1, seed: 1 } },
      ]);
      expect((await opened())[1199]).to.equal('CODE-1200');
      const forms = await runCommand(['export', 'lucky', '--won', '--forms'], won.env);
      expect(forms.stdout).to.include('李雷');
      const file = JSON.parse(await readFile(won.keyFile, 'utf8'));
      const all = `${stdout}${stderr}${(await keys('status')).stdout}`;
      for (const key of [...Object.values(file.keys), file.index]) expect(all).not.to.include(key);
    });

    it('are dropped when nothing needs them, and a minute after the file was changed', async () => {
      expect((await keys('drop', 'k1')).stderr).to.include('key k1 seals now');
      await keys('rotate');
      expect((await keys('drop', 'k1')).stderr).to.match(/try again in \d+ s/);
      const old = new Date(Date.now() - 61_000);
      await utimes(won.keyFile, old, old);
      // Another process had not seen the change yet.
      const forms = await won.inRecords(({ db }) => db.selectFrom('forms').selectAll().execute());
      await won.inRecords(({ db }) => db.updateTable('forms').set({ form: 'k1.late' }).execute());
      expect((await keys('drop', 'k1')).stderr).to.include('1 texts are sealed with key k1');
      await won.inRecords(({ db }) =>
        db
          .updateTable('forms')
          .set({ form: forms[0]?.form ?? '' })
          .execute(),
      );
      expect((await keys('drop', 'k1')).code).to.equal(0);
      expect([...readDataKeys(won.keyFile).keys.keys()]).to.deep.equal(['k2']);
      expect((await keys('drop', 'k1')).code).to.equal(2);
    });

    it('name what does not open, and go on', async () => {
      await addCodes(10);
      await won.inRecords(({ db }) =>
        db.updateTable('codes').set({ code: 'k1.AAAA' }).where('unit', '=', 4).execute(),
      );
      const { code, stdout } = await keys('rotate');
      expect(code).to.equal(1);
      expect(stdout).to.include('sealed with key k2: 10').and.include('  code:lucky:pass:4\n');
    });

    it('are all used, and nothing is lost, after rotations that were killed', async () => {
      await addCodes(CODES);
      for (let kill = 0; kill < KILLS; kill++) {
        const env = await cleanEnvironment(won.env);
        const child = startChild(process.execPath, [MAIN, 'keys', 'rotate'], env);
        await untilSealedAnew();
        await child.stop('SIGKILL');
      }
      const { code, stdout } = await keys('rotate', '--json');
      expect(code).to.equal(0);
      expect(JSON.parse(stdout)).to.include({ current: 'k2', isNew: false, unopenedCount: 0 });
      expect(await status()).to.deep.equal([
        { id: 'k1', state: 'earlier', texts: { code: 0, form: 0, seed: 0 } },
        { id: 'k2', state: 'current', texts: { code: CODES, form: 1, seed: 0 } },
      ]);
      expect(await opened()).to.deep.equal(Array.from({ length: CODES }, (_, no) => `CODE-${no + 1}`));
    }).timeout(120_000);
  });
}

describe('the file of keys', () => {
  it('is made once, also in production before the settings name it', async () => {
    const path = join(await tempDir(), 'keys', 'data.json');
    const env = { NODE_ENV: 'production', DATA_KEY_FILE: path };
    const made = await runCommand(['keys', 'new', path, '--lang', 'en'], env);
    expect([made.code, made.stdout], made.stderr).to.deep.equal([0, '']);
    expect((await stat(path)).mode & 0o777).to.equal(0o600);
    expect((await runCommand(['keys', 'new', path, '--lang', 'zh'], env)).stderr).to.include('已经存在');
  });

  it('gets a key for all machines before it seals', async () => {
    const won = await WonActivity.open();
    const add = await runCommand(['keys', 'add', '--lang', 'en'], won.env);
    expect(add.stderr).to.include('added key k2. Copy the file to every machine');
    expect(readDataKeys(won.keyFile).current).to.equal('k1');
    const status = await runCommand(['keys', '--lang', 'zh'], won.env);
    expect(status.stdout)
      .to.match(/^k2 .*尚未启用$/m)
      .and.match(/^k1 .*当前使用$/m);
    expect((await runCommand(['keys', 'rotate'], won.env)).code).to.equal(0);
    expect([...readDataKeys(won.keyFile).keys.keys()]).to.deep.equal(['k1', 'k2']);
    expect(readDataKeys(won.keyFile).current).to.equal('k2');
  });

  it('is said to be missing', async () => {
    const env = { NODE_ENV: 'production', PASSPORT_URL: 'http://127.0.0.1:1/' };
    for (const name of ['status', 'rotate', 'add']) {
      const { code, stderr } = await runCommand(['keys', name, '--lang', 'en'], env);
      expect([code, stderr]).to.satisfy(
        ([ending, text]: [number, string]) => ending === 1 && text.includes('there is no data key'),
      );
    }
  });
});
