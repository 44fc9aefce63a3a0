/*
 * The baseline of the framework: only Koa, @koa/router and koa-bodyparser. argv: a file with the answer. With REDIS_URL
 * also: `/reads` reads a session and an account, one after the other; `/draw` reads both, and runs one script that
 * counts, writes an account and adds an entry to a log, without any decision. ioredis has its defaults: with
 * auto-pipelining it needed more CPU time.
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
const SESSION_SECONDS = 3 * 24 * 60 * 60;

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
  const redis = new Redis(REDIS_URL);
  redis.defineCommand('settle', { numberOfKeys: 3, lua: SETTLE });
  const settle = (redis as unknown as { settle: Settle }).settle.bind(redis) as Settle;

  /* What a user is who was here before; the first time it is written. */
  const readUser = async (token: string) => {
    const [session, account] = [`floor:session:${token}`, `floor:{1}:user:${token}`];
    const found = await redis.get(session);
    if (found === null) {
      const user = { uid: token, zone: 'hz', name: token, verified_at: Date.now() };
      await redis.set(session, JSON.stringify(user), 'EX', SESSION_SECONDS);
      await redis.hset(account, { draws: 1, wins: 0, day: '2026-11-11', drawn_today: 1 });
    } else JSON.parse(found);
    await redis.hgetall(account);
    return account;
  };

  router.get('/reads', async (ctx) => {
    await readUser(`${ctx.query.token}`);
    ctx.type = TYPE;
    ctx.body = body;
  });

  router.post('/draw', async (ctx) => {
    const { token, request_id } = ctx.request.body as { token: string; request_id: string };
    const account = await readUser(token);
    const entry = `${request_id}${token}${'x'.repeat(ENTRY_BYTES)}`;
    const drawNo = await settle('floor:{1}:book', account, 'floor:{1}:log', entry);
    ctx.body = { ret: 0, msg: 'ok', data: { draw_no: drawNo, won: false, prize: null }, timestamp: 0 };
  });
}

const app = new Koa();
app.use(bodyParser()).use(router.routes());
listening(createServer(app.callback()));
