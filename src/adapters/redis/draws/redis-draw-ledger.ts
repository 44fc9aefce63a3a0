import { readFileSync } from 'node:fs';
import { Cluster } from 'ioredis';
import { z } from 'zod';
import type { AwardCounts } from '../../../domain/draws/award-counts.ts';
import type {
  Account,
  CommitResult,
  DrawCommit,
  DrawLedger,
  Seed,
} from '../../../domain/draws/draw-ledger.ts';
import { afterDraw, type UserDraws, type Win } from '../../../domain/draws/user-draw-info.ts';
import { DependencyError } from '../../../domain/shared/dependency-error.ts';
import type { StoreOperation, StoreTelemetry } from '../../../domain/shared/store-telemetry.ts';
import type { batchedScripts, RedisClient } from '../redis-connection.ts';
import { timed } from '../timed.ts';
import { Batcher } from './batcher.ts';
import { drawKeys } from './draw-keys.ts';

const STALE = 0;
const RULES_WANTED = 1;
const WON = 'won:';

type Script = (...args: (string | number)[]) => Promise<unknown>;
type Scripts = Record<(typeof batchedScripts)[number] | 'cmsSeed' | 'cmsReveal', Script>;

/*
 * So many accounts take Redis about a millisecond, for which it does nothing else. In Cluster accounts are read
 * one by one: while their slot moves, keys that lie in two places cannot be asked for together, and whoever only
 * looks should not have to wait. (A booking asks for several keys in any case.)
 */
const MOST_TOGETHER = 64;

interface Asking {
  readonly uid: string;
  readonly requestId: string;
}

interface Booking {
  readonly order: DrawCommit;
  /** Empty if Redis should know it. */
  readonly rulesText: string;
}

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
  readonly #reads: Batcher<Asking, unknown>;
  readonly #bookings: Batcher<Booking, unknown>;
  readonly #telemetry: StoreTelemetry | undefined;

  constructor(redis: RedisClient, telemetry?: StoreTelemetry) {
    this.#redis = redis;
    this.#telemetry = telemetry;
    redis.defineCommand('cmsRead', { lua: source('read') });
    redis.defineCommand('cmsCommit', { lua: source('commit') });
    redis.defineCommand('cmsSeed', { numberOfKeys: 2, lua: source('seed') });
    redis.defineCommand('cmsReveal', { numberOfKeys: 2, lua: source('reveal') });
    this.#scripts = redis as unknown as Scripts;
    const mostReads = redis instanceof Cluster ? 1 : MOST_TOGETHER;
    this.#reads = new Batcher(
      (id, askings) => this.#answered('read', () => this.#read(id, askings)),
      mostReads,
    );
    this.#bookings = new Batcher(
      (id, bookings) => this.#answered('settle', () => this.#commit(id, bookings)),
      MOST_TOGETHER,
    );
  }

  async read(activityId: string, uid: string, requestId = ''): Promise<Account> {
    return readAccount(await this.#reads.ask(activityId, { uid, requestId }));
  }

  async commit(order: DrawCommit): Promise<CommitResult> {
    const { activityId, rules } = order;
    let reply = await this.#bookings.ask(activityId, { order, rulesText: '' });
    if (reply === RULES_WANTED) {
      reply = await this.#bookings.ask(activityId, { order, rulesText: rules.text });
    }
    if (reply === STALE) return { kind: 'conflict' };
    if (typeof reply !== 'string') throw fault(new Error(`not a result: ${reply}`));
    return { kind: 'committed', prizeId: reply || null };
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

  async #read(activityId: string, askings: readonly Asking[]): Promise<readonly unknown[]> {
    const { account } = drawKeys(activityId);
    const reply = await this.#scripts.cmsRead(
      askings.length,
      ...askings.map(({ uid }) => account(uid)),
      ...askings.map(({ requestId }) => requestId),
    );
    return repliesOf(reply, askings.length);
  }

  async #commit(activityId: string, bookings: readonly Booking[]): Promise<readonly unknown[]> {
    const { book, account, log, rules } = drawKeys(activityId);
    const keys = [book, log, rules, ...bookings.map(({ order }) => account(order.uid))];
    const reply = await this.#scripts.cmsCommit(keys.length, ...keys, ...bookings.flatMap(commitArguments));
    return repliesOf(reply, bookings.length);
  }

  async #answered<T>(operation: StoreOperation, work: () => Promise<T>): Promise<T> {
    try {
      return await timed(this.#telemetry, operation, work);
    } catch (cause) {
      throw fault(cause);
    }
  }
}

function fault(cause: unknown): DependencyError {
  return new DependencyError('draw ledger', 'Redis did not do its part', { cause });
}

function repliesOf(reply: unknown, count: number): readonly unknown[] {
  if (Array.isArray(reply) && reply.length === count) return reply;
  throw new Error(`not ${count} replies`);
}

/* What scripts/commit.lua takes for one draw. */
function commitArguments({ order, rulesText }: Booking): (string | number)[] {
  const { uid, requestId, drawId, draws, seedNo, day, at, rules, candidates } = order;
  const after = (prizeId: string | null) => afterDraw(draws, { drawId, prizeId, day, at });
  const { drawNo, lastDay, drawnOnLastDay } = after(null);
  const entry = {
    uid,
    request_id: requestId,
    draw_id: drawId,
    draw_no: drawNo,
    day,
    at,
    seed_no: seedNo,
    rules: rules.hash,
  };
  return [
    ...[draws.drawNo, requestId, seedNo, rules.hash, rulesText, lastDay, drawnOnLastDay, drawId],
    JSON.stringify(entry),
    candidates.length,
    ...candidates.flatMap(({ prizeId, limit }) => [prizeId, limit ?? '', writeWins(after(prizeId))]),
  ];
}

/** @throws DependencyError if it is no account */
function readAccount(reply: unknown): Account {
  try {
    if (!Array.isArray(reply)) throw reply instanceof Error ? reply : new Error('not an account');
    const [n, day, dayN, wins, booked] = reply as (string | null)[];
    return {
      draws: {
        drawNo: readCount(n),
        lastDay: day ?? null,
        drawnOnLastDay: readCount(dayN),
        wins: readWins(wins ?? '[]'),
      },
      booked: booked ? readBooked(booked) : null,
    };
  } catch (cause) {
    throw fault(cause);
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
