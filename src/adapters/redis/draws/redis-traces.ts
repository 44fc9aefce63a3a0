import type { CommitResult, DrawCommit } from '../../../domain/draws/draw-ledger.ts';
import { type DrawTraces, TRACE_OF_WIN_SECONDS, TRACE_SECONDS } from '../../../domain/draws/draw-traces.ts';
import type { RedisClient } from '../redis-client.ts';

/**
 * The traces of draws, in Redis: `cms:trace:{<activity id>}:<draw id>` → `traceparent`. Those of one activity are in one
 * slot of a Cluster, so that they are read at once.
 */
export class RedisTraces implements DrawTraces {
  readonly #redis: RedisClient;

  constructor(redis: RedisClient) {
    this.#redis = redis;
  }

  /**
   * Keeps the trace of a commit that has one. It is sent in the same turn as the commit, so that it is there before the draw
   * is announced. A draw must not wait for it, nor fail with it.
   */
  async around(commit: DrawCommit, committed: Promise<CommitResult>): Promise<CommitResult> {
    const { activityId, drawId, traceparent = '' } = commit;
    const key = keyOf(activityId, drawId);
    this.#redis.set(key, traceparent, 'EX', TRACE_SECONDS).catch(() => {});
    const result = await committed;
    if (result.kind === 'committed' && result.prizeId !== null) {
      this.#redis.expire(key, TRACE_OF_WIN_SECONDS).catch(() => {});
    }
    return result;
  }

  async of(activityId: string, drawIds: readonly string[]): Promise<readonly (string | null)[]> {
    if (drawIds.length === 0) return [];
    return this.#redis.mget(drawIds.map((drawId) => keyOf(activityId, drawId)));
  }
}

function keyOf(activityId: string, drawId: string): string {
  return `cms:trace:{${activityId}}:${drawId}`;
}
