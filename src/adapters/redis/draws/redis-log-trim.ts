import type { ArchiveCursor } from '../../../domain/draws/archive-cursor.ts';
import { markOf } from '../../../domain/draws/entry-mark.ts';
import type { LogTrim } from '../../../domain/draws/log-trim.ts';
import type { RedisClient } from '../redis-client.ts';
import { drawKeys } from './draw-keys.ts';
import { type DrawScripts, defineDrawScripts } from './draw-scripts.ts';
import { readEntry } from './packed-entry.ts';
import { tagOfLog } from './redis-draw-log.ts';
import { SegmentLayout } from './segments/segment-layout.ts';

/* Redis is busy with them for about 1 ms, since it frees whole nodes. */
const ENTRIES_PER_CALL = 10_000;

/** Trims logs in Redis. */
export class RedisLogTrim implements LogTrim {
  readonly #redis: RedisClient;
  readonly #scripts: DrawScripts;
  readonly #layout: SegmentLayout;

  constructor(redis: RedisClient) {
    this.#redis = redis;
    this.#scripts = defineDrawScripts(redis);
    this.#layout = new SegmentLayout(redis);
  }

  async trim(activityId: string, { log, seq, mark }: ArchiveCursor, belowSeq: number): Promise<boolean> {
    this.#layout.forget(activityId);
    const key = drawKeys(tagOfLog(await this.#layout.tags(activityId), activityId, log)).log;
    const [found] = await this.#redis.xrange(key, `${seq}-0`, `${seq}-0`);
    const text = found?.[1][1];
    if (text === undefined || markOf(readEntry(seq, text)) !== mark) return false;
    const below = Math.min(belowSeq, seq);
    for (;;) {
      const removed = Number(await this.#scripts.cmsTrim(key, seq, text, below, ENTRIES_PER_CALL));
      if (removed < 0) return false;
      // Whole nodes alone go, and a call stops before a limit of which a node would be beyond.
      if (removed < ENTRIES_PER_CALL / 2) return true;
    }
  }
}
