import { drawKeys } from '../../src/adapters/redis/draws/draw-keys.ts';
import type { RedisLedger } from '../../src/adapters/redis/draws/redis-ledger.ts';
import { segmentTag } from '../../src/adapters/redis/draws/segments/segment-tag.ts';
import type { LogEntry } from '../../src/domain/draws/draw-log.ts';
import type { Ledger } from '../../src/domain/draws/ledger.ts';
import { SECRET, sampleEarning } from '../contracts/sample-commits.ts';
import { openRedisLedger } from './redis-ledger.ts';
import { startRedis, type TestRedis } from './redis-server.ts';

type Opened = Awaited<ReturnType<typeof openRedisLedger>>;

/** The hash tags of the segments. */
export const tags = Array.from({ length: 8 }, (_, segment) => segmentTag('1', segment, 8));

export const users = (count: number) => Array.from({ length: count }, (_, index) => `user-${index}`);

/** What the book of each segment says of their number. */
export const EACH_HAS_8 = new Array(8).fill('8');

/** Sample commits ask for one segment; by this ledger, for so many. */
export function over<T extends Ledger>(segments: number, ledger: T): T {
  return new Proxy(ledger, {
    get(target, name: keyof Ledger) {
      const method = target[name] as ((...args: unknown[]) => unknown) | undefined;
      if (name !== 'commit' && name !== 'earn' && name !== 'help') return method?.bind(target);
      return (commit: object) => method?.call(target, { ...commit, segments });
    },
  });
}

/** Activity `1` over 8 segments, in a Redis of its own. */
export class EightSegments {
  readonly server: TestRedis;
  /** Of the first process. */
  readonly opened: Opened;
  readonly ledger: RedisLedger;
  readonly #others: Opened[] = [];

  private constructor(server: TestRedis, opened: Opened) {
    this.server = server;
    this.opened = opened;
    this.ledger = over(8, opened.ledger);
  }

  static async start(): Promise<EightSegments> {
    const server = await startRedis();
    const eight = new EightSegments(server, await openRedisLedger(server.url));
    await eight.ledger.seed('1', SECRET, 'secret');
    return eight;
  }

  /** One more process; its ledger is over as many segments as a commit asks for. */
  async open(): Promise<Opened> {
    const other = await openRedisLedger(this.server.url);
    this.#others.push(other);
    return other;
  }

  async otherProcess(): Promise<RedisLedger> {
    return over(8, (await this.open()).ledger);
  }

  async entries(log: string, upToSeq: number): Promise<LogEntry[]> {
    const all: LogEntry[] = [];
    for await (const batch of this.opened.drawLog.entries('1', log, 0, upToSeq)) all.push(...batch);
    return all;
  }

  segmentsInBooks(): Promise<(string | null)[]> {
    return Promise.all(tags.map((tag) => this.opened.client.hget(drawKeys(tag).book, 'segments')));
  }

  earnAll(uids: readonly string[]) {
    return Promise.all(uids.map((uid) => this.ledger.earn(sampleEarning('1', { uid }))));
  }

  async stop(): Promise<void> {
    await Promise.all([this.opened, ...this.#others].map((each) => each.close()));
    await this.server.stop();
  }
}
