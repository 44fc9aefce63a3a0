/*
 * The baseline of the framework: only Koa, @koa/router and koa-bodyparser. argv: a file with the answer. With REDIS_URL
 * also: `/reads` reads a session and an account, one after the other; `/draw` reads both, and runs one script that
 * counts, writes an account and adds an entry to a log, without any decision.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import Router from '@koa/router';
import { Redis } from 'ioredis';
import Koa from 'koa';
import bodyParser from 'koa-bodyparser';
import { listening } from './listening.ts';

const SETTLE = `
  local seq = redis.call('HINCRBY', KEYS[1], 'seq', 1)
  redis.call('HINCRBY', KEYS[2], 'draws', 1)
  redis.call('XADD', KEYS[3], seq .. '-0', 'd', ARGV[1])
  return seq`;
const ENTRY_BYTES = 60;

type Settle = (...args: (string | number)[]) => Promise<number>;

const [, , file = ''] = process.argv;
const TYPE = 'application/json; charset=utf-8';
const body = readFileSync(file);
const router = new Router();

router.all('/ready', (ctx) => {
  ctx.type = TYPE;
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
    ctx.type = TYPE;
    ctx.body = body;
  });

  router.post('/draw', async (ctx) => {
    const { token, request_id } = ctx.request.body as { token: string; request_id: string };
    const account = `floor:{1}:user:${token}`;
    await redis.get(`floor:session:${token}`);
    await redis.hgetall(account);
    const entry = `${request_id}${token}${'x'.repeat(ENTRY_BYTES)}`;
    const drawNo = await settle('floor:{1}:book', account, 'floor:{1}:log', entry);
    ctx.body = { ret: 0, msg: 'ok', data: { draw_no: drawNo, won: false, prize: null }, timestamp: 0 };
  });
}

const app = new Koa();
app.use(bodyParser()).use(router.routes());
listening(createServer(app.callback()));
