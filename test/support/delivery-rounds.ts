import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { recordTargetOf } from '../../src/adapters/sql/records/record-target.ts';
import { activitiesDir } from './activities-dir.ts';
import { type RunningProgram, startProgram } from './built-program.ts';
import { type DrawAnswer, drawAll } from './draw-load.ts';
import { freeLeases } from './freed-leases.ts';
import { ask } from './http.ts';
import { startPostgres } from './postgres.ts';
import { startRedis } from './redis-server.ts';
import { runCommand } from './run-command.ts';
import { DURABLE } from './stores.ts';
import { tempDir } from './temp-dir.ts';
import { until } from './until.ts';
import { startDifficultReceiver, type TestReceiver } from './webhook-receiver.ts';
import { operationsOf } from './workers-of.ts';

const USERS = 60;
const CODES = 5000;
const DRAW_EVERY_MS = 50;

const rush = {
  dispatch: 'shake',
  is_login_user: true,
  prizes: [
    { id: 'car', name: '汽车' },
    { id: 'coupon', name: '优惠券' },
  ],
  rules: {
    prizes: {
      car: { odds: '10%', value: '3.00', delivery: { by: 'webhook', to: 'crm' } },
      coupon: { odds: '20%', value: '0.07', delivery: { by: 'code' } },
    },
  },
};

/** What stands and falls in the rounds. */
interface Site {
  readonly env: Readonly<Record<string, string>>;
  /** Of visitors. */
  visitors(): RunningProgram;
  /** What can be killed, each with what brings it back. */
  readonly victims: Readonly<Record<string, () => Promise<() => Promise<void>>>>;
  stop(): Promise<void>;
}

export type SiteName = 'embedded' | 'machines';

export interface DeliveryReport {
  readonly acknowledged: number;
  readonly webhooks: number;
  readonly codes: number;
}

/**
 * Kills processes and stores in turn under a load of draws, with a receiver that is slow, fails and drops connections.
 * Throws where a win of an acknowledged draw does not arrive, arrives under two ids, where a code is given twice or not
 * at all, and at anything that an audit finds wrong.
 */
export function deliveryRounds(name: SiteName, rounds: number): Promise<DeliveryReport> {
  return atSite(name, async (site) => {
    const answers: DrawAnswer[] = [];
    const victims = Object.entries(site.victims);
    for (let round = 0; round < rounds; round++) {
      const [, kill] = victims[round % victims.length] as (typeof victims)[number];
      answers.push(...(await drawThrough(site, kill, 20 + ((round * 97) % 150))));
    }
    return answers;
  });
}

/**
 * Draws for so many seconds while PostgreSQL is away, which comes back then. Throws where a draw fails, and as
 * `deliveryRounds`.
 */
export function drawsWithoutRecords(seconds: number): Promise<DeliveryReport> {
  return atSite('machines', async (site) => {
    const revive = await (site.victims.postgres as Site['victims'][string])();
    const answers: DrawAnswer[] = [];
    const end = performance.now() + seconds * 1000;
    while (performance.now() < end) {
      const draw = { uid: `user-${answers.length % USERS}`, requestId: randomUUID() };
      const [answer] = await drawAll(site.visitors().base, 'rush', [draw]);
      if (answer?.ret !== 0) throw new Error(`draw ${answers.length} was answered ${answer?.ret}`);
      answers.push(answer);
      await pause(DRAW_EVERY_MS);
    }
    await revive();
    return answers;
  });
}

async function atSite(
  name: SiteName,
  draw: (site: Site) => Promise<readonly DrawAnswer[]>,
): Promise<DeliveryReport> {
  const receiver = await startDifficultReceiver();
  const dir = await tempDir();
  const endpoints = join(dir, 'endpoints.json');
  await writeFile(endpoints, JSON.stringify({ crm: { url: receiver.url, secret: receiver.secret } }));
  const env = {
    ACTIVITIES_DIR: await activitiesDir({ rush }),
    DATA_DIR: dir,
    ENDPOINTS_FILE: endpoints,
  };
  const site = await sites[name](env);
  try {
    await importCodes(site.env, dir);
    const answers = await draw(site);
    // Whole leases of killed processes are waited for by `npm run test:long`.
    if (process.env.LONG !== '1') await freeLeases(recordTargetOf(site.env.DATABASE_URL ?? null, dir));
    return await expectDelivered(site, receiver, answers);
  } finally {
    await site.stop();
    await receiver.close();
  }
}

async function expectDelivered(
  site: Site,
  receiver: TestReceiver,
  answers: readonly DrawAnswer[],
): Promise<DeliveryReport> {
  const won = answers.filter(({ data }) => data.won);
  const draws = new Map(won.map(({ data }) => [data.draw_id as string, data.prize.id as string]));
  const cars = [...draws].filter(([, prize]) => prize === 'car').map(([id]) => id);
  // One that failed is tried again after 5 s.
  await until(() => cars.every((id) => receiver.accepted.has(id)), {
    what: `all of ${cars.length} webhooks`,
    timeoutMs: 120_000,
  });
  const strangers = [...receiver.accepted.keys()].filter((id) => draws.get(id) !== 'car');
  if (strangers.length > 0) throw new Error(`${strangers.length} webhooks of draws that nobody knows`);
  if (receiver.forged() > 0) throw new Error(`${receiver.forged()} signatures were wrong`);
  const codes = await codesOf(site.visitors());
  const coupons = [...draws].filter(([, prize]) => prize === 'coupon').map(([id]) => id);
  const without = coupons.filter((id) => !codes.has(id));
  if (without.length > 0) throw new Error(`${without.length} wins have no code`);
  if (new Set(codes.values()).size !== codes.size) throw new Error('a code was given twice');
  const audit = await runCommand(['audit', '--json'], site.env);
  if (audit.code !== 0) throw new Error(`the audit found: ${audit.stdout}${audit.stderr}`);
  return { acknowledged: answers.length, webhooks: cars.length, codes: coupons.length };
}

const sites: Readonly<Record<SiteName, (env: Record<string, string>) => Promise<Site>>> = {
  embedded: async (own) => {
    const env = { ...own, ROLE: 'all' };
    let program = await startProgram(env);
    return {
      env,
      visitors: () => program,
      victims: {
        service: async () => {
          await program.stop('SIGKILL');
          return async () => {
            program = await startProgram(env);
          };
        },
        operations: async () => {
          await untilKilled(program.pid);
          return async () => {};
        },
      },
      stop: async () => {
        await program.stop('SIGKILL');
      },
    };
  },
  machines: async (own) => {
    let redis = await startRedis({ args: DURABLE });
    let postgres = await startPostgres({ lasting: true });
    const env = { ...own, REDIS_URL: redis.url, DATABASE_URL: await postgres.newDatabase() };
    let visitors = await startProgram({ ...env, ROLE: 'public' });
    let operations = await startProgram({ ...env, ROLE: 'operations' });
    return {
      env,
      visitors: () => visitors,
      victims: {
        public: async () => {
          await visitors.stop('SIGKILL');
          return async () => {
            visitors = await startProgram({ ...env, ROLE: 'public' });
          };
        },
        operations: async () => {
          await operations.stop('SIGKILL');
          return async () => {
            operations = await startProgram({ ...env, ROLE: 'operations' });
          };
        },
        postgres: async () => {
          await postgres.kill();
          return async () => {
            postgres = await startPostgres({ port: postgres.port, dir: postgres.dir, lasting: true });
          };
        },
        redis: async () => {
          await redis.kill();
          return async () => {
            redis = await startRedis({ port: redis.port, dir: redis.dir, args: DURABLE });
          };
        },
      },
      stop: async () => {
        await Promise.all([visitors.stop('SIGKILL'), operations.stop('SIGKILL')]);
        await Promise.all([redis.stop(), postgres.stop()]);
      },
    };
  },
};

/* Its parent starts another. It may not have been started yet. */
async function untilKilled(parent: number): Promise<void> {
  let pid: number | undefined;
  await until(
    async () => {
      pid = await operationsOf(parent);
      return pid !== undefined;
    },
    { what: 'the operations process' },
  );
  process.kill(pid as number, 'SIGKILL');
}

/* Draws while something is killed, brings it back, and asks for each draw again: all must be answered then. */
async function drawThrough(
  site: Site,
  kill: Site['victims'][string],
  draws: number,
): Promise<readonly DrawAnswer[]> {
  const over = new AbortController();
  let asked = 0;
  function* requests() {
    for (;;) yield { uid: `user-${(asked++ * 61) % USERS}`, requestId: randomUUID() };
  }
  const load = drawAll(site.visitors().base, 'rush', requests(), { concurrency: 4, signal: over.signal });
  await until(() => asked >= 4 + draws, { what: `${draws} draws` });
  const revive = await kill();
  over.abort();
  const before = await load;
  await revive();
  await until(async () => (await ask(`${site.visitors().origin}/readyz`)).json.status === 'ok', {
    what: 'the service to be well again',
  });
  const again = await drawAll(site.visitors().base, 'rush', before, { concurrency: 8 });
  const byRequest = new Map(again.map((answer) => [answer.requestId, answer]));
  return before.map((first) => {
    const second = byRequest.get(first.requestId);
    if (second?.ret !== 0) throw new Error(`asking again was answered ${second?.ret}`);
    if (first.ret === 0 && first.data.draw_id !== second.data.draw_id)
      throw new Error(`acknowledged as ${first.data.draw_id}, then ${second.data.draw_id}`);
    return second;
  });
}

async function importCodes(env: Readonly<Record<string, string>>, dir: string): Promise<void> {
  const file = join(dir, 'codes.txt');
  await writeFile(file, Array.from({ length: CODES }, (_, index) => `CODE-${index}\n`).join(''));
  const { code, stderr } = await runCommand(['codes', 'import', 'rush', 'coupon', file], env);
  if (code !== 0) throw new Error(`the import ended with ${code}: ${stderr}`);
}

/* Of all users, by draw id. */
async function codesOf({ base }: RunningProgram): Promise<ReadonlyMap<string, string>> {
  const codes = new Map<string, string>();
  for (let user = 0; user < USERS; user++) {
    let before = '';
    for (;;) {
      const url = `${base}/shake/prizes?activity_id=rush&token=demo-user-${user}@1000${before}`;
      const { data } = (await ask(url)).json;
      for (const { draw_id, prize_id, delivery } of data.prizes) {
        if (prize_id === 'coupon' && delivery.code) codes.set(draw_id, delivery.code);
      }
      if (data.prizes_before === 0) break;
      before = `&before=${data.prizes_before}`;
    }
  }
  return codes;
}
