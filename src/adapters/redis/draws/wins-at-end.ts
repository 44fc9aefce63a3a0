import type { LogEntry } from '../../../domain/draws/draw-log.ts';
import { type LatestWin, winsIn } from '../../../domain/draws/latest-wins.ts';
import type { RedisClient } from '../redis-client.ts';
import { readEntry } from './packed-entry.ts';

export interface WantedWins {
  readonly prizeIds: readonly string[];
  readonly limit: number;
  /** How many entries are read at most. */
  readonly most: number;
}

/*
 * Redis serves nothing else while it reads a piece, so the first ones are small; a log with few wins takes three calls for
 * 1,000 entries.
 */
const FIRST_PIECE = 100;
const GROWTH = 3;

/** The latest wins in a log, which is read from its end until there are enough. */
export async function winsAtEnd(
  redis: RedisClient,
  log: string,
  { prizeIds, limit, most }: WantedWins,
): Promise<readonly LatestWin[]> {
  const entries: LogEntry[] = [];
  let wins: readonly LatestWin[] = [];
  for (let end = '+', piece = FIRST_PIECE; wins.length < limit && entries.length < most; piece *= GROWTH) {
    const count = Math.min(piece, most - entries.length);
    const read = await redis.xrevrange(log, end, '-', 'COUNT', count);
    for (const [id, [, text = '']] of read) entries.push(readEntry(Number.parseInt(id, 10), text));
    wins = winsIn(entries, prizeIds, limit);
    const first = entries.at(-1)?.seq ?? 1;
    if (read.length < count || first <= 1) break;
    end = String(first - 1);
  }
  return wins;
}
