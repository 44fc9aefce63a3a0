import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { createLog } from '../../src/adapters/pino/log.ts';
import { Disposer } from '../../src/container/disposer.ts';
import { registerService } from '../../src/container/open-service.ts';
import { readSettings } from '../../src/container/settings.ts';
import { tokens } from '../../src/container/tokens.ts';
import type { Clock } from '../../src/domain/shared/clock.ts';
import { activitiesDir } from '../support/activities-dir.ts';
import { ask, postJson } from '../support/http.ts';
import { startHttpServer } from '../support/http-server.ts';
import { promised } from '../support/promised.ts';
import { publishDrafts } from '../support/publish-drafts.ts';
import { startRedis } from '../support/redis-server.ts';
import { retryWhileBusy } from '../support/retry-while-busy.ts';
import { runCommand } from '../support/run-command.ts';
import { DURABLE } from '../support/stores.ts';
import { tempDir } from '../support/temp-dir.ts';
import { soundPassport, timed } from './support.ts';

const DAY_MS = 86_400_000;
const NOON = Date.parse('2026-11-11T12:00:00+08:00');

/** The service as a machine has it that has this clock. */
async function startMachine(
  env: Readonly<Record<string, string>>,
  clock: Clock,
): Promise<{ base: string; close(): Promise<void> }> {
  const disposer = new Disposer();
  const whole = { DATA_DIR: await tempDir(), PASSPORT_TIMEOUT_MS: '300', ...env };
  const reading = readSettings(whole, 1);
  if (!reading.ok) throw new Error(reading.problems.join());
  const pageDir = join(import.meta.dirname, '../../dist/web');
  const alone = { isLeader: true, supervisor: null };
  const log = createLog('silent');
  const registry = await registerService(reading.settings, log, disposer, alone, pageDir);
  const container = registry.container.createChildContainer();
  container.register(tokens.clock, { useValue: clock });
  const publisher = await publishDrafts(whole);
  disposer.push(() => publisher.close());
  await container.resolve(tokens.records).settled();
  await container.resolve(tokens.releaseFollower).load(null);
  const server = createServer(container.resolve(tokens.app));
  await container.resolve(tokens.redis)?.settled();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  disposer.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return { base: `http://127.0.0.1:${port}/cms-market`, close: () => disposer.dispose() };
}

describe('clock jumps by 3 days', () => {
  const disposer = new Disposer();
  const clock = { time: NOON, now: () => clock.time };
  let base: string;
  let answering = soundPassport;

  before(async () => {
    const passport = await startHttpServer((request, response, body) => answering(request, response, body));
    disposer.push(() => passport.close());
    const dir = await activitiesDir({
      week: {
        dispatch: 'shake',
        is_login_user: true,
        starts_at: '2026-11-10T00:00:00+08:00',
        ends_at: '2026-11-14T00:00:00+08:00',
        rules: { chances: { per_day: 1 } },
      },
    });
    const machine = await startMachine({ ACTIVITIES_DIR: dir, PASSPORT_URL: passport.origin }, clock);
    disposer.push(machine.close);
    base = machine.base;
  });
  after(() => disposer.dispose());
  beforeEach(() => {
    clock.time = NOON;
    answering = soundPassport;
  });

  const draw = (requestId: string, token = 'good-ann') =>
    postJson(`${base}/shake/draw`, { activity_id: 'week', token, request_id: requestId });

  it('windows open and close with it, and a draw that was made is given again when it is back', async () => {
    const requestId = randomUUID();
    const first = (await draw(requestId)).json;
    expect(first.ret).to.equal(0);
    for (const days of [3, -3]) {
      clock.time = NOON + days * DAY_MS;
      expect((await draw(randomUUID())).json.ret).to.equal(1003);
    }
    clock.time = NOON;
    const again = (await draw(requestId)).json;
    expect(again.data).to.deep.include({ draw_id: first.data.draw_id, draw_no: 1, replayed: true });
  });

  it('deadlines do not move', async () => {
    answering = (_request, response) => {
      clock.time += 3 * DAY_MS;
      response.on('close', () => {});
    };
    await promised({ answerMs: 800 }, async () => {
      const { result, tookMs } = await timed(() => ask(`${base}/static?activity_id=week&token=good-new`));
      expect(result.json.ret).to.equal(5003);
      expect(tookMs).to.be.at.least(250);
      return { answerMs: tookMs };
    });
  });
});

describe('two machines whose clocks differ', () => {
  const MOMENTS = ['2026-11-10T00:00:00+08:00', '2026-11-11T00:00:00+08:00', '2026-11-12T00:00:00+08:00'];
  const DAYS = 2;
  const PER_DAY = 3;
  const STOCK = 2;
  const clock = { time: 0, aheadMs: 0 };
  const disposer = new Disposer();
  let env: Record<string, string>;
  let bases: string[];

  before(async () => {
    const redis = await startRedis({ args: DURABLE });
    const passport = await startHttpServer(soundPassport);
    disposer.push(() => redis.stop());
    disposer.push(() => passport.close());
    const release = MOMENTS.slice(0, STOCK).map((at) => ({ at, count: 1 }));
    env = {
      REDIS_URL: redis.url,
      PASSPORT_URL: passport.origin,
      ACTIVITIES_DIR: await activitiesDir({
        two: {
          dispatch: 'shake',
          is_login_user: true,
          starts_at: MOMENTS[0],
          ends_at: MOMENTS[DAYS],
          prizes: [{ id: 'car', name: '汽车' }],
          rules: { chances: { per_day: PER_DAY }, prizes: { car: { odds: '100%', release } } },
        },
      }),
    };
    const machines = [
      await startMachine(env, { now: () => clock.time }),
      await startMachine(env, { now: () => clock.time + clock.aheadMs }),
    ];
    for (const { close } of machines) disposer.push(close);
    bases = machines.map(({ base }) => base);
  });
  after(() => disposer.dispose());

  it('give a user of both no chance more, at the start, at midnight, at the end and at a release step', async () => {
    const won: string[] = [];
    for (const aheadMs of [50, 200, 2000]) {
      clock.aheadMs = aheadMs;
      const token = `good-ann-${aheadMs}`;
      let made = 0;
      for (const moment of MOMENTS.map((text) => Date.parse(text))) {
        for (let step = -12; step <= 4; step++) {
          clock.time = moment + Math.round((step * aheadMs) / 8);
          for (const base of bases) {
            const fields = { activity_id: 'two', token, request_id: randomUUID() };
            const { json } = await retryWhileBusy(() => postJson(`${base}/shake/draw`, fields));
            if (json.ret !== 0) expect(json.ret).to.be.oneOf([1003, 2001]);
            else made++;
            if (json.data.won) won.push(token);
          }
        }
      }
      expect(made, `draws with clocks ${aheadMs} ms apart`).to.equal(DAYS * PER_DAY);
    }
    expect(won).to.have.length(STOCK);
    const { code, stdout, stderr } = await runCommand(['audit', '--json'], env);
    expect(code, stdout + stderr).to.equal(0);
    const [report] = JSON.parse(stdout).activities;
    expect(report).to.deep.include({ draws: 3 * DAYS * PER_DAY, wins: STOCK, users: 3, findings: [] });
  });
});
