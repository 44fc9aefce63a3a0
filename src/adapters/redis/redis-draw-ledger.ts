import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { DependencyFault } from '../../domain/dependency-fault.ts';
import type { AwardCounts } from '../../domain/ports/award-counts.ts';
import type { Account, DrawLedger, DrawOrder, Seed, Settlement } from '../../domain/ports/draw-ledger.ts';
import type { StoreOperation, StoreTelemetry } from '../../domain/ports/telemetry.ts';
import { afterDraw, type UserDraws, type Win } from '../../domain/user-draw-info.ts';
import { drawKeys } from './draw-keys.ts';
import type { RedisClient } from './redis-connection.ts';
import { timed } from './timed.ts';

const STALE = 0;
const RULES_WANTED = 1;
const WON = 'won:';

type Script = (...args: (string | number)[]) => Promise<unknown>;
type Scripts = Record<'cmsSettle' | 'cmsSeed' | 'cmsReveal', Script>;

export const winsSchema = z
  .string()
  .transform((text) => JSON.parse(text) as unknown)
  .pipe(z.array(z.tuple([z.string(), z.string(), z.number()])));
const whole = z.coerce.number().int().min(0);
const seedReply = z.tuple([whole, z.string(), whole.nullable()]);
const revealReply = z.tuple([z.string(), whole]);

/** Draws in Redis. The books are kept by Lua scripts, each atomic; the fields are described in their headers. */
export class RedisDrawLedger implements DrawLedger, AwardCounts {
  readonly #redis: RedisClient;
  readonly #scripts: Scripts;

  readonly #telemetry: StoreTelemetry | undefined;

  constructor(redis: RedisClient, telemetry?: StoreTelemetry) {
    this.#redis = redis;
    this.#telemetry = telemetry;
    redis.defineCommand('cmsSettle', { numberOfKeys: 4, lua: source('settle') });
    redis.defineCommand('cmsSeed', { numberOfKeys: 2, lua: source('seed') });
    redis.defineCommand('cmsReveal', { numberOfKeys: 2, lua: source('reveal') });
    this.#scripts = redis as unknown as Scripts;
  }

  read(activityId: string, uid: string, requestId = ''): Promise<Account> {
    return this.#answered('read', async () => {
      const key = drawKeys(activityId).account(uid);
      const [n, day, dayN, wins, booked] = await this.#redis.hmget(
        key,
        'n',
        'day',
        'day_n',
        'wins',
        `r:${requestId}`,
      );
      return {
        draws: {
          drawNo: readCount(n),
          lastDay: day ?? null,
          drawnOnLastDay: readCount(dayN),
          wins: readWins(wins ?? '[]'),
        },
        booked: booked ? readBooked(booked) : null,
      };
    });
  }

  settle(order: DrawOrder): Promise<Settlement> {
    return this.#answered('settle', async () => {
      let reply = await this.#settle(order, '');
      if (reply === RULES_WANTED) reply = await this.#settle(order, order.rules.text);
      return reply === STALE
        ? { kind: 'stale' }
        : { kind: 'settled', prizeId: z.string().parse(reply) || null };
    });
  }

  seed(activityId: string, fresh: string, wanted: 'secret' | 'any'): Promise<Seed> {
    return this.#answered('seed', async () => {
      const { book, seeds } = drawKeys(activityId);
      const [no, secret, revealedAt] = seedReply.parse(
        await this.#scripts.cmsSeed(book, seeds, fresh, wanted),
      );
      return { no, secret, revealedAt };
    });
  }

  reveal(activityId: string, seedNo: number, at: number): Promise<Seed> {
    return this.#answered('reveal', async () => {
      const { book, seeds } = drawKeys(activityId);
      const [secret, revealedAt] = revealReply.parse(await this.#scripts.cmsReveal(book, seeds, seedNo, at));
      return { no: seedNo, secret, revealedAt };
    });
  }

  awarded(activityId: string): Promise<Readonly<Record<string, number>>> {
    return this.#answered('awarded', async () => {
      const book = await this.#redis.hgetall(drawKeys(activityId).book);
      const counts = Object.entries(book).filter(([field]) => field.startsWith(WON));
      return Object.fromEntries(counts.map(([field, n]) => [field.slice(WON.length), readCount(n)]));
    });
  }

  #settle(order: DrawOrder, rulesText: string): Promise<unknown> {
    const { book, account, log, rules } = drawKeys(order.activityId);
    const { uid, requestId, drawId, draws, seedNo, day, at } = order;
    const after = (prizeId: string | null) => afterDraw(draws, { drawId, prizeId, day, at });
    const { drawNo, drawnOnLastDay } = after(null);
    const entry = {
      uid,
      request_id: requestId,
      draw_id: drawId,
      draw_no: drawNo,
      day,
      at,
      seed_no: seedNo,
      rules: order.rules.hash,
    };
    return this.#scripts.cmsSettle(
      ...[book, account(uid), log, rules],
      ...[draws.drawNo, requestId, seedNo, order.rules.hash, rulesText, day, drawnOnLastDay, drawId],
      JSON.stringify(entry),
      ...order.wishes.flatMap(({ prizeId, limit }) => [prizeId, limit ?? '', writeWins(after(prizeId))]),
    );
  }

  async #answered<T>(operation: StoreOperation, work: () => Promise<T>): Promise<T> {
    try {
      return await timed(this.#telemetry, operation, work);
    } catch (cause) {
      throw new DependencyFault('draw ledger', 'Redis did not do its part', { cause });
    }
  }
}

function source(name: string): string {
  return readFileSync(new URL(`./scripts/${name}.lua`, import.meta.url), 'utf8');
}

export function readWins(text: string): Win[] {
  if (text === '[]') return [];
  return winsSchema.parse(text).map(([drawId, prizeId, wonAt]) => ({ drawId, prizeId, wonAt }));
}

function writeWins({ wins }: UserDraws): string {
  return JSON.stringify(wins.map(({ drawId, prizeId, wonAt }) => [drawId, prizeId, wonAt]));
}

/* Read with every draw, where a schema would cost more than the rest of the reading. */
function readCount(text: string | null | undefined): number {
  const count = Number(text ?? 0);
  if (!Number.isSafeInteger(count) || count < 0) throw new Error(`not a count: ${text}`);
  return count;
}

function readBooked(text: string): Account['booked'] {
  const [drawNo, drawId = '', prizeId] = text.split(':');
  return { drawNo: readCount(drawNo), drawId, prizeId: prizeId || null };
}
