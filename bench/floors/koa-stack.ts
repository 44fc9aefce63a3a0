/*
 * The baseline of the framework: only Koa, @koa/router and koa-bodyparser. argv: a file with the body, its type. With
 * REDIS_URL also: `/reads` reads two keys one after the other; `/draw` reads one key and runs one script that writes
 * about as much as a draw does, without a decision.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import Router from '@koa/router';
import { Redis } from 'ioredis';
import Koa from 'koa';
import bodyParser from 'koa-bodyparser';
import { listening } from './listening.ts';

/* Writes a counter, an account and a log entry. */
const SETTLE = `
  local seq = redis.call('HINCRBY', KEYS[1], 'seq', 1)
  redis.call('HSET', KEYS[2], 'n', ARGV[1], 'day', '2026-11-11', 'day_n', 1, 'wins', '[]', 'r:' .. ARGV[2], ARGV[3])
  redis.call('XADD', KEYS[3], seq .. '-0', 'd', ARGV[4], 'p', '')
  return seq`;
const ENTRY_BYTES = 180;

type Settle = (...args: (string | number)[]) => Promise<number>;

const [, , file = '', type = 'application/json; charset=utf-8'] = process.argv;
const body = readFileSync(file);
const router = new Router();

router.get('/ready', (ctx) => {
  ctx.type = type;
  ctx.body = body;
});

const { REDIS_URL } = process.env;
if (REDIS_URL) {
  const redis = new Redis(REDIS_URL, { enableAutoPipelining: true });
  redis.defineCommand('settle', { numberOfKeys: 3, lua: SETTLE });
  const settle = (redis as unknown as { settle: Settle }).settle.bind(redis) as Settle;

  router.get('/reads', async (ctx) => {
    await redis.get(`floor:session:${ctx.query.token}`);
    await redis.hgetall(`floor:account:${ctx.query.token}`);
    ctx.type = type;
    ctx.body = body;
  });

  router.post('/draw', async (ctx) => {
    const { token, request_id } = ctx.request.body as { token: string; request_id: string };
    const account = `floor:{1}:user:${token}`;
    await redis.hmget(account, 'n', 'day', 'day_n', 'wins', `r:${request_id}`);
    const entry = `${token}${'x'.repeat(ENTRY_BYTES)}`;
    const drawNo = await settle('floor:{1}:book', account, 'floor:{1}:log', 1, request_id, token, entry);
    ctx.body = { ret: 0, msg: 'ok', data: { draw_no: drawNo, won: false, prize: null }, timestamp: 0 };
  });
}

const app = new Koa();
app.use(bodyParser()).use(router.routes());
listening(createServer(app.callback()));
