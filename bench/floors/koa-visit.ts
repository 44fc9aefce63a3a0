/*
 * The whole visit as a competent developer would write it simply: Koa, @koa/router, koa-bodyparser and ioredis. It
 * answers the same paths with the same data as the service. argv: the folder of the built page, that of the activities.
 *
 * What it does not do: no compression, no ranges, no cookie, no request ids, no headers for security, no log, no
 * metrics, no limits; it validates no parameters; it does not watch the activity's files; its draws are not fair in a
 * way that can be checked (no seed, no commitment), and it checks no stock, no budget and no limit per user. It counts
 * draws and awards, keeps a user's chances, replays a request id, and logs each draw, in one script, as the service does.
 */
import { createHash, randomInt, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import Router from '@koa/router';
import { Redis } from 'ioredis';
import Koa, { type Context } from 'koa';
import bodyParser from 'koa-bodyparser';
import { listening } from './listening.ts';

const RECORD = `
  if redis.call('HINCRBY', KEYS[1], 'drawn:' .. ARGV[2], 1) > tonumber(ARGV[3]) then
    redis.call('HINCRBY', KEYS[1], 'drawn:' .. ARGV[2], -1)
    return {0, 0}
  end
  local no = redis.call('HINCRBY', KEYS[1], 'drawn', 1)
  local unit = redis.call('HINCRBY', KEYS[2], ARGV[4], 1)
  redis.call('HSET', KEYS[1], 'request:' .. ARGV[1], no, 'win:' .. no, unit .. '|' .. ARGV[4] .. '|' .. ARGV[5])
  redis.call('XADD', KEYS[3], '*', 'd', ARGV[5] .. '|' .. ARGV[4])
  return {no, unit}`;

const SESSION_TTL_SECONDS = 259_200;
const BASE = '/cms-market';
const [, , webDir = '', activitiesDir = ''] = process.argv;

type Record = (...args: (string | number)[]) => Promise<[number, number]>;
const redis = new Redis(process.env.REDIS_URL ?? '', { enableAutoPipelining: true });
redis.defineCommand('recordDraw', { numberOfKeys: 3, lua: RECORD });
const record = (redis as unknown as { recordDraw: Record }).recordDraw.bind(redis) as Record;

const activities = new Map(readdirSync(activitiesDir).map((id) => [id, readActivity(id)]));
const media = new Map([...activities.keys()].map((id) => [id, readFiles(join(activitiesDir, id, 'media'))]));
const assets = readFiles(join(webDir, 'assets'));
const index = readFiles(webDir).get('index.html');

const router = new Router({ prefix: BASE });
router.get('/', (ctx) => sendFile(ctx, index, 'no-cache'));
router.get('/assets/:file', (ctx) =>
  sendFile(ctx, assets.get(ctx.params.file ?? ''), 'public, max-age=31536000, immutable'),
);
router.get('/media/:id/:file', (ctx) =>
  sendFile(ctx, media.get(ctx.params.id ?? '')?.get(ctx.params.file ?? ''), 'public, max-age=300'),
);

router.post('/static', async (ctx) => {
  const { activity, uid, account } = await enter(ctx);
  const { id, data } = activity;
  const fairness = { commitment: '0'.repeat(64) };
  send(ctx, { ...data, activity_id: id, fairness, user_draw_info: infoOf(activity, uid, account) });
});

router.post('/shake/prizes', async (ctx) => {
  const { activity, uid, account } = await enter(ctx);
  send(ctx, { ...infoOf(activity, uid, account), prizes_before: 0 });
});

router.post('/shake/draw', async (ctx) => {
  const { activity, uid, account } = await enter(ctx);
  const { request_id } = ctx.request.body as { request_id: string };
  const known = account[`request:${request_id}`];
  if (known) return send(ctx, drawOf(activity, uid, account, Number(known), true));
  const drawId = randomUUID();
  const win = [pickPrize(activity), `${drawId}|${new Date().toISOString()}`] as const;
  const keys = [accountKey(activity.id, uid), `book:{${activity.id}}`, `log:{${activity.id}}`];
  const [no, unit] = await record(...keys, request_id, today(), activity.perDay, ...win);
  if (no === 0) return send(ctx, '', 2001, '抽奖次数已用完');
  const drawn = Number(account[`drawn:${today()}`] ?? 0) + 1;
  const after = {
    ...account,
    drawn: `${no}`,
    [`drawn:${today()}`]: `${drawn}`,
    [`win:${no}`]: `${unit}|${win.join('|')}`,
  };
  send(ctx, drawOf(activity, uid, after, no, false));
});

const app = new Koa();
app.use(bodyParser()).use(router.routes());
const server = createServer(app.callback());
listening(server);

interface Activity {
  readonly id: string;
  /** All but the rules. */
  readonly data: { readonly zones: readonly string[]; readonly prizes: readonly Prize[] };
  readonly perDay: number;
  readonly odds: readonly (readonly [prize: string, millionths: number])[];
  readonly fallback: string;
}

interface Prize {
  readonly id: string;
  readonly name: string;
  readonly image: string;
}

type Account = Readonly<{ [field: string]: string }>;

function readActivity(id: string): Activity {
  const {
    $schema: _editor,
    rules,
    ...data
  } = JSON.parse(readFileSync(join(activitiesDir, id, 'data.json'), 'utf8'));
  const odds = Object.entries(rules.prizes as { [prize: string]: { odds?: string } }).map(
    ([prize, { odds: text = '0%' }]) => [prize, millionths(text)] as const,
  );
  return { id, data, perDay: rules.chances.per_day, odds, fallback: rules.fallback };
}

/** Of `"0.5%"` or `"1/200"`. */
function millionths(text: string): number {
  const [part = 0, whole = 100] = text.replace('%', '').split('/').map(Number);
  return Math.round((part / whole) * 1e6);
}

async function enter(ctx: Context): Promise<{ activity: Activity; uid: string; account: Account }> {
  const { activity_id, token } = ctx.request.body as { activity_id: string; token: string };
  const activity = activities.get(activity_id);
  if (!activity) return ctx.throw(404);
  const { uid, zone_id } = await session(token);
  if (!activity.data.zones.includes(zone_id)) return ctx.throw(403);
  return { activity, uid, account: await redis.hgetall(accountKey(activity_id, uid)) };
}

async function session(token: string): Promise<{ uid: string; zone_id: string }> {
  const key = `session:${createHash('sha256').update(token).digest('hex')}`;
  const known = await redis.get(key);
  if (known) return JSON.parse(known);
  // The demo passport: it is asked within the process, as in the service.
  const [uid = '', zone_id = ''] = token.slice('demo-'.length).split('@');
  await redis.set(key, JSON.stringify({ uid, zone_id }), 'EX', SESSION_TTL_SECONDS);
  return { uid, zone_id };
}

function accountKey(id: string, uid: string): string {
  return `account:{${id}}:${uid}`;
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

function pickPrize({ odds, fallback }: Activity): string {
  let pick = randomInt(1e6);
  for (const [prize, share] of odds) {
    if (pick < share) return prize;
    pick -= share;
  }
  return fallback;
}

function infoOf({ data, perDay }: Activity, uid: string, account: Account): object {
  const drawnToday = Number(account[`drawn:${today()}`] ?? 0);
  const wins = Object.keys(account).filter((field) => field.startsWith('win:'));
  return {
    uid,
    chances_left: perDay - drawnToday,
    earned_left: 0,
    drawn_today: drawnToday,
    drawn_total: Number(account.drawn ?? 0),
    ways: ['sign_in', 'share'].map((source) => ({ source, worth: 1, left: 1 })),
    prizes_total: wins.length,
    prizes: wins.map((field) => {
      const [unit, prizeId, draw_id, won_at] = (account[field] ?? '').split('|');
      const name = data.prizes.find(({ id }) => id === prizeId)?.name;
      return { draw_id, prize_id: prizeId, unit: Number(unit), name, won_at };
    }),
  };
}

function drawOf(activity: Activity, uid: string, account: Account, no: number, replayed: boolean): object {
  const [, prizeId, draw_id] = (account[`win:${no}`] ?? '').split('|');
  const { id, name, image } = activity.data.prizes.find((prize) => prize.id === prizeId) as Prize;
  const prize = { id, name, image };
  return { draw_id, draw_no: no, won: true, replayed, prize, user_draw_info: infoOf(activity, uid, account) };
}

function send(ctx: Context, data: object | '', ret = 0, msg = 'ok'): void {
  ctx.set('Cache-Control', 'private, no-store');
  ctx.body = { ret, msg, data, timestamp: Math.floor(Date.now() / 1000) };
}

interface ReadyFile {
  readonly name: string;
  readonly bytes: Buffer;
  readonly etag: string;
}

function readFiles(dir: string): Map<string, ReadyFile> {
  const files = readdirSync(dir, { withFileTypes: true }).filter((each) => each.isFile());
  return new Map(
    files.map(({ name }) => {
      const bytes = readFileSync(join(dir, name));
      return [
        name,
        { name, bytes, etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 16)}"` },
      ];
    }),
  );
}

function sendFile(ctx: Context, file: ReadyFile | undefined, cacheControl: string): void {
  if (!file) return;
  ctx.status = 200;
  ctx.set('Cache-Control', cacheControl);
  ctx.etag = file.etag;
  if (ctx.fresh) {
    ctx.status = 304;
    return;
  }
  ctx.type = file.name.split('.').pop() ?? '';
  ctx.body = file.bytes;
}
