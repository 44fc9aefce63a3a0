import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { runProgram } from '../support/built-program.ts';
import { addWins } from '../support/delivery-rows.ts';
import { recordStoreNames } from '../support/record-stores.ts';
import { runCommand } from '../support/run-command.ts';
import { FORM, WonActivity } from '../support/won-activity.ts';

const ROWS = process.env.LONG === '1' ? 1_000_000 : 20_000;

for (const store of recordStoreNames) {
  describe(`handing over by hand, with records in ${store}`, () => {
    let won: WonActivity;
    let cup: string;
    let phone: string;
    let pass: string;
    let late: string;

    beforeEach(async () => {
      won = await WonActivity.open(store);
      [cup = '', phone = '', pass = '', late = ''] = await won.win(
        ['ann', 'cup'],
        ['ben', 'phone'],
        ['cy', 'pass'],
        ['dan', 'cup'],
      );
      await won.move([
        { drawId: cup, uid: 'ann', prizeId: 'cup', unit: 1 },
        { drawId: phone, uid: 'ben', prizeId: 'phone', unit: 1 },
        { drawId: pass, uid: 'cy', prizeId: 'pass', unit: 1 },
      ]);
    });

    const run = (...args: string[]) => runCommand([...args, '--lang', 'en'], won.env);
    const json = async (...args: string[]) => {
      const { stdout, ...rest } = await run('export', 'lucky', '--won', '--format', 'json', ...args);
      return {
        ...rest,
        lines: stdout
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line)),
      };
    };

    it('lists what is won in local time, with what the relay has not moved yet', async () => {
      const { code, lines, stderr } = await json();
      expect(code).to.equal(0);
      expect(lines.map(({ draw_id, state }) => [draw_id, state])).to.deep.equal([
        [cup, 'ready'],
        [phone, 'form_wanted'],
        [pass, 'ready'],
        [late, 'preparing'],
      ]);
      expect(lines[1]).to.deep.equal({
        ...{ won_at: '2026-11-11T10:00:00+08:00', prize_id: 'phone', prize_name: '手机', value: '4999.00' },
        ...{ unit: 1, uid: 'ben', method: 'form', endpoint: null, state: 'form_wanted', draw_id: phone },
      });
      expect(lines[3]).to.include({ prize_name: '杯子', unit: 2, method: 'hand' });
      expect(stderr).to.include('not in the record store yet: 1; listed at the end, as "preparing": 1');
      const zh = await runCommand(['export', 'lucky', '--won', '--lang', 'zh'], won.env);
      expect(zh.stderr).to.include('尚未进入记录库的中奖：1 条');
    });

    it('lists by state, method and time, and refuses what it does not know', async () => {
      expect((await json('--state', 'ready', '--method', 'code,hand')).lines).to.have.length(2);
      expect((await json('--since', '2026-11-11T10:00:01+08:00')).lines).to.have.length(0);
      for (const args of [
        ['--won', '--state', 'read'],
        ['--won', '--method', ''],
        ['--won', '--since', 'today'],
        ['--won', '--mark-sent'],
        ['--won', '--rules'],
        ['--forms'],
      ]) {
        expect((await run('export', 'lucky', ...args)).code, args.join(' ')).to.equal(2);
      }
    });

    it('shows forms to who asks and has the key', async () => {
      await won.fillIn(phone);
      expect((await run('export', 'lucky', '--won')).stdout).not.to.include('李雷');
      const { stdout, code } = await run('export', 'lucky', '--won', '--forms');
      expect(code).to.equal(0);
      expect(stdout.startsWith('\ufeffwon_at,prize_id,')).to.equal(true);
      expect(stdout).to.include(`form_received,${phone},李雷,13800138000,${FORM.address},,\r\n`);
      expect((await json('--forms')).lines[1]).to.include(FORM);
      await rm(won.keyFile);
      const without = await run('export', 'lucky', '--won', '--forms');
      expect([without.code, without.stdout]).to.deep.equal([1, '']);
      expect(without.stderr).to.include('--forms needs the data key');
      const env = { ...won.env, NODE_ENV: 'production', PASSPORT_URL: 'http://127.0.0.1:1/' };
      expect((await runCommand(['export', 'lucky', '--won', '--forms'], env)).code).to.equal(1);
      expect((await runCommand(['export', 'lucky', '--won'], env)).code).to.equal(0);
    });

    it('marks what was printed as sent, and leaves out what does not open', async () => {
      await won.fillIn(phone);
      const first = await json('--forms', '--mark-sent', '--state', 'form_received');
      expect(first.lines.map(({ name }) => name)).to.deep.equal(['李雷']);
      expect(first.stderr).to.include('marked as sent: 1');
      expect(await won.state(phone)).to.equal('sent');
      const second = await json('--forms', '--mark-sent', '--state', 'form_received');
      expect(second.lines).to.deep.equal([]);
      expect(second.stderr).to.include('marked as sent: 0');
      await won.inRecords(async ({ db }) => {
        await db
          .updateTable('deliveries')
          .set({ state: 'form_received' })
          .where('draw_id', '=', phone)
          .execute();
        await db.updateTable('forms').set({ form: 'k1.AAAA' }).execute();
      });
      const broken = await json('--forms', '--mark-sent', '--state', 'form_received');
      expect([broken.code, broken.lines[0].name]).to.deep.equal([1, null]);
      expect(broken.stderr).to.include('forms that cannot be opened').and.include('marked as sent: 0');
      expect(await won.state(phone)).to.equal('form_received');
    });

    it('marks as handed over what is named, by the exported file or by ids', async () => {
      await won.fillIn(phone);
      const file = join(won.dataDir, 'winners.csv');
      const { stdout } = await run('export', 'lucky', '--won', '--forms', '--state', 'ready,form_received');
      await writeFile(file, stdout);
      const done = await run('deliveries', 'done', '--file', file);
      expect(done.code, done.stderr).to.equal(1);
      expect(done.stdout).to.equal(
        [
          `line 4, ${pass}: it is not handed over by people, but by "code"`,
          'marked as delivered: 2',
          'not marked: 1',
          '',
        ].join('\n'),
      );
      expect([await won.state(cup), await won.state(phone), await won.state(pass)]).to.deep.equal([
        ...['delivered', 'delivered', 'ready'],
      ]);
      const again = await run('deliveries', 'done', cup, phone);
      expect([again.code, again.stdout]).to.deep.equal([
        0,
        'marked as delivered: 0\nmarked before, and left as they were: 2\n',
      ]);
      const wrong = await runCommand(
        ['deliveries', 'done', cup, 'nobody', '--activity', 'lucky', '--json', '--lang', 'zh'],
        won.env,
      );
      expect([wrong.code, JSON.parse(wrong.stdout)]).to.deep.equal([
        1,
        {
          ...{ delivered: 0, already: 1, problemCount: 1 },
          problems: [{ line: null, drawId: 'nobody', code: 'unknown', message: '记录库中没有这条中奖' }],
        },
      ]);
      expect((await run('deliveries', 'done', cup, '--activity', 'other')).stdout).to.include('no such win');
    });

    it('is wrong usage without ids or a file, or with both', async () => {
      for (const args of [[], [cup, '--file', 'x'], ['--file', '/nowhere'], [cup, '--activity', 'a b']]) {
        expect((await run('deliveries', 'done', ...args)).code, args.join(' ')).to.equal(2);
      }
    });
  });
}

describe('a long list of wins', () => {
  it('is printed in a heap of 96 MB', async () => {
    const won = await WonActivity.open();
    await won.win(['ann', 'cup']);
    await won.inRecords(async (records) => {
      for (let begin = 0; begin < ROWS; begin += 10_000) {
        const rows = Array.from({ length: 10_000 }, (_, no) => ({
          ...{ draw_id: `draw-${begin + no}`, uid: `user-${begin + no}`, unit: begin + no + 2 },
          ...{ won_at: begin + no, name: '一个名字不算太短的奖品' },
        }));
        await addWins(records, rows);
      }
    });
    const env = { ...won.env, NODE_OPTIONS: '--max-old-space-size=96' };
    const { code, stdout, stderr } = await runProgram(['export', 'lucky', '--won', '--state', 'ready'], env);
    expect(code, stderr).to.equal(0);
    expect(stdout.split('\r\n')).to.have.length(ROWS + 2);
  }).timeout(600_000);
});

describe('handing over where nothing was moved yet', () => {
  it('lists what the log has, and makes no record store', async () => {
    const won = await WonActivity.open();
    const [id = ''] = await won.win(['ann', 'phone']);
    const list = await runCommand(['export', 'lucky', '--won', '--forms', '--mark-sent'], won.env);
    expect([list.code, list.stdout.split('\r\n')[1]]).to.deep.equal([
      0,
      `2026-11-11T10:00:00+08:00,phone,手机,4999.00,1,ann,form,,preparing,${id},,,,,`,
    ]);
    expect((await runCommand(['deliveries', 'done', id], won.env)).code).to.equal(1);
    expect((await runCommand(['forget', '--uid', 'ann', '--yes'], won.env)).code).to.equal(0);
    expect((await runCommand(['keys', 'status'], won.env)).code).to.equal(0);
    const { existsSync } = await import('node:fs');
    expect(existsSync(join(won.dataDir, 'records.sqlite'))).to.equal(false);
  });

  it('says that a record store does not answer', async () => {
    const won = await WonActivity.open();
    await won.win(['ann', 'cup']);
    const env = { ...won.env, DATABASE_URL: 'postgres://x:hush@127.0.0.1:1/db' };
    for (const args of [
      ['export', 'lucky', '--won'],
      ['deliveries', 'done', 'x'],
      ['forget', '--uid', 'a'],
    ]) {
      const { code, stderr } = await runCommand(args, env);
      expect(code).to.equal(1);
      expect(stderr).to.include('record store: it does not answer').and.not.include('hush');
    }
  });
});
