import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { oddFiles } from '../adapters/filesystem/odd-files.ts';
import { activitiesDir } from '../support/activities-dir.ts';
import { logLines, startProgram } from '../support/built-program.ts';
import { ask } from '../support/http.ts';
import { promised } from '../support/promised.ts';
import { raise } from '../support/storms.ts';
import { tempDir } from '../support/temp-dir.ts';
import { until } from '../support/until.ts';
import { workersOf } from '../support/workers-of.ts';
import { timed } from './support.ts';

const good = { dispatch: 'sku' };

describe('data.json malformed, half-written, 50 MB, unreadable, FIFO, link leading out, deleted, whole folder gone', () => {
  it('at the start: the log names file, field and reason; all others are served', async () => {
    const outside = await tempDir();
    await writeFile(join(outside, 'data.json'), JSON.stringify(good));
    const dir = await activitiesDir({
      good,
      malformed: '{"dispatch": "sku",\n "title": }',
      half: JSON.stringify({ ...good, title: 'x'.repeat(1000) }).slice(0, 500),
      wrong: { dispatch: 'shake', rules: { prizes: { car: { odds: '200%' } } } },
      large: `{"dispatch":"sku","x":"${'x'.repeat(50_000_000)}"}`,
      unreadable: good,
      deleted: good,
      fifo: '',
      gbk: '',
      leading: '',
      device: '',
    });
    const at = (id: string) => join(dir, id, 'data.json');
    await writeFile(at('gbk'), Buffer.from([0x7b, 0xbb, 0xb6]));
    await Promise.all(['unreadable', 'deleted', 'fifo', 'leading', 'device'].map((id) => rm(at(id))));
    // Unreadable to root too: a link that leads to itself.
    await symlink('data.json', at('unreadable'));
    execFileSync('mkfifo', [at('fifo')]);
    await symlink(join(outside, 'data.json'), at('leading'));
    await symlink('/dev/zero', at('device'));

    const program = await startProgram({ ACTIVITIES_DIR: dir, ROLE: 'all' });
    const ret = async (id: string) => (await ask(`${program.base}/static?activity_id=${id}`)).json.ret;
    expect(await ret('good')).to.equal(0);
    const refusals = logLines(program.stdout()).filter(({ msg }) => msg === 'activity is invalid');
    const reasons: Readonly<Record<string, RegExp>> = {
      malformed: /line 2, column 11/,
      half: /line 1/,
      wrong: /./,
      large: /is 50000\d+ bytes/,
      unreadable: /cannot be read \(ELOOP\)/,
      deleted: /is not there/,
      fifo: /is not a regular file/,
      gbk: /UTF-8/,
      leading: /link that leads out/,
      device: /link that leads out/,
    };
    for (const [id, reason] of Object.entries(reasons)) {
      expect(await ret(id), id).to.equal(1002);
      const [line] = refusals.filter(({ activity_id }) => activity_id === id);
      expect(line?.path, id).to.equal(at(id));
      expect(line?.reason, id).to.match(reason);
    }
    expect(
      refusals.filter(({ activity_id }) => activity_id === 'wrong').map(({ field }) => field),
    ).to.include('rules.prizes.car.odds');
    const ready = await ask(`${program.origin}/readyz`);
    expect([ready.status, ready.json.status]).to.deep.equal([200, 'degraded']);
    await program.stop();
  });

  it('a folder that is not there at the start is reported in one line, without a stack', async () => {
    const error = await startProgram({ ACTIVITIES_DIR: join(await tempDir(), 'gone') }).catch(
      (thrown: Error) => thrown,
    );
    expect(error).to.be.instanceOf(Error);
    const { message } = error as Error;
    expect(message).to.match(/gone/);
    expect(message).not.to.match(/\n\s+at /);
  });

  it('once loaded, a file deleted, or all of them gone, removes no activity', async () => {
    const home = await tempDir();
    const dir = join(home, 'activities');
    await rename(await activitiesDir({ one: good, two: good }), dir);
    const program = await startProgram({ ACTIVITIES_DIR: dir });
    const ret = async (id: string) => (await ask(`${program.base}/static?activity_id=${id}`)).json.ret;
    await rename(dir, join(home, 'away'));
    for (let count = 0; count < 20; count++) {
      expect([await ret('one'), await ret('two')]).to.deep.equal([0, 0]);
    }
    await rename(join(home, 'away'), dir);
    await program.stop();
  });
});

describe('a valid file that is edited into one of an odd shape', () => {
  it('is refused, and ends no worker', async () => {
    const dir = await activitiesDir({ good, odd: good });
    const program = await startProgram({ ACTIVITIES_DIR: dir, WORKERS: '2', ROLE: 'all' });
    const ret = async (id: string) => (await ask(`${program.base}/static?activity_id=${id}`)).json.ret;
    const workers = await workersOf(program.pid);
    for (const [shape, reason] of [
      ['600 odds without a common denominator', 'no common denominator'],
      ['lists nested 100,000 deep', 'nested more than 64 deep'],
      ['a million opened brackets', 'nested more than 64 deep'],
      ['goods that are numbers', 'entries, more than'],
    ] as const) {
      const before = program.stdout().length;
      await writeFile(join(dir, 'odd', 'data.json'), oddFiles[shape] ?? '');
      const isRefused = () => program.stdout().slice(before).includes(reason);
      await until(isRefused, { what: `the log to refuse ${shape}` });
      // The last good version goes on.
      expect([await ret('good'), await ret('odd')], shape).to.deep.equal([0, 0]);
    }
    expect(workers).to.have.length(2);
    expect(await workersOf(program.pid)).to.have.members(workers);
    await program.stop();
  });
});

describe('10,000 activities', () => {
  /* Starts, and reads and parses each file; on the machine of docs/performance.md that took 0.5 s. */
  const FLOOR = `const fs = require('node:fs'); const dir = process.argv[1];
    for (const id of fs.readdirSync(dir)) JSON.parse(fs.readFileSync(dir + '/' + id + '/data.json', 'utf8'));`;

  it('boots in 3 s or less, or 6 times what Node takes to read them, with an RSS of 300 MB or less', async () => {
    const dir = await tempDir();
    const shipped = await readFile('activities/1055/data.json');
    for (let id = 0; id < 10_000; id++) {
      await mkdir(join(dir, `a${id}`));
      await writeFile(join(dir, `a${id}`, 'data.json'), shipped);
    }
    // What else a machine does can only add to it: the best of five counts, and CPU time where the rest is waiting. On a
    // machine that is slow just now the floor is, too.
    const boots: number[] = [];
    const floors: number[] = [];
    const mostMs = () => Math.max(3000, 6 * Math.min(...floors));
    for (let tries = 0; tries < 5 && !(Math.min(...boots) <= mostMs()); tries++) {
      const floor = await timed(async () => execFileSync(process.execPath, ['-e', FLOOR, dir]));
      floors.push(floor.tookMs);
      const { result: program, tookMs } = await timed(() => startProgram({ ACTIVITIES_DIR: dir }));
      boots.push(Math.min(tookMs, await cpuMs(program.pid)));
      const last = await ask(`${program.base}/static?activity_id=a9999&token=demo-ann@1000`);
      expect(last.json.ret).to.equal(0);
      const status = await readFile(`/proc/${program.pid}/status`, 'utf8');
      expect(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024, 'RSS in MB').to.be.at.most(300);
      await program.stop();
    }
    expect(Math.min(...boots)).to.be.at.most(mostMs());
  });
});

describe('200 temporary files among the activities, 300 new folders, 1,000 files replaced at once', () => {
  /* One pass over all for each change took tens of seconds. */
  const LONGEST_ANSWER_MS = 2000;

  it('holds up no answer in any worker, and each change is served', async () => {
    const dir = await tempDir();
    const text = (title: string) => JSON.stringify({ dispatch: 'sku', title });
    for (let id = 0; id < 1_000; id++) {
      mkdirSync(join(dir, `a${id}`));
      writeFileSync(join(dir, `a${id}`, 'data.json'), text('before'));
    }
    const program = await startProgram({ ACTIVITIES_DIR: dir, WORKERS: '2', ROLE: 'all' });
    const titleOf = async (id: string) =>
      (await ask(`${program.base}/static?activity_id=${id}`)).json.data.title;
    const becomes = (id: string, title: string) =>
      until(async () => (await titleOf(id)) === title, { what: `${id} to be ${title}` });
    let round = 0;
    const storm = async () => {
      round += 1;
      await raise('200 temporary files', dir, '');
      await raise('300 new folders', dir, text(`new ${round}`));
      await becomes('new299', `new ${round}`);
      await raise('all files replaced at once', dir, text(`after ${round}`));
      for (const id of ['a0', 'a500', 'a999', 'new0']) await becomes(id, `after ${round}`);
    };
    await promised({ longestAnswerMs: LONGEST_ANSWER_MS }, async () => {
      let longestAnswerMs = 0;
      let raging = true;
      const asking = (async () => {
        while (raging) {
          const { tookMs } = await timed(() => titleOf('a0'));
          longestAnswerMs = Math.max(longestAnswerMs, tookMs);
          await pause(5);
        }
      })();
      await storm();
      raging = false;
      await asking;
      return { longestAnswerMs };
    });
    await program.stop();
  });
});

const CLOCK_TICKS_A_SECOND = 100;

/** User and system time of a process so far, by what the kernel says: fields 14 and 15 of `proc(5)`. */
async function cpuMs(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS_A_SECOND) * 1000;
}
