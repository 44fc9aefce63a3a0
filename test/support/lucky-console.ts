import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { createLog } from '../../src/adapters/pino/log.ts';
import { DrawAnnouncer } from '../../src/adapters/redis/draws/draw-announcer.ts';
import type { AesVault } from '../../src/adapters/vault/aes-vault.ts';
import type { Relay } from '../../src/application/deliveries/relay.ts';
import { consoleAccess } from '../../src/container/console-access.ts';
import { consolePeople } from '../../src/container/console-people.ts';
import { Disposer } from '../../src/container/disposer.ts';
import { openSqliteLedger } from '../../src/container/register-draws.ts';
import { publisherOf } from '../../src/container/register-publisher.ts';
import { registerRecords } from '../../src/container/register-records.ts';
import { startRelay } from '../../src/container/register-relay.ts';
import { registerShared } from '../../src/container/register-shared.ts';
import { registerWebhooks } from '../../src/container/register-webhooks.ts';
import { type Get, Registry } from '../../src/container/registry.ts';
import { readSettings } from '../../src/container/settings.ts';
import { tokens } from '../../src/container/tokens.ts';
import type { Candidate } from '../../src/domain/draws/decide-draw.ts';
import type { Ledger } from '../../src/domain/draws/ledger.ts';
import type { TrailEntry } from '../../src/domain/operators/audit-trail.ts';
import { localDay } from '../../src/domain/shared/local-time.ts';
import { candidate, commitNext, SECRET, sampleRules } from '../contracts/sample-commits.ts';
import { activitiesDir } from './activities-dir.ts';
import { type ConsoleAnswer, startConsole, type TestConsole } from './console.ts';
import { type RecordStoreName, recordTargets } from './record-stores.ts';
import { openRedisLedger } from './redis-ledger.ts';
import type { TestRedis } from './redis-server.ts';
import { stores } from './stores.ts';
import { tempDir } from './temp-dir.ts';
import { until } from './until.ts';

export const TIMEZONE = 'Asia/Shanghai';

const PRIZES = {
  cup: { by: 'hand' },
  phone: { by: 'form', fields: ['name', 'phone', 'address'] },
  tea: { by: 'counter' },
  hook: { by: 'webhook', to: 'crm' },
} as const;
export type PrizeId = keyof typeof PRIZES;

/** An activity with a prize of each method; users draw three times a day. */
export const LUCKY = {
  dispatch: 'shake',
  title: '双十一抽奖',
  is_login_user: true,
  prizes: Object.keys(PRIZES).map((id) => ({ id, name: `奖品 ${id}`, image: `media/${id}.svg` })),
  rules: {
    timezone: TIMEZONE,
    chances: { per_day: 3, earn: { sign_in: { per_day: 1 } } },
    prizes: Object.fromEntries(
      Object.entries(PRIZES).map(([id, delivery]) => [
        id,
        { odds: '1%', stock: 9999, value: '10.00', delivery },
      ]),
    ),
  },
};

const ACTIVITIES = {
  lucky: LUCKY,
  split: LUCKY,
  over: { ...LUCKY, ends_at: '2020-01-01T00:00:00+08:00' },
  shop: { dispatch: 'sku', title: '商品', skus: [] },
};

/** The console's routes of people's questions on real stores, with a relay, beside a ledger that another process writes. */
export interface LuckyConsole {
  readonly console: TestConsole;
  readonly get: Get;
  /** As the public side has it. */
  readonly ledger: Ledger;
  readonly redis: TestRedis | null;
  readonly vault: AesVault;
  readonly dataDir: string;
  /** @returns the draw's id */
  draw(uid: string, prizeId?: PrizeId, changes?: { at?: number; denied?: true }): Promise<string>;
  /** Waits until all draws so far are in the record store. */
  moved(): Promise<void>;
  close(): Promise<void>;
}

export interface LuckyConsoleOptions {
  readonly append?: (entry: TrailEntry) => Promise<void>;
  readonly relays?: boolean;
  /** Whether there is a ledger already. */
  readonly draws?: boolean;
  /** Whether callers ask again where a store does not answer in time, as on a busy machine; not where it is to be away. */
  readonly isPatient?: boolean;
}

const PAUSE_MS = 100;
const MOST_TIMES = 20;

export async function openLuckyConsole(
  name: RecordStoreName,
  { append, relays = true, draws = true, isPatient = true }: LuckyConsoleOptions = {},
): Promise<LuckyConsole> {
  const target = await recordTargets[name]();
  const store = name === 'PostgreSQL' ? await stores.Redis() : null;
  const dataDir = target.kind === 'sqlite' ? target.dir : await tempDir();
  const reading = readSettings(
    {
      ...{ ...store?.env, DATA_DIR: dataDir, ACTIVITIES_DIR: await activitiesDir(ACTIVITIES) },
      ...(target.kind === 'postgres' && { DATABASE_URL: target.url }),
    },
    1,
  );
  if (!reading.ok) throw new Error('settings');
  const disposer = new Disposer();
  const registry = new Registry();
  registerShared(registry, { settings: reading.settings, log: createLog('silent'), disposer });
  registerRecords(registry, 'operations');
  registerWebhooks(registry);
  const get: Get = (token) => registry.get(token);
  await get(tokens.redis)?.settled();
  await get(tokens.records).settled();
  const publisher = publisherOf(get);
  await publisher.start();
  const vault = get(tokens.vault) as AesVault;
  const relay = relays ? startRelay(get) : null;
  const opened = draws ? await ledgerOf(store?.redis ?? null, dataDir) : null;
  const ledger = opened?.ledger as Ledger;
  await opened?.ledger.seed('lucky', SECRET, 'secret');
  await opened?.ledger.announce('lucky', { ...sampleRules(1), text: JSON.stringify(LUCKY) });
  const started = await startConsole({
    routes: [...consolePeople(get), ...consoleAccess(get)],
    ...(append && { append }),
  });
  const console = isPatient ? patient(started) : started;
  const redis = get(tokens.redis);
  const announcer = redis && new DrawAnnouncer(redis.client);
  const drawn: string[] = [];
  return {
    ...{ console, get, ledger, redis: store?.redis ?? null, vault, dataDir },
    draw: async (uid, prizeId, { at = Date.now(), ...more } = {}) => {
      const drawId = randomUUID();
      const candidates: Candidate[] = prizeId ? [candidate(prizeId)] : [];
      const day = localDay(at, TIMEZONE);
      await commitNext(ledger, 'lucky', { uid, drawId, at, day, candidates, ...more });
      announcer?.note('lucky');
      drawn.push(drawId);
      return drawId;
    },
    moved: () => untilMoved(get, drawn),
    close: async () => {
      await console.close();
      await closeParts(relay, publisher);
      await opened?.closeLedger();
      await disposer.dispose();
      await store?.stop();
    },
  };
}

function patient(console: TestConsole): TestConsole {
  const answered = async (ask: () => Promise<ConsoleAnswer>): Promise<ConsoleAnswer> => {
    for (let time = 1; ; time++) {
      const answer = await ask();
      if (answer.status !== 503 || time === MOST_TIMES) return answer;
      await pause(PAUSE_MS);
    }
  };
  return {
    ...console,
    get: (...args) => answered(() => console.get(...args)),
    post: (...args) => answered(() => console.post(...args)),
    asProgram: (...args) => answered(() => console.asProgram(...args)),
  };
}

async function closeParts(relay: Relay | null, publisher: { close(): Promise<void> }): Promise<void> {
  await Promise.all([relay?.close(), publisher.close()]);
}

async function untilMoved(get: Get, drawIds: readonly string[]): Promise<void> {
  await until(
    async () => {
      const { count } = await get(tokens.records)
        .db.selectFrom('archive_entries')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('activity_id', '=', 'lucky')
        .where('kind', '=', 'draw')
        .executeTakeFirstOrThrow();
      return Number(count) >= drawIds.length;
    },
    { what: `${drawIds.length} draws to be moved` },
  );
}

async function ledgerOf(
  redis: TestRedis | null,
  dataDir: string,
): Promise<{ ledger: Ledger; closeLedger: () => Promise<void> }> {
  if (redis) {
    const opened = await openRedisLedger(redis.url);
    return { ledger: opened.ledger, closeLedger: () => opened.close() };
  }
  const disposer = new Disposer();
  return { ledger: openSqliteLedger({ dataDir }, disposer), closeLedger: () => disposer.dispose() };
}
