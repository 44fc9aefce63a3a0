import { randomUUID } from 'node:crypto';
import { cp, rm } from 'node:fs/promises';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { activitiesDir } from '../support/activities-dir.ts';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { ask, postJson } from '../support/http.ts';
import { startRedis } from '../support/redis-server.ts';
import { runCommand } from '../support/run-command.ts';
import { DURABLE } from '../support/stores.ts';
import { until } from '../support/until.ts';

const activities = (segments: number) => ({
  rush: {
    dispatch: 'shake',
    is_login_user: true,
    prizes: [{ id: 'car', name: '汽车' }],
    rules: { segments, prizes: { car: { odds: '1/1', stock: 1000 } } },
  },
});

const draw = async ({ base }: RunningProgram, uid: string): Promise<number> => {
  const body = { activity_id: 'rush', token: `demo-${uid}`, request_id: randomUUID() };
  return (await postJson(`${base}/shake/draw`, body)).json.ret;
};

/** Draws of 40 users, so that each of eight segments has some. */
const drawAll = (program: RunningProgram) =>
  Promise.all(Array.from({ length: 40 }, (_, index) => draw(program, `user-${index}`)));

const reasonOf = async ({ origin }: RunningProgram): Promise<string> =>
  (await ask(`${origin}/readyz`)).json.checks.redis.reason ?? '';

describe('Redis goes back', () => {
  for (const segments of [1, 8]) {
    it(`flushed while connected, ${segments} segments: draws stop for every process, until an operator accepts it`, async () => {
      const redis = await startRedis({ args: DURABLE });
      const env = { REDIS_URL: redis.url, ACTIVITIES_DIR: await activitiesDir(activities(segments)) };
      const program = await startProgram(env);
      expect(new Set(await drawAll(program))).to.deep.equal(new Set([0]));
      const client = new Redis(redis.port, '127.0.0.1');
      await client.flushall();

      expect(new Set(await drawAll(program))).to.deep.equal(new Set([5003]));
      expect(await reasonOf(program)).to.match(/back/);
      const newcomer = await startProgram(env);
      expect(new Set(await drawAll(newcomer))).to.deep.equal(new Set([5003]));
      expect(await reasonOf(newcomer)).to.match(/back/);

      const asked = await runCommand(['accept', 'rush'], env);
      expect(asked.code, asked.stderr).to.equal(1);
      expect(await draw(program, 'user-0')).to.equal(5003);
      const accepted = await runCommand(['accept', 'rush', '--yes'], env);
      expect(accepted.code, accepted.stderr).to.equal(0);
      for (const each of [program, newcomer]) {
        expect(new Set(await drawAll(each))).to.deep.equal(new Set([0]));
      }
      const audit = await runCommand(['audit', 'rush', '--json'], env);
      expect(audit.code, audit.stdout + audit.stderr).to.equal(0);
      await Promise.all([program.stop(), newcomer.stop()]);
      client.disconnect();
      await redis.stop();
    });
  }

  it('restored from an old copy while connected: noticed at the next draw', async () => {
    let redis = await startRedis({ args: DURABLE });
    const { port, dir } = redis;
    const env = { REDIS_URL: redis.url, ACTIVITIES_DIR: await activitiesDir(activities(1)) };
    const program = await startProgram(env);
    const revived = async () => {
      redis = await startRedis({ port, dir, args: DURABLE });
      const back = async () => (await ask(`${program.origin}/readyz`)).json.status === 'ok';
      await until(back, { what: 'the service to be ready again' });
    };
    await drawAll(program);
    await redis.kill();
    await cp(dir, `${dir}-copy`, { recursive: true });
    await revived();
    await drawAll(program);
    await redis.kill();
    await rm(dir, { recursive: true });
    await cp(`${dir}-copy`, dir, { recursive: true });
    await rm(`${dir}-copy`, { recursive: true });
    await revived();
    expect(await draw(program, 'somebody-new')).to.equal(5003);
    expect(await reasonOf(program)).to.match(/back/);
    await program.stop();
    await redis.stop();
  });
});
