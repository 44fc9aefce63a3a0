import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { activitiesDir } from '../support/activities-dir.ts';
import { type RunningProgram, runProgram, startProgram } from '../support/built-program.ts';
import { drawAll } from '../support/draw-load.ts';
import { ask } from '../support/http.ts';
import { promised } from '../support/promised.ts';
import { SCALE } from '../support/scale.ts';
import { startTwoMachines, type TwoMachines } from '../support/two-machines.ts';
import { until } from '../support/until.ts';

const DRAWS_A_SECOND = 500;

const rush = (title: string, odds = '50%') => ({
  dispatch: 'shake',
  title,
  is_login_user: true,
  prizes: [{ id: 'tea', name: '奶茶' }],
  rules: { chances: { per_day: 100_000 }, prizes: { tea: { odds } } },
});

/** Asks for so many draws a second, each of another user of this round, at the programs in turn. */
function drawSteadily(programs: readonly RunningProgram[], round: number) {
  const pending = new Set<Promise<unknown>>();
  const startedAt = performance.now();
  let sent = 0;
  let refused = 0;
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - startedAt) / 1000) * DRAWS_A_SECOND);
    for (; sent < due; sent++) {
      const { base } = programs[sent % programs.length] as RunningProgram;
      const one = drawAll(base, 'rush', [{ uid: `u${round}-${sent}`, requestId: `request-${sent}` }], {
        concurrency: 1,
      })
        .then(([answer]) => {
          if (answer?.ret === 1007) refused += 1;
        })
        .finally(() => pending.delete(one));
      pending.add(one);
    }
  }, 10);
  return {
    sent: () => sent,
    refused: () => refused,
    stop: async () => {
      clearInterval(timer);
      await Promise.all(pending);
    },
  };
}

describe('an activity under load, on two machines', () => {
  let root: string;
  let machines: TwoMachines;
  let load: ReturnType<typeof drawSteadily> | null = null;

  beforeEach(async () => {
    root = await activitiesDir({ rush: rush('before') });
    machines = await startTwoMachines(root, { PUBLISH: 'auto', DRAW_RATE_LIMIT: 'off' });
  });
  afterEach(async () => {
    await load?.stop().catch(() => {});
    await machines?.stop();
  });

  const command = (...args: string[]) => runProgram(args, machines.envOf(0));
  const drawTimes = async () => {
    const { stdout } = await command('export', 'rush', '--format', 'json');
    const lines = stdout.split('\n').filter((line) => line !== '');
    return lines.map((line) => Date.parse(JSON.parse(line).at));
  };
  const publishedEverywhere = (program: RunningProgram) =>
    until(async () => (await ask(`${program.base}/static?activity_id=rush`)).json.ret === 1004, {
      what: 'the activity to be served',
    });

  it('is paused within 1 s of the command: no draw is booked later, and the audit is clean', async () => {
    await Promise.all(machines.publics.map(publishedEverywhere));
    let round = 0;
    await promised({ lastDrawMs: 1000 }, async () => {
      round += 1;
      const going = drawSteadily(machines.publics, round);
      load = going;
      await until(() => going.sent() > 2 * DRAWS_A_SECOND, { what: 'draws' });
      const paused = await command('pause', 'rush', '--note', 'too many winners', '--json');
      expect(paused.code, paused.stderr).to.equal(0);
      await until(() => going.refused() > 2 * DRAWS_A_SECOND, { what: 'refusals' });
      await going.stop();
      const drawnAt = await drawTimes();
      expect(drawnAt).to.have.length.above(DRAWS_A_SECOND);
      const audit = await command('audit', 'rush');
      expect(audit.code, audit.stdout).to.equal(0);
      expect((await command('resume', 'rush')).code).to.equal(0);
      await Promise.all(machines.publics.map(publishedEverywhere));
      return { lastDrawMs: Math.max(...drawnAt) - Date.parse(JSON.parse(paused.stdout).at) };
    });
  });
});

describe('a rollout to 10 %', () => {
  let machines: TwoMachines | undefined;
  const started: RunningProgram[] = [];
  afterEach(async () => {
    for (const program of started.splice(0)) await program.stop('SIGKILL');
    await machines?.stop();
  });

  it('is for the same tenth of all users, in each process and after a restart; what they drew as candidates they keep', async () => {
    const root = await activitiesDir({ rush: rush('before', '100%') });
    machines = await startTwoMachines(root, { PUBLISH: 'manual', DRAW_RATE_LIMIT: 'off' });
    const { publics, envOf } = machines;
    const command = async (...args: string[]) => {
      const done = await runProgram(args, envOf(0));
      expect(done.code, `${args}: ${done.stdout}${done.stderr}`).to.equal(0);
    };
    await command('publish', 'rush', '--yes');
    await writeFile(join(root, 'rush', 'data.json'), JSON.stringify(rush('candidate', '100%')));
    await command('rollout', 'rush', '--percent', '10', '--yes');
    const uids = Array.from({ length: SCALE.rolloutUsers }, (_, no) => `user-${no}`);
    const sides = async (program: RunningProgram) => {
      const found = new Set<string>();
      const queue = uids[Symbol.iterator]();
      const work = async () => {
        for (const uid of queue) {
          const { json, headers } = await ask(`${program.base}/static?activity_id=rush&token=demo-${uid}`);
          expect(headers.get('x-release')).to.equal(json.data.title === 'candidate' ? '2' : '1');
          if (json.data.title === 'candidate') found.add(uid);
        }
      };
      await Promise.all(Array.from({ length: 16 }, work));
      return found;
    };
    const [first, second] = publics;
    const candidates = await sides(first);
    // As often as chance allows: four standard deviations.
    expect(candidates.size / uids.length).to.be.closeTo(0.1, 4 * Math.sqrt((0.1 * 0.9) / uids.length));
    expect(await sides(second)).to.deep.equal(candidates);
    await first.stop();
    const again = await startProgram({ ...envOf(0), ROLE: 'public', WORKERS: '2' }, { publishes: false });
    started.push(again);
    expect(await sides(again)).to.deep.equal(candidates);

    const drawers = [...candidates].slice(0, 50);
    const draws = drawers.map((uid) => ({ uid, requestId: `request-${uid}` }));
    const drawn = await drawAll(again.base, 'rush', draws);
    expect(drawn.every(({ ret, data }) => ret === 0 && data.won)).to.equal(true);
    await command('rollout', 'rush', '--abort', '--yes');
    const prizesOf = async (uid: string) =>
      (await ask(`${again.base}/shake/prizes?activity_id=rush&token=demo-${uid}@1000`)).json.data;
    for (const uid of drawers) {
      const shown = (await ask(`${again.base}/static?activity_id=rush&token=demo-${uid}@1000`)).json.data;
      expect(shown.title).to.equal('before');
      expect(shown.user_draw_info.chances_left).to.equal(100_000 - 1);
      expect((await prizesOf(uid)).prizes).to.have.length(1);
    }
    await command('audit', 'rush');
  });
});
