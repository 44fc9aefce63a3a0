import { randomUUID } from 'node:crypto';
import { commitArguments } from '../../src/adapters/redis/draws/commit-arguments.ts';
import { drawKeys } from '../../src/adapters/redis/draws/draw-keys.ts';
import { readCommitted } from '../../src/adapters/redis/draws/draw-replies.ts';
import { readEntry } from '../../src/adapters/redis/draws/packed-entry.ts';
import { RedisRecord } from '../../src/adapters/redis/draws/redis-record.ts';
import { RedisUnitStores } from '../../src/adapters/redis/draws/segments/redis-unit-stores.ts';
import type { RedisClient } from '../../src/adapters/redis/redis-client.ts';
import { NO_DRAWS } from '../../src/domain/draws/account.ts';
import type { Candidate } from '../../src/domain/draws/decide-draw.ts';
import type { UnitReply, UnitRequest } from '../../src/domain/draws/segments/root-stock.ts';
import type { Taken } from '../../src/domain/draws/segments/segment-stock.ts';
import { sampleCommit } from '../contracts/sample-commits.ts';
import type { Taking } from './segment-run.ts';

/* Seconds, and microseconds of the second, as TIME has them. */
const TIME_KEYS = ['test:s', 'test:us'] as const;

/** The stock of one activity in Redis, over 64 segments, with draws of a user each, in a time of its own. */
export class RedisUnits extends RedisUnitStores implements Taking {
  readonly #record: RedisRecord;
  readonly #activityId: string;
  readonly #now: () => number;

  constructor(redis: RedisClient, activityId: string, now: () => number) {
    const record = recordInTime(redis);
    super(record);
    this.#record = record;
    this.#activityId = activityId;
    this.#now = now;
  }

  override async grant(activityId: string, request: UnitRequest): Promise<UnitReply> {
    const now = this.#now();
    const [seconds, micros] = TIME_KEYS;
    await this.#record.redis.mset(seconds, Math.floor(now / 1000), micros, (now % 1000) * 1000);
    return super.grant(activityId, request);
  }

  async take(segment: number, candidates: readonly Candidate[], budget: number | null): Promise<Taken> {
    const { redis, segmentScripts } = this.#record;
    const tags = await openSegments(this.#record, this.#activityId, 64);
    const keys = drawKeys(tags[segment] as string);
    const uid = randomUUID();
    const commit = sampleCommit(this.#activityId, {
      uid,
      requestId: uid,
      draws: NO_DRAWS,
      candidates,
      budget,
    });
    const { names, drawn } = commitArguments(keys, [commit]);
    const all = [...names.slice(0, 2), keys.units, ...names.slice(2)];
    const [reply] = (await segmentScripts.cmsCommitUnits(
      all.length,
      ...all,
      0,
      0,
      this.#record.epochOf(this.#activityId),
      drawn,
    )) as [unknown];
    if (Array.isArray(reply) && reply[0] === 'dry') {
      const [index, received, won, wonValue] = reply.slice(1).map(Number) as [number, number, number, number];
      const candidate = candidates[index] as Candidate;
      return { kind: 'dry', candidate, report: { prizeId: candidate.prizeId, received, won, wonValue } };
    }
    const { result, seq } = readCommitted(reply);
    if (result.kind !== 'committed') throw new Error(`not committed: ${result.kind}`);
    if (result.prizeId === null) return { kind: 'nothing' };
    const [[, [, text = '']]] = (await redis.xrange(keys.log, seq, seq)) as [[string, string[]]];
    const entry = readEntry(seq, text);
    if (entry.kind !== 'draw') throw new Error('not a draw');
    const candidate = candidates.find(({ prizeId }) => prizeId === result.prizeId) as Candidate;
    return { kind: 'won', candidate, unit: result.unit as number, cost: entry.cost };
  }
}

/** As a process does before its first draw, without a seed. @returns the tags */
export async function openSegments(record: RedisRecord, activityId: string, segments: number) {
  const tags = await record.layout.fixed(activityId, segments);
  const epoch = Number(await record.redis.hget(drawKeys(activityId).book, 'epoch'));
  record.watermarks.sawSeed(activityId, { no: 1, tag: '', epoch });
  return tags;
}

/* Its script that grants reads the time from keys. Nothing else of it is changed. */
function recordInTime(redis: RedisClient): RedisRecord {
  const { defineCommand } = redis;
  redis.defineCommand = (name, { lua, ...options }) => {
    const time = `redis.call('MGET', '${TIME_KEYS.join("', '")}')`;
    const timed = name === 'cmsGrant' ? lua.replace("redis.call('TIME')", time) : lua;
    defineCommand.call(redis, name, { lua: timed, ...options });
  };
  const record = new RedisRecord(redis);
  redis.defineCommand = defineCommand;
  return record;
}
