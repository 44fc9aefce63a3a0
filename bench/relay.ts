import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { drawKeys } from '../src/adapters/redis/draws/draw-keys.ts';
import { RedisDrawLog } from '../src/adapters/redis/draws/redis-draw-log.ts';
import { RedisLogTrim } from '../src/adapters/redis/draws/redis-log-trim.ts';
import { openMigratedRecords } from '../src/adapters/sql/records/record-database.ts';
import { SqlLease } from '../src/adapters/sql/records/sql-lease.ts';
import { SqlRelayStatus } from '../src/adapters/sql/records/sql-relay-status.ts';
import { SqlRelayStore } from '../src/adapters/sql/records/sql-relay-store.ts';
import { Relay } from '../src/application/deliveries/relay.ts';
import { AT, candidate, SECRET, sampleCommit, sampleRules } from '../test/contracts/sample-commits.ts';
import { startPostgres } from '../test/support/postgres.ts';
import { openRedisLedger } from '../test/support/redis-ledger.ts';
import { startRedis } from '../test/support/redis-server.ts';
import { tempDir } from '../test/support/temp-dir.ts';

/*
 * What it takes to move draws from Redis to the record store, and what Redis holds before and after: users who drew once
 * each, one in ten of whom won. Usage: node --import tsx bench/relay.ts [draws] [postgres|sqlite]
 */
const [draws = 1_000_000] = process.argv.slice(2, 3).map(Number);
const kind = process.argv[3] ?? 'postgres';
const ID = '1055';
const AT_ONCE = 512;
const [RATE, SECONDS] = [2000, 10];

const server = await startRedis({
  args: ['--appendonly', 'yes', '--appendfsync', 'everysec', '--auto-aof-rewrite-percentage', '0'],
});
const opened = await openRedisLedger(server.url);
const redis = new Redis(server.port, '127.0.0.1');
const usedBytes = async () => Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1]);
const say = (what: string, value: unknown) => process.stdout.write(`${what}: ${value}\n`);

await opened.ledger.seed(ID, SECRET, 'secret');
await opened.ledger.announce(ID, sampleRules(1));
await opened.ledger.earn({
  ...{ activityId: ID, segments: 1, uid: 'first', epoch: 0, at: AT },
  draws: (await opened.ledger.read(ID, 'first')).draws,
  earning: { key: 'grant:k', source: 'grant', chances: 1, day: '2026-11-11' },
});
const empty = await usedBytes();
const fillStarted = performance.now();
for (let from = 0; from < draws; from += AT_ONCE) {
  const users = Array.from({ length: Math.min(AT_ONCE, draws - from) }, (_, index) => from + index);
  await Promise.all(
    users.map((user) =>
      opened.ledger.commit(
        sampleCommit(ID, {
          uid: `u${10_000_000 + user}`,
          requestId: randomUUID(),
          candidates: user % 10 === 0 ? [candidate('coupon', { cost: 100 })] : [],
        }),
      ),
    ),
  );
}
say('draws/s into Redis', Math.round((draws / (performance.now() - fillStarted)) * 1000));
const full = await usedBytes();
const usageOf = async (key: string) => Number(await redis.memory('USAGE', key, 'SAMPLES', 0));
const { log, account, wins } = drawKeys(ID);
say('bytes a user in Redis before', Math.round((full - empty) / draws));
say('  of the log, a draw', Math.round((await usageOf(log)) / draws));
say('  an account that won nothing', await usageOf(account('u10000001')));
say('  an account that won', await usageOf(account('u10000000')));
say('  its list of wins', await usageOf(wins('u10000000')));

const postgres = kind === 'postgres' ? await startPostgres({ lasting: true }) : null;
const records = await openMigratedRecords(
  postgres
    ? { kind: 'postgres', url: await postgres.newDatabase() }
    : { kind: 'sqlite', dir: await tempDir() },
  'operations',
);
/* Of the server and its sessions, in milliseconds; 0 for SQLite, which is in this process. */
function postgresCpuMs(): number {
  if (!postgres) return 0;
  const pids = execFileSync('ps', ['-o', 'pid=', '--ppid', `${postgres.pid}`], { encoding: 'utf8' });
  const all = [`${postgres.pid}`, ...pids.trim().split(/\s+/)];
  return all.reduce((sum, pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    return sum + (Number(fields[11]) + Number(fields[12])) * 10;
  }, 0);
}

/* By draw id: when it was acknowledged, and after how many milliseconds it could be read in the record store. */
const acknowledgedAt = new Map<string, number>();
const latencies: number[] = [];

const drawLog = new RedisDrawLog(opened.client);
const store = new SqlRelayStore(records);
const status = new SqlRelayStatus(records);
const listeners: ((ids: readonly string[]) => void)[] = [];
const relay = new Relay({
  tail: drawLog,
  store: {
    cursors: (id) => store.cursors(id),
    halt: (...args) => store.halt(...args),
    append: async (batch) => {
      const result = await store.append(batch);
      for (const { drawId } of batch.deliveries) {
        const at = acknowledgedAt.get(drawId);
        if (at !== undefined) latencies.push(performance.now() - at);
      }
      return result;
    },
  },
  trim: null,
  news: {
    listen: (onNews) => {
      listeners.push(onNews);
      return () => {};
    },
  },
  lease: new SqlLease(records, 'relay'),
  notes: status,
  holder: randomUUID(),
  vault: null,
  mayWrite: async () => true,
  clock: { now: Date.now },
  errorReporter: { report: (fault, error) => say(fault, error) },
  random: Math.random,
});
const end = (await drawLog.book(ID)).logs[0]?.seq ?? 0;
let peakRss = 0;
const startedAt = performance.now();
const postgresBefore = postgresCpuMs();
const cpuBefore = process.cpuUsage();
relay.start();
for (;;) {
  peakRss = Math.max(peakRss, process.memoryUsage().rss);
  const [cursor] = await store.cursors(ID);
  if (cursor?.seq === end) break;
  await pause(100);
}
const seconds = (performance.now() - startedAt) / 1000;
const { user, system } = process.cpuUsage(cpuBefore);
say(`draws/s moved to ${kind}`, Math.round(draws / seconds));
say('CPU µs a draw in this process', ((user + system) / draws).toFixed(1));
if (postgres) {
  say('CPU µs a draw in PostgreSQL', (((postgresCpuMs() - postgresBefore) * 1000) / draws).toFixed(1));
}
say('peak RSS, MiB', Math.round(peakRss / 2 ** 20));

/* News each 50 ms, as a process that serves publishes it. */
const telling = setInterval(() => {
  for (const tell of listeners) tell([ID]);
}, 50);
const rated = performance.now();
const pending: Promise<unknown>[] = [];
for (let sent = 0; sent < RATE * SECONDS; ) {
  const due = Math.min(RATE * SECONDS, Math.floor(((performance.now() - rated) / 1000) * RATE));
  for (; sent < due; sent++) {
    const commit = sampleCommit(ID, {
      uid: `late${sent}`,
      candidates: sent % 10 === 0 ? [candidate('coupon', { cost: 100 })] : [],
    });
    pending.push(
      opened.ledger.commit(commit).then(() => acknowledgedAt.set(commit.drawId, performance.now())),
    );
  }
  await pause(5);
}
await Promise.all(pending);
await pause(2000);
clearInterval(telling);
latencies.sort((one, other) => one - other);
const quantile = (share: number) => Math.round(latencies[Math.floor(latencies.length * share)] ?? 0);
say(`ms from draw to delivery at ${RATE} draws/s`, `p50 ${quantile(0.5)}, p99 ${quantile(0.99)}`);
say('  of so many wins', `${latencies.length} of ${(RATE * SECONDS) / 10}`);
await relay.close();
const { count } = await records.db
  .selectFrom('deliveries')
  .select(({ fn }) => fn.countAll().as('count'))
  .executeTakeFirstOrThrow();
say('deliveries', count);

const [cursor] = await store.cursors(ID);
if (!cursor) throw new Error('no cursor');
const trimStarted = performance.now();
await new RedisLogTrim(opened.client).trim(ID, cursor, cursor.seq);
say('seconds to trim', ((performance.now() - trimStarted) / 1000).toFixed(2));
await pause(1000);
say('entries left', await redis.xlen(log));
const users = draws + RATE * SECONDS;
say('bytes a user in Redis after', Math.round(((await usedBytes()) - empty) / users));

await records.close();
await opened.close();
redis.disconnect();
await postgres?.stop();
await server.stop();
