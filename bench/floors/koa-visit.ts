/*
 * The whole visit as a competent developer would write it simply: Koa, @koa/router, koa-bodyparser and ioredis. It
 * answers the same paths with the same data as the service. argv: the folder of the built page, that of the activities.
 *
 * What it does not do: no compression, no ranges, no cookie, no request ids, no headers for security, no log, no
 * metrics, no limits; it validates no parameters; it does not watch the files of activities; its draws cannot be
 * verified (no seed, no commitment), and it checks no stock, no budget and no limit of a prize per user. It keeps the
 * user's chances of the day, counts draws and awards, returns the same draw for the same request id, and logs each
 * draw, as the service does.
 */
import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import Router from '@koa/router';
import Koa, { type Context } from 'koa';
import bodyParser from 'koa-bodyparser';
import {
  type Account,
  type Activity,
  drawOf,
  infoOf,
  pickPrize,
  readActivity,
  today,
} from './koa-visit/activity.ts';
import { readFiles, sendFile } from './koa-visit/files.ts';
import { openStores } from './koa-visit/stores.ts';
import { listening } from './listening.ts';

const [, , webDir = '', activitiesDir = ''] = process.argv;
const stores = openStores(process.env.REDIS_URL ?? '');
const ids = readdirSync(activitiesDir);
const activities = new Map(ids.map((id) => [id, readActivity(activitiesDir, id)]));
const media = new Map(ids.map((id) => [id, readFiles(join(activitiesDir, id, 'media'))]));
const assets = readFiles(join(webDir, 'assets'));
const page = readFiles(webDir).get('index.html');

const router = new Router({ prefix: '/cms-market' });
router.get('/', (ctx) => sendFile(ctx, page, 'no-cache'));
router.get('/assets/:file', (ctx) =>
  sendFile(ctx, assets.get(ctx.params.file ?? ''), 'public, max-age=31536000, immutable'),
);
router.get('/media/:id/:file', (ctx) =>
  sendFile(ctx, media.get(ctx.params.id ?? '')?.get(ctx.params.file ?? ''), 'public, max-age=300'),
);

router.post('/static', async (ctx) => {
  const { activity, uid, account } = await enter(ctx);
  const fairness = { commitment: '0'.repeat(64) };
  const user_draw_info = infoOf(activity, uid, account);
  send(ctx, { ...activity.data, activity_id: activity.id, fairness, user_draw_info });
});

router.post('/shake/prizes', async (ctx) => {
  const { activity, uid, account } = await enter(ctx);
  send(ctx, { ...infoOf(activity, uid, account), prizes_before: 0 });
});

router.post('/shake/draw', async (ctx) => {
  const { activity, uid, account } = await enter(ctx);
  const { request_id: requestId } = ctx.request.body as { request_id: string };
  const known = account[`request:${requestId}`];
  if (known) return send(ctx, drawOf(activity, uid, account, Number(known), true));
  const [day, prizeId] = [today(), pickPrize(activity)];
  const draw = `${randomUUID()}|${new Date().toISOString()}`;
  const { perDay, id } = activity;
  const [no, unit] = await stores.record(id, uid, { requestId, day, perDay, prizeId, draw });
  if (no === 0) return send(ctx, '', 2001, '抽奖次数已用完');
  const after = {
    ...account,
    drawn: `${no}`,
    [`drawn:${day}`]: `${Number(account[`drawn:${day}`] ?? 0) + 1}`,
    [`win:${no}`]: `${unit}|${prizeId}|${draw}`,
  };
  send(ctx, drawOf(activity, uid, after, no, false));
});

async function enter(ctx: Context): Promise<{ activity: Activity; uid: string; account: Account }> {
  const { activity_id, token } = ctx.request.body as { activity_id: string; token: string };
  const activity = activities.get(activity_id);
  if (!activity) return ctx.throw(404);
  const { uid, zone_id } = await stores.userOf(token);
  if (!activity.data.zones.includes(zone_id)) return ctx.throw(403);
  return { activity, uid, account: await stores.account(activity_id, uid) };
}

function send(ctx: Context, data: object | '', ret = 0, msg = 'ok'): void {
  ctx.set('Cache-Control', 'private, no-store');
  ctx.body = { ret, msg, data, timestamp: Math.floor(Date.now() / 1000) };
}

const app = new Koa();
app.use(bodyParser()).use(router.routes());
listening(createServer(app.callback()));
