import { z } from 'zod';
import { DependencyFault } from '../../domain/dependency-fault.ts';
import type { DrawLedger } from '../../domain/ports/draw-ledger.ts';
import { NO_DRAWS, type UserDraws } from '../../domain/user-draw-info.ts';
import type { RedisClient } from './redis-connection.ts';

const userSchema = z.object({
  n: z.coerce.number().int().min(0),
  day: z.string(),
  day_n: z.coerce.number().int().min(0),
  wins: z
    .string()
    .transform((text) => JSON.parse(text) as unknown)
    .pipe(z.array(z.tuple([z.string(), z.string(), z.number()]))),
});

/**
 * Draws in Redis. A user's account is the hash `cms:draw:{<activity_id>}:user:<uid>`: `n` draws in all, the
 * latest `day` and the `day_n` draws on it, `wins` as JSON `[[draw_id, prize_id, won_at_ms], …]`.
 */
export class RedisDrawLedger implements DrawLedger {
  readonly #redis: RedisClient;

  constructor(redis: RedisClient) {
    this.#redis = redis;
  }

  async read(activityId: string, uid: string): Promise<UserDraws> {
    try {
      const account = await this.#redis.hgetall(`cms:draw:{${activityId}}:user:${uid}`);
      if (Object.keys(account).length === 0) return NO_DRAWS;
      const { n, day, day_n, wins } = userSchema.parse(account);
      return {
        drawNo: n,
        lastDay: day,
        drawnOnLastDay: day_n,
        wins: wins.map(([drawId, prizeId, wonAt]) => ({ drawId, prizeId, wonAt })),
      };
    } catch (cause) {
      throw new DependencyFault('draw ledger', 'Redis did not give the account of a user', { cause });
    }
  }
}
