import { randomUUID } from 'node:crypto';
import { activitiesDir } from './activities-dir.ts';
import { type RunningProgram, startProgram } from './built-program.ts';
import { type DrawAnswer, drawAll } from './draw-load.ts';
import { ask, postJson } from './http.ts';
import { startRedis } from './redis-server.ts';
import { runCommand } from './run-command.ts';
import { DURABLE, stores as start, type stores, type TestStore } from './stores.ts';
import { until } from './until.ts';

const STOCK = 300;
const USERS = 400;
const INVITERS = 10;
/* Room for 200 cars and some coupons: what is dear runs out of budget before it runs out of stock. */
const BUDGET_CENTS = 61_050;

const rush = (segments: number) => ({
  dispatch: 'shake',
  is_login_user: true,
  prizes: [
    { id: 'car', name: '汽车' },
    { id: 'coupon', name: '优惠券' },
  ],
  rules: {
    segments,
    chances: { earn: { invite: { each: 1, total: 10_000 } } },
    prizes: {
      car: { odds: '10%', stock: STOCK, value: '3.00' },
      coupon: { odds: '5%', value: '0.07' },
    },
    guarantee: { after: 40, prize: 'car' },
    budget: (BUDGET_CENTS / 100).toFixed(2),
  },
});

export interface KillOptions {
  readonly segments?: number;
  readonly workers?: number;
}

export interface KillReport {
  readonly rounds: number;
  readonly acknowledged: number;
  readonly wins: number;
  /** Whole cents. */
  readonly spent: number;
  /** Friends who followed an invitation. */
  readonly friends: number;
  /** Draws whose answer the kill cut off. */
  readonly unanswered: number;
  /** Of those, the ones that turned out to have been booked. */
  readonly bookedUnanswered: number;
}

/**
 * Kills the service, or Redis, in the middle of a load of draws and of invitations, again and again, and throws at the
 * first draw that was acknowledged and is not there afterwards, that is answered otherwise when it is asked for again,
 * at an invitation that did not count once, at a unit that was awarded twice, at a stock or a budget that was passed, or
 * at anything that an audit finds wrong.
 */
export async function killRounds(
  storeName: keyof typeof stores,
  victim: 'service' | 'Redis',
  rounds: number,
  { segments = 1, workers = 1 }: KillOptions = {},
): Promise<KillReport> {
  let store = await start[storeName]();
  const env = {
    ...store.env,
    WORKERS: String(workers),
    ACTIVITIES_DIR: await activitiesDir({ rush: rush(segments) }),
  };
  let program = await startProgram(env);
  const report = {
    rounds,
    acknowledged: 0,
    wins: 0,
    spent: 0,
    friends: 0,
    unanswered: 0,
    bookedUnanswered: 0,
  };
  const codes = await Promise.all(Array.from({ length: INVITERS }, (_, index) => inviteCode(program, index)));
  try {
    for (let round = 1; round <= rounds; round++) {
      const friends = Array.from({ length: 40 }, (_, index) => `friend-${round}-${index}`);
      const killed = loadUntilKilled(program, store, victim, 20 + ((round * 97) % 300));
      await Promise.all([killed, inviteAll(program, friends, codes)]);
      const before = await killed;
      if (victim === 'service') program = await startProgram(env);
      else store = await revived(store, program);

      const again = new Map(
        (await drawAll(program.base, 'rush', before, { concurrency: 16 })).map((answer) => [
          answer.requestId,
          answer,
        ]),
      );
      for (const answer of before) compare(answer, again.get(answer.requestId), report);
      const results = await inviteAll(program, friends, codes);
      const bad = results.find((ret) => ret !== 0 && ret !== 2003);
      if (bad !== undefined) throw new Error(`following an invitation again was answered ${bad}`);
      report.friends += friends.length;
    }
    await checkEarned(program, report.friends);
    await program.stop();
    await checkBooks(env, report);
    return report;
  } finally {
    await program.stop('SIGKILL');
    await store.stop();
  }
}

async function checkBooks(
  env: Readonly<Record<string, string>>,
  report: { wins: number; spent: number },
): Promise<void> {
  const audit = await runCommand(['audit', '--json'], env);
  if (audit.code !== 0) throw new Error(`the audit found: ${audit.stdout}${audit.stderr}`);
  const [books] = JSON.parse(audit.stdout).activities;
  report.wins = books.wins;
  const won = await winsOf(env);
  for (const prize of ['car', 'coupon']) {
    const units = won.filter((win) => win.prize_id === prize).map(({ unit }) => Number(unit));
    if (new Set(units).size !== units.length) throw new Error(`a unit of ${prize} was awarded twice`);
    if (prize === 'car' && units.some((unit) => unit > STOCK)) throw new Error(`a unit above ${STOCK}`);
    report.spent += units.length * (prize === 'car' ? 300 : 7);
  }
  if (report.spent > BUDGET_CENTS) throw new Error(`${report.spent} spent of ${BUDGET_CENTS}`);
  if (won.length !== report.wins) throw new Error(`${won.length} wins exported, ${report.wins} audited`);
}

async function winsOf(env: Readonly<Record<string, string>>): Promise<readonly Record<string, string>[]> {
  const { stdout } = await runCommand(['export', 'rush', '--won'], env);
  const [head = '', ...lines] = stdout
    .replace(/^\uFEFF/, '')
    .trim()
    .split(/\r?\n/);
  const names = head.split(',');
  return lines.map((line) =>
    Object.fromEntries(line.split(',').map((value, index) => [names[index] ?? '', value])),
  );
}

async function checkEarned(program: RunningProgram, friends: number): Promise<void> {
  const infos = await Promise.all(Array.from({ length: INVITERS }, (_, index) => infoOf(program, index)));
  const earned = infos.reduce((sum, { earned_left }) => sum + earned_left, 0);
  if (earned !== friends) throw new Error(`${friends} friends came, and ${earned} chances were earned`);
}

// biome-ignore lint/suspicious/noExplicitAny: the data of an answer
async function infoOf({ base }: RunningProgram, inviter: number): Promise<any> {
  const url = `${base}/shake/prizes?activity_id=rush&token=demo-inviter-${inviter}`;
  return (await ask(url)).json.data;
}

async function inviteCode(program: RunningProgram, inviter: number): Promise<string> {
  return (await infoOf(program, inviter)).invite_code;
}

/** `ret` of each friend's call, `null` where no answer came. Asks again while the service is busy. */
function inviteAll(
  { base }: RunningProgram,
  friends: readonly string[],
  codes: readonly string[],
): Promise<(number | null)[]> {
  return Promise.all(
    friends.map(async (friend, index) => {
      const body = { activity_id: 'rush', token: `demo-${friend}`, from: codes[index % codes.length] };
      for (let attempt = 0; ; attempt++) {
        const answer = await postJson(`${base}/shake/chances`, body).catch(() => null);
        const ret = (answer?.json?.ret ?? null) as number | null;
        if (ret !== 5003 || attempt === 30) return ret;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }),
  );
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
