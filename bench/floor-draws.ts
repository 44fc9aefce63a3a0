// The floor for draws on Redis: a bare Koa stack that does one GET and one EVALSHA a request, and decides nothing.
import Router from '@koa/router';
import { Redis } from 'ioredis';
import Koa from 'koa';
import bodyParser from 'koa-bodyparser';

/* About the writes of a real draw: two counters, an account, a line of the log. */
const SETTLE = `
  local seq = redis.call('HINCRBY', KEYS[1], 'seq', 1)
  redis.call('HSET', KEYS[2], 'n', ARGV[1], 'day', '2026-11-11', 'day_n', 1, 'wins', '[]', 'r:' .. ARGV[2], ARGV[3])
  redis.call('XADD', KEYS[3], seq .. '-0', 'd', ARGV[4], 'p', '')
  return seq`;

type Settle = (...args: (string | number)[]) => Promise<number>;

const redis = new Redis(process.env.REDIS_URL ?? '', { protocol: 3 });
redis.defineCommand('settle', { numberOfKeys: 3, lua: SETTLE });
const { settle } = redis as unknown as { settle: Settle };

const router = new Router();
router.post('/shake/draw', async (ctx) => {
  const { token, request_id } = ctx.request.body as { token: string; request_id: string };
  const account = `floor:{1}:user:${token}`;
  await redis.get(`floor:session:${token}`);
  const entry = JSON.stringify({
    uid: token,
    request_id,
    at: Date.now(),
    day: '2026-11-11',
    rules: 'x'.repeat(64),
  });
  const seq = await settle.call(
    redis,
    'floor:{1}:book',
    account,
    'floor:{1}:log',
    1,
    request_id,
    token,
    entry,
  );
  ctx.body = { ret: 0, msg: 'ok', data: { draw_no: seq, won: false, prize: null }, timestamp: Date.now() };
});
const app = new Koa();
app.use(bodyParser()).use(router.routes());
const server = app.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(
    `${JSON.stringify({ msg: 'listening', port: typeof address === 'object' ? address?.port : 0 })}\n`,
  );
});
