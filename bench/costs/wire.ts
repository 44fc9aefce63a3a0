import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ours } from '../servers.ts';
import type { Cost, Costs } from './cost.ts';
import { filesOfVisit } from './visit-files.ts';

const BASE = '/cms-market';
const ROOT = new URL('../../', import.meta.url);
const ACTIVITY = '1055';
const ENCODINGS = { identity: 'identity', gzip: 'gzip', br: 'br, gzip' };
/* An answer to a draw has the wins before it. */
const DRAWS = 2;
const WINNERS_FROM = 400;
/* The compressed copy of an answer is made after its second visit. */
const COMPRESSION_MS = 1000;

/** What the shipped activity 1055 and the page are on the wire, with headers, and a scrape of the metrics. */
export async function wireCosts(): Promise<Costs> {
  const { origin } = await ours({ ACTIVITIES_DIR: fileURLToPath(new URL('activities', ROOT)) });
  await fillWinners(origin);
  const port = Number(new URL(origin).port);
  const assets = await filesOfVisit(origin, ACTIVITY);
  const media = (await readdir(new URL(`activities/${ACTIVITY}/media/`, ROOT))).map(
    (file) => `${BASE}/media/${ACTIVITY}/${file}`,
  );
  const costs: [string, Cost][] = [];
  const put = (name: string, value: number, what: string) =>
    costs.push([name, { value: Math.round(value), unit: 'bytes', what }]);
  for (const [name, accepts] of Object.entries(ENCODINGS)) {
    const get = (path: string) => sizeOf(port, `GET ${path}`, accepts);
    const all = async (paths: readonly string[]) =>
      (await Promise.all(paths.map(get))).reduce((sum, size) => sum + size, 0);
    const token = `token=demo-${name}@1000`;
    const page = `${BASE}/static?activity_id=${ACTIVITY}&${token}`;
    await get(page);
    await get(page);
    await setTimeout(COMPRESSION_MS);
    put(`wire.${name}.static`, await get(page), `static, ${name}`);
    const draws: number[] = [];
    for (let n = 0; n < DRAWS; n++) {
      const body = `activity_id=${ACTIVITY}&${token}&request_id=draw-${name}-${n}`;
      draws.push(await sizeOf(port, `POST ${BASE}/shake/draw`, accepts, body));
    }
    put(`wire.${name}.page`, await get(`${BASE}/?id=${ACTIVITY}`), `the page, ${name}`);
    put(`wire.${name}.assets`, await all(assets), `the ${assets.length} files of a first visit, ${name}`);
    put(
      `wire.${name}.media`,
      await all(media),
      `the ${media.length} pictures of activity ${ACTIVITY}, ${name}`,
    );
    put(`wire.${name}.draw`, Math.max(...draws), `a draw, ${name}`);
    put(
      `wire.${name}.prizes`,
      await get(`${BASE}/shake/prizes?activity_id=${ACTIVITY}&${token}`),
      `prizes, ${name}`,
    );
    const live = `${BASE}/shake/live?activity_id=${ACTIVITY}`;
    await get(live);
    await get(live);
    await setTimeout(COMPRESSION_MS);
    put(`wire.${name}.live`, await get(live), `wins and what is left, ${name}`);
  }
  costs.push([
    'visit.files',
    { value: assets.length, unit: 'files', what: 'files of the page in a first visit' },
  ]);
  put('metrics.scrape', await sizeOf(port, 'GET /metrics', 'identity'), 'a scrape of one process');
  return Object.fromEntries(costs);
}

/* Some of these draws win what the view shows: at least 20 do, as many as it has. */
async function fillWinners(origin: string): Promise<void> {
  for (let user = 0; user < WINNERS_FROM; user++) {
    const query = `activity_id=${ACTIVITY}&token=demo-winner-${user}@1000&request_id=draw-of-${user}`;
    await (await fetch(`${origin}${BASE}/shake/draw?${query}`, { method: 'POST' })).arrayBuffer();
  }
}

function sizeOf(port: number, line: string, accepts: string, body = ''): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    socket
      .once('error', reject)
      .once('close', () => resolve(socket.bytesRead))
      .resume();
    const head = ['Host: localhost', 'Connection: close', `Accept-Encoding: ${accepts}`];
    if (body) head.push('Content-Type: application/x-www-form-urlencoded', `Content-Length: ${body.length}`);
    socket.write(`${line} HTTP/1.1\r\n${head.join('\r\n')}\r\n\r\n${body}`);
  });
}
