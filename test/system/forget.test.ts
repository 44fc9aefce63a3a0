import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { recordStoreNames } from '../support/record-stores.ts';
import { runCommand } from '../support/run-command.ts';
import { FORM, WonActivity } from '../support/won-activity.ts';

/** All bytes of all files of a folder, as latin1. SQLite removes some of its own when it closes. */
async function bytesOf(dir: string): Promise<string> {
  const names = await readdir(dir);
  const texts = names.map((name) =>
    readFile(join(dir, name), 'latin1').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    }),
  );
  return (await Promise.all(texts)).join('\n');
}

for (const store of recordStoreNames) {
  describe(`forgetting a person, with records in ${store}`, () => {
    let won: WonActivity;
    let phone: string;
    let pass: string;
    let sealed: string[];

    beforeEach(async () => {
      won = await WonActivity.open(store);
      [phone = '', pass = ''] = await won.win(['ann', 'phone'], ['ann', 'pass']);
      await won.move([
        { drawId: phone, uid: 'ann', prizeId: 'phone', unit: 1 },
        { drawId: pass, uid: 'ann', prizeId: 'pass', unit: 1 },
      ]);
      // Forms of others stand before and after it in the same pages, and it is changed once.
      await won.inRecords(async ({ db }) => {
        const row = { activity_id: 'lucky', form: `k1.${'x'.repeat(200)}`, received_at: 1, changed_at: 1 };
        const forms = Array.from({ length: 300 }, (_, no) => ({ ...row, draw_id: `${no % 16}-${no}` }));
        await db.insertInto('forms').values(forms).execute();
        await db
          .insertInto('codes')
          .values({
            ...{ activity_id: 'lucky', prize_id: 'pass', unit: 1, digest: 'd', draw_id: pass },
            code: won.vault.seal('SECRET-CODE', 'code:lucky:pass:1'),
          })
          .execute();
      });
      sealed = [await won.fillIn(phone, { ...FORM, name: '韩梅梅' })];
      await won.inRecords(({ db }) => db.deleteFrom('forms').where('draw_id', '=', phone).execute());
      sealed.push(await won.fillIn(phone));
    });

    const forget = (...args: string[]) => runCommand(['forget', '--uid', 'ann', ...args], won.env);

    it('shows what would go, and changes nothing without --yes', async () => {
      const { code, stdout, stderr } = await forget('--lang', 'en');
      expect([code, stderr]).to.deep.equal([1, 'cms-market: nothing was changed; --yes does it\n']);
      expect(stdout).to.include('forms with what the user has filled in: 1').and.include('given to: 1');
      const zh = await forget('--lang', 'zh');
      expect(zh.stdout).to.include('将删除用户 ann 的：\n').and.include('填写的信息：1 份');
      expect(await won.state(phone)).to.equal('form_received');
      expect((await forget('--activity', 'other', '--json')).code).to.equal(0);
    });

    it('erases it once, and leaves nothing in the files, also not sealed', async () => {
      const held = await bytesOf(won.dataDir);
      if (store === 'SQLite') expect(held).to.include(sealed[1]);
      const { code, stdout } = await forget('--yes', '--json');
      expect([code, JSON.parse(stdout)]).to.deep.equal([
        0,
        {
          ...{ uid: 'ann', activityId: null, forms: 1, codes: 1, wins: 2, sentTo: {}, handedOn: 0 },
          ...{ isOverwritten: true, erased: true },
        },
      ]);
      const left = await bytesOf(won.dataDir);
      for (const text of [...sealed, ...sealed.map((each) => each.slice(3, 60)), ...Object.values(FORM)]) {
        expect(left.includes(text), text).to.equal(false);
      }
      const again = await forget('--yes', '--lang', 'en');
      expect([again.code, again.stdout]).to.satisfy(
        ([ending, text]: [number, string]) => ending === 0 && text.startsWith('nothing is kept of user ann'),
      );
      expect(await won.state(phone)).to.equal('form_wanted');
      const audit = await runCommand(['export', 'lucky', '--won', '--forms', '--format', 'json'], won.env);
      expect(audit.stdout).to.include(pass).and.not.include('李雷');
      const code1 = await won.inRecords(({ db }) =>
        db.selectFrom('codes').select('draw_id').where('unit', '=', 1).executeTakeFirstOrThrow(),
      );
      expect(code1.draw_id).to.equal('forgotten');
    });

    it('leaves the draws as they were', async () => {
      const before = (await runCommand(['export', 'lucky'], won.env)).stdout;
      await forget('--yes');
      expect((await runCommand(['export', 'lucky'], won.env)).stdout).to.equal(before);
    });
  });
}
