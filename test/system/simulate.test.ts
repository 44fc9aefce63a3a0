import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { ThreadRunPool } from '../../src/adapters/threads/thread-run-pool.ts';
import { simulate } from '../../src/application/analysis/simulation/simulate.ts';
import {
  NO_CHANCE,
  NOTHING,
  SimulatedBook,
} from '../../src/application/analysis/simulation/simulated-book.ts';
import { ticketOf } from '../../src/application/draws/ticket.ts';
import { kindReadings } from '../../src/application/kinds/kinds.ts';
import { type Activity, readActivity } from '../../src/domain/activities/activity.ts';
import type { DrawDetails } from '../../src/domain/draws/draw-details.ts';
import { activitiesDir } from '../support/activities-dir.ts';
import { startProgram } from '../support/built-program.ts';
import { drawAll } from '../support/draw-load.ts';
import { plantSeed } from '../support/planted-seed.ts';
import { runCommand } from '../support/run-command.ts';
import { asked, flatScenario, launch, sequentialPool } from '../support/simulations.ts';
import { stores } from '../support/stores.ts';
import { tempDir } from '../support/temp-dir.ts';

const SECRET = '5eed'.repeat(16);
const drawn = {
  dispatch: 'shake',
  title: '<script>alert("摇")</script>',
  is_login_user: true,
  starts_at: '2020-01-01T00:00:00+08:00',
  ends_at: '2099-01-01T00:00:00+08:00',
  prizes: ['car', 'tea', 'cup', 'thanks'].map((id) => ({ id, name: `${id}</script>` })),
  rules: {
    chances: { total: 4 },
    prizes: {
      car: { odds: '1/7', stock: 9, per_user: 1, value: '10.00' },
      tea: { odds: '20%', per_user: 2, value: '1.00' },
      cup: { odds: '10%', stock: 2000, release: 'linear', unlock_after: 1 },
    },
    fallback: 'thanks',
    guarantee: { after: 3, prize: 'tea' },
    budget: '50.00',
    blocked_users: ['u3'],
  },
};

for (const [name, startStore] of Object.entries(stores)) {
  it(`the service on ${name} draws what the simulator draws, by the same seed, users and order`, async () => {
    const store = await startStore();
    await plantSeed(store, 'd1', SECRET);
    const program = await startProgram({ ...store.env, ACTIVITIES_DIR: await activitiesDir({ d1: drawn }) });
    const order = Array.from({ length: 200 }, (_, index) => (index * 7 + (index >> 3)) % 45);
    const requests = order.map((user, index) => ({ uid: `u${user + 1}`, requestId: `request-${index}` }));
    const answers = await drawAll(program.base, 'd1', requests, { concurrency: 1 });
    await program.stop();
    await store.stop();

    const reading = readActivity('d1', drawn, kindReadings);
    if (!reading.ok) throw new Error('not valid');
    const book = new SimulatedBook(reading.activity as Activity<DrawDetails>, 45, new Set([2]));
    const simulated = requests.map(({ uid }, index) => {
      const user = order[index]!;
      const draw = { activityId: 'd1', drawNo: book.drawsOf(user) + 1, uid };
      const prize = book.draw(user, ticketOf(SECRET, draw, book.table.denominator), Date.now());
      return prize === NO_CHANCE ? 2001 : prize === NOTHING ? null : book.prizeIds[prize];
    });
    const served = answers.map(({ ret, data }) => (ret === 0 ? (data.prize?.id ?? null) : ret));
    expect(served).to.deep.equal(simulated);
    expect(new Set(served)).to.deep.equal(new Set(['car', 'tea', 'cup', 'thanks', null, 2001]));
  });
}

describe('simulate, on the command line', () => {
  let env: Record<string, string>;
  before(async () => {
    const short = { starts_at: '2026-11-11T00:00:00+08:00', ends_at: '2026-11-13T00:00:00+08:00' };
    env = { ACTIVITIES_DIR: await activitiesDir({ d1: { ...drawn, ...short }, s1: { dispatch: 'sku' } }) };
  });
  const small = ['simulate', 'd1', '--users', '300', '--runs', '3'];

  it('gives the same report for the same seed, and ends with 1 where it warns', async () => {
    const [one, again, other] = await Promise.all([
      runCommand([...small, '--json'], env),
      runCommand([...small, '--json'], env),
      runCommand([...small, '--json', '--seed', '2'], env),
    ]);
    expect(one.code).to.equal(1);
    expect(again.stdout).to.equal(one.stdout);
    expect(other.stdout).not.to.equal(one.stdout);
    const report = JSON.parse(one.stdout);
    expect(report).to.include({ users: 300, draws_per_user: 4, runs: 3, budget: 50 });
    expect(report.warnings[0].kind).to.equal('budget_binds');
  });

  it('lets users draw all that the rules allow, and says so where nobody said how often', async () => {
    const short = { starts_at: '2026-11-11T00:00:00+08:00', ends_at: '2026-11-15T00:00:00+08:00' };
    const rules = { chances: { per_day: 2, total: 7 }, prizes: { car: { odds: '0.4%' } } };
    const dir = await activitiesDir({ a1: { ...drawn, ...short, rules } });
    const file = join(await tempDir(), 'report.html');
    const args = ['simulate', 'a1', '--users', '300', '--runs', '3'];
    const [spoken, json] = await Promise.all([
      runCommand([...args, '--html', file], { ACTIVITIES_DIR: dir }),
      runCommand([...args, '--json'], { ACTIVITIES_DIR: dir }),
    ]);
    const report = JSON.parse(json.stdout);
    expect(report).to.deep.include({
      draws_per_user: 7,
      draws_assumed: { why: 'all_allowed', per_day: 2, total: 7, days: 4, earned: 0, earn_offered: false },
      without_chance: 0,
    });
    expect(report.draws.mean).to.equal(2100);
    const words =
      'each of 300 users draws 7 times, all that rules.chances allow: 2 a day on 4 days, at most 7 in all';
    expect(spoken.stdout.replace(/\s+/g, ' ')).to.include(words);
    const html = await readFile(file, 'utf8');
    expect(html).to.include(words);
    // Odds in percent, as everywhere else.
    expect(html).to.include('<td>0.4 %</td>').and.not.include('1/250</td>');
  });

  it('gives the same whatever the number of threads', async () => {
    const built = new URL('../../dist/adapters/threads/run-worker.js', import.meta.url);
    const activity = launch({ a: { odds: '2%', stock: 30, value: '5.00' }, b: { odds: '1/9' } });
    const { traffic } = flatScenario(activity, 500, 2);
    const order = {
      users: 500,
      visits: asked(2),
      earned: 0,
      runs: 60,
      seed: 7,
      traffic,
      trafficName: 'flat',
    };
    const alone = await simulate(activity, order, sequentialPool);
    for (const threads of [1, 3]) {
      const counts: number[] = [];
      const report = await simulate(
        activity,
        order,
        new ThreadRunPool(threads, { worker: built }),
        (done, of) => counts.push(done / of),
      );
      expect(report).to.deep.equal(alone);
      expect(counts.at(-1)).to.equal(1);
    }
  });

  it('prints at most 80 columns, and no colours where there is no terminal', async () => {
    const { stdout } = await runCommand(small, env);
    for (const line of stdout.split('\n')) expect(line.length, line).to.be.at.most(80);
    expect(stdout).to.match(/^car .* \d/m);
    expect(stdout).not.to.include('\u001b');
  });

  it('writes one HTML file that needs no network and in which a title is a text', async () => {
    const file = join(await tempDir(), 'report.html');
    await runCommand([...small, '--html', file], env);
    const html = await readFile(file, 'utf8');
    expect(html).not.to.match(/<(?:script|link|img)[^>]+(?:src|href)=/);
    expect(html).to.include('&lt;script&gt;alert(&quot;摇&quot;)&lt;/script&gt;');
    expect(html).not.to.include('<script>alert(');
    expect(html.match(/<\/script>/g)).to.have.length(4);
  });

  it('reads measured traffic, and names each wrong line by its number', async () => {
    const file = join(await tempDir(), 'traffic.csv');
    await writeFile(file, 'time,visits\n2026-11-11T20:00:00+08:00,9\n2026-11-11T20:10:00+08:00,0\n');
    const { stdout } = await runCommand([...small, '--json', '--traffic', file], env);
    expect(JSON.parse(stdout).traffic).to.equal('measured');
    await writeFile(file, 'time,visits\n2026-11-11T20:00,9\n2026-11-11T20:00:00+08:00,many\n');
    const wrong = await runCommand([...small, '--traffic', file], env);
    expect(wrong.code).to.equal(2);
    expect(wrong.stderr).to.match(/line 2: .*such as[\s\S]*line 3: "many"/);
  });

  it('is wrong usage for what it cannot simulate', async () => {
    for (const args of [
      ['d2'],
      ['s1'],
      ['d1', '--users', '0'],
      ['d1', '--runs', 'x'],
      ['d1', '--shape', 'odd'],
    ]) {
      const { code, stdout, stderr } = await runCommand(['simulate', ...args], env);
      expect([code, stdout], args.join(' ')).to.deep.equal([2, '']);
      expect(stderr).to.not.equal('');
    }
  });
});
