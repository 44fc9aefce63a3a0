import { randomUUID } from 'node:crypto';
import { cp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { activitiesDir } from '../support/activities-dir.ts';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { ask, postJson } from '../support/http.ts';
import { startRedis, type TestRedis } from '../support/redis-server.ts';
import { runCommand } from '../support/run-command.ts';
import { DURABLE } from '../support/stores.ts';
import { until } from '../support/until.ts';

const rush = (segments: number, stock: number) => ({
  dispatch: 'shake',
  is_login_user: true,
  prizes: [{ id: 'car', name: '汽车' }],
  rules: { segments, prizes: { car: { odds: '1/1', stock } } },
});

const draw = async ({ base }: RunningProgram, uid: string): Promise<number> => {
  const body = { activity_id: 'rush', token: `demo-${uid}`, request_id: randomUUID() };
  return (await postJson(`${base}/shake/draw`, body)).json.ret;
};

/** So many that, at once, each of eight segments and of two workers has some. */
const USERS = Array.from({ length: 40 }, (_, index) => `user-${index}`);

const drawAll = async (program: RunningProgram) =>
  new Set(await Promise.all(USERS.map((uid) => draw(program, uid))));

/** A busy Redis may not answer all of them in time. */
const wonByAll = (program: RunningProgram) =>
  until(async () => [...(await drawAll(program))].join() === '0', { what: 'a draw of each user' });

/** All draws are refused, and not because the store is busy. */
async function expectStopped(program: RunningProgram): Promise<void> {
  expect(await drawAll(program)).to.deep.equal(new Set([5003]));
  // Of several workers, one that has drawn answers.
  await until(
    async () => /back/.test((await ask(`${program.origin}/readyz`)).json.checks.redis.reason ?? ''),
    { what: 'the reason' },
  );
}

/** Accepts the loss, and once more where a worker that was not connected by then has seen more than the others. */
async function goneOn(programs: readonly RunningProgram[], env: Record<string, string>): Promise<void> {
  const accept = (...options: string[]) => runCommand(['accept', 'rush', ...options], env);
  const asked = await accept();
  expect(asked.code, asked.stderr).to.equal(1);
  const isOn = async (program: RunningProgram) => {
    const accepted = await accept('--yes');
    expect(accepted.code, accepted.stderr).to.equal(0);
    return [...(await drawAll(program))].join() === '0';
  };
  for (const each of programs) await until(() => isOn(each), { what: 'draws to go on' });
}

async function expectSound(env: Record<string, string>): Promise<void> {
  const audit = await runCommand(['audit', 'rush', '--json'], env);
  expect(audit.code, audit.stdout + audit.stderr).to.equal(0);
}

/** Kills Redis, and starts it with the files that `change` leaves. */
async function restarted(redis: TestRedis, program: RunningProgram, change: () => Promise<void>) {
  await redis.kill();
  await change();
  const again = await startRedis({ port: redis.port, dir: redis.dir, args: DURABLE });
  const isReady = async () => (await ask(`${program.origin}/readyz`)).json.status === 'ok';
  await until(isReady, { what: 'the service to be ready again' });
  return again;
}

describe('Redis goes back', () => {
  for (const segments of [1, 8]) {
    it(`flushed while connected, ${segments} segments: draws stop for every process, until an operator accepts it`, async () => {
      const redis = await startRedis({ args: DURABLE });
      const dir = await activitiesDir({ rush: rush(segments, 10_000) });
      const env = { REDIS_URL: redis.url, ACTIVITIES_DIR: dir };
      const program = await startProgram({ ...env, WORKERS: '2' });
      const client = new Redis(redis.port, '127.0.0.1');
      await wonByAll(program);
      // Twice: what is true of a first loss may not be of a second.
      for (let loss = 0; loss < 2; loss++) {
        await client.flushall();
        await expectStopped(program);
        const newcomer = await startProgram(env);
        await expectStopped(newcomer);
        await goneOn([program, newcomer], env);
        await newcomer.stop();
        await expectSound(env);
      }
      await program.stop();
      client.disconnect();
      await redis.stop();
    });

    it(`restored from an old copy while connected, ${segments} segments: noticed at the next draw`, async () => {
      let redis = await startRedis({ args: DURABLE });
      const dir = await activitiesDir({ rush: rush(segments, 10_000) });
      const env = { REDIS_URL: redis.url, ACTIVITIES_DIR: dir };
      const program = await startProgram({ ...env, WORKERS: '2' });
      const copy = `${redis.dir}-copy`;
      await wonByAll(program);
      redis = await restarted(redis, program, () => cp(redis.dir, copy, { recursive: true }));
      // The copy does not have these rules.
      await writeFile(join(dir, 'rush', 'data.json'), JSON.stringify(rush(segments, 20_000)));
      const setsOfRules = async () =>
        (await ask(`${program.base}/shake/fairness?activity_id=rush`)).json.data.rules?.length;
      await until(async () => (await draw(program, 'ann')) === 0 && (await setsOfRules()) === 2, {
        what: 'the second set of rules',
      });
      await wonByAll(program);
      redis = await restarted(redis, program, async () => {
        await rm(redis.dir, { recursive: true });
        await cp(copy, redis.dir, { recursive: true });
        await rm(copy, { recursive: true });
      });
      await expectStopped(program);
      await goneOn([program], env);
      await expectSound(env);
      await program.stop();
      await redis.stop();
    });
  }
});
