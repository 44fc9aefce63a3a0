import { randomUUID } from 'node:crypto';
import { activitiesDir } from './activities-dir.ts';
import { type RunningProgram, startProgram } from './built-program.ts';
import { type DrawAnswer, drawAll } from './draw-load.ts';
import { ask } from './http.ts';
import { startRedis } from './redis-server.ts';
import { runCommand } from './run-command.ts';
import { DURABLE, stores as start, type stores, type TestStore } from './stores.ts';
import { until } from './until.ts';

const STOCK = 300;
const USERS = 400;

const activities = {
  rush: {
    dispatch: 'shake',
    is_login_user: true,
    prizes: [{ id: 'car', name: '汽车' }],
    rules: { prizes: { car: { odds: '10%', stock: STOCK } } },
  },
};

export interface KillReport {
  readonly rounds: number;
  readonly acknowledged: number;
  readonly wins: number;
  /** Draws whose answer the kill cut off. */
  readonly unanswered: number;
  /** Of those, the ones that turned out to have been booked. */
  readonly bookedUnanswered: number;
}

/**
 * Kills the service, or Redis, in the middle of a load of draws, again and again, and throws at the first draw
 * that was acknowledged and is not there afterwards, that is answered otherwise when it is asked for again, or
 * that an audit finds wrong.
 */
export async function killRounds(
  storeName: keyof typeof stores,
  victim: 'service' | 'Redis',
  rounds: number,
): Promise<KillReport> {
  let store = await start[storeName]();
  const env = { ...store.env, ACTIVITIES_DIR: await activitiesDir(activities) };
  let program = await startProgram(env);
  const report = { rounds, acknowledged: 0, wins: 0, unanswered: 0, bookedUnanswered: 0 };
  try {
    for (let round = 1; round <= rounds; round++) {
      const before = await loadUntilKilled(program, store, victim, 20 + ((round * 97) % 300));
      if (victim === 'service') program = await startProgram(env);
      else store = await revived(store, program);

      const again = new Map(
        (await drawAll(program.base, 'rush', before, { concurrency: 16 })).map((answer) => [
          answer.requestId,
          answer,
        ]),
      );
      for (const answer of before) compare(answer, again.get(answer.requestId), report);
    }
    await program.stop();
    const audit = await runCommand(['audit', '--json'], env);
    if (audit.code !== 0) throw new Error(`the audit found: ${audit.stdout}${audit.stderr}`);
    const [books] = JSON.parse(audit.stdout).activities;
    report.wins = books.wins;
    if (books.wins > STOCK) throw new Error(`${books.wins} won of a stock of ${STOCK}`);
    return report;
  } finally {
    await program.stop('SIGKILL');
    await store.stop();
  }
}

/** Kills when the draws asked for are this many: at another moment in every round, and at the same in every run. */
async function loadUntilKilled(
  program: RunningProgram,
  store: TestStore,
  victim: string,
  draws: number,
): Promise<DrawAnswer[]> {
  const over = new AbortController();
  let asked = 0;
  function* requests() {
    for (;;) yield { uid: `user-${(asked++ * 61) % USERS}`, requestId: randomUUID() };
  }
  const load = drawAll(program.base, 'rush', requests(), { concurrency: 32, signal: over.signal });
  await until(() => asked >= 32 + draws, { what: `${draws} draws` });
  if (victim === 'service') await program.stop('SIGKILL');
  else await store.redis?.kill();
  over.abort();
  return load;
}

async function revived(store: TestStore, program: RunningProgram): Promise<TestStore> {
  if (!store.redis) throw new Error('there is no Redis to revive');
  const { port, dir } = store.redis;
  const redis = await startRedis({ port, dir, args: DURABLE });
  const back = async () => (await ask(`${program.origin}/readyz`)).json.status === 'ok';
  await until(back, { what: 'the service to be ready again' });
  return { ...store, redis, stop: () => redis.stop() };
}

function compare(
  first: DrawAnswer,
  again: DrawAnswer | undefined,
  report: { acknowledged: number; unanswered: number; bookedUnanswered: number },
): void {
  if (again?.ret !== 0) throw new Error(`asking again was answered ${again?.ret}`);
  if (first.ret !== 0) {
    report.unanswered += 1;
    if (again.data.replayed) report.bookedUnanswered += 1;
    return;
  }
  report.acknowledged += 1;
  const drawOf = ({ data }: DrawAnswer) => JSON.stringify([data.draw_id, data.draw_no, data.won, data.prize]);
  if (drawOf(first) !== drawOf(again)) throw new Error(`answered ${drawOf(first)}, then ${drawOf(again)}`);
  if (!again.data.replayed) throw new Error(`acknowledged, but not booked: ${drawOf(first)}`);
}
