import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { expect } from 'chai';
import { freePort } from '../support/free-port.ts';
import { ask, sendRaw } from '../support/http.ts';
import { startNginx, type TestNginx } from '../support/nginx.ts';
import { until } from '../support/until.ts';

const SECRET = 'demo-secret';
const TOKEN = `token=${SECRET}@1000`;
const HEADERS = { 'X-Forwarded-Proto': 'https', Cookie: TOKEN, Referer: `https://x/cms-market/?${TOKEN}` };
const RAW_HEADERS = Object.entries(HEADERS)
  .map(([name, value]) => `${name}: ${value}\r\n`)
  .join('');

/** A service that fails in whichever way the path says. */
async function failingService(): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', (data) => {
      const path = /^\w+ \/cms-market\/(\w*)/.exec(data.toString())?.[1];
      if (path === 'reset') socket.resetAndDestroy();
      else if (path === 'closed') socket.end();
      else if (path === 'garbage') socket.end('no http\r\n\r\n');
      else if (path === 'header') socket.end(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`);
      else if (path === 'cut') socket.end('HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nx');
      else if (path === 'large') socket.end(`HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(8_000_000)}`);
      else if (path !== 'hang') socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return server;
}

/** Asks for everything about which nginx has something to write, with a token wherever a token can stand. */
async function everySortOfFailure({ origin, port, tlsOrigin }: TestNginx): Promise<void> {
  const tlsPort = Number(new URL(tlsOrigin).port);
  const get = (path: string, init: RequestInit = {}) =>
    ask(`${origin}${path}?activity_id=1055&${TOKEN}`, { ...init, headers: { ...HEADERS, ...init.headers } });
  const raw = (start: string, headers = RAW_HEADERS) =>
    sendRaw(port, `${start}\r\nHost: x\r\nConnection: close\r\n${headers}\r\n`);
  const line = (path: string, method = 'GET') => `${method} ${path} HTTP/1.1`;

  for (const fault of ['reset', 'closed', 'garbage', 'header', 'hang', 'cut']) {
    for (const method of ['GET', 'HEAD', 'POST'])
      await get(`/cms-market/${fault}`, { method }).catch(() => {});
  }
  await get('/cms-market/static', { method: 'POST', body: TOKEN.repeat(2000) });
  await get('/nowhere');
  await get('/.well-known/acme-challenge/none');
  await get(`/cms-market/static%3F${TOKEN}`);
  await get('/cms-market/static', { headers: { 'X-Forwarded-Proto': 'http' } });
  await raw(line(`/cms-market/static?${TOKEN}`), '');
  await raw(line(`/cms-market/static?${TOKEN}&${'x'.repeat(20_000)}`));
  await raw(line(`/cms-market/static?${TOKEN}`), `Cookie: ${TOKEN}${'x'.repeat(20_000)}\r\n`);
  await raw(line(`/cms-market/static?${TOKEN}`), `${TOKEN}\r\n`);
  await raw(line(`/cms-market/static?${TOKEN}`), `x_${TOKEN}: ${TOKEN}\r\nHost: y\r\n`);
  await raw(line(`/cms-market/static?${TOKEN}`), `Host: ${TOKEN} ${TOKEN}\r\n`);
  await raw(`GET /cms-market/static?${TOKEN} ${TOKEN}`);
  await raw(`${TOKEN} /`);
  await raw(line(`/%zz?${TOKEN}`));
  await raw(line(`/../..?${TOKEN}`));
  await raw(line(`/cms-market/static?${TOKEN}`, 'PATCH'), 'Transfer-Encoding: what\r\n');
  await sendRaw(tlsPort, `${line(`/?${TOKEN}`)}\r\nHost: x\r\n\r\n`);
  await overTls(tlsPort, `${line(`/cms-market/closed?${TOKEN}`)}\r\nHost: x\r\nConnection: close\r\n\r\n`);
  await overHttp2(tlsOrigin, `/cms-market/closed?${TOKEN}`);
  await giveUp(port, `${line(`/cms-market/hang?${TOKEN}`)}\r\nHost: x\r\n${RAW_HEADERS}\r\n`);
  await readLate(port, `${line(`/cms-market/large?${TOKEN}`)}\r\nHost: x\r\n${RAW_HEADERS}\r\n`);
  for (let draws = 0; draws < 4; draws++) await get('/cms-market/shake/draw', { method: 'POST' });
}

async function overTls(port: number, bytes: string): Promise<void> {
  const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false }, () =>
    socket.write(bytes),
  );
  await once(socket.resume(), 'close');
}

async function overHttp2(origin: string, path: string): Promise<void> {
  const session = connectHttp2(origin, { rejectUnauthorized: false });
  await once(session.request({ ':path': path, referer: HEADERS.Referer, cookie: TOKEN }).resume(), 'close');
  session.close();
}

/** Goes away before there is an answer. */
async function giveUp(port: number, bytes: string): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  await new Promise((resolve) => socket.write(bytes, resolve));
  socket.destroy();
}

/** Begins to read when nginx has put the answer into a file, or could have. */
async function readLate(port: number, bytes: string): Promise<void> {
  const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
  await once(socket.pause(), 'readable');
  socket.destroy();
}

/** The statuses that the service in front wrote down. */
async function loggedStatuses(nginx: TestNginx): Promise<Set<string>> {
  const lines = (await nginx.accessLog()).split('\n');
  return new Set(lines.map((text) => /^\S+ \S+ \S+ \S+ (\d+) /.exec(text)?.[1] ?? ''));
}

const STATUSES = ['200', '301', '400', '404', '413', '414', '429', '499', '503'];
const quick = (site: string) =>
  site
    .replace('proxy_read_timeout 5s', 'proxy_read_timeout 200ms')
    .replace('rate=100r/s', 'rate=1r/m')
    .replace('burst=400', 'burst=1');
const withoutErrorLog = (site: string) => quick(site).replace(/^ *error_log .*\n/m, '');

describe('nginx’s logs', () => {
  let service: Server;
  before(async () => {
    service = await failingService();
  });
  after(() => service.close());
  const portOf = () => (service.address() as AddressInfo).port;

  it('hold no token, whatever goes wrong', async () => {
    const nginx = await startNginx(portOf(), quick);
    await everySortOfFailure(nginx);
    await until(async () => (await loggedStatuses(nginx)).has('499'), { what: 'a 499' });
    await nginx.stop();
    expect([...(await loggedStatuses(nginx))]).to.include.members(STATUSES);
    expect(await nginx.everyLog()).not.to.match(/secret|token/);
  });

  it('hold no token when the service is away, and say that it is', async () => {
    const nginx = await startNginx(await freePort());
    await ask(`${nginx.origin}/cms-market/static?${TOKEN}`, { headers: HEADERS });
    await nginx.stop();
    expect(await nginx.everyLog()).not.to.match(/secret|token/);
    expect(await nginx.accessLog()).to.match(/ GET \/cms-market\/static 503 .*connect=- upstream=502 /);
  });

  it('would hold tokens if the site’s errors were written, so what is asked here does bring them about', async () => {
    const nginx = await startNginx(portOf(), withoutErrorLog);
    await everySortOfFailure(nginx);
    await nginx.stop();
    const log = await nginx.everyLog();
    for (const place of ['request: "GET', 'request: "POST', 'upstream: "http', 'referrer: "https']) {
      const lines = log.split('\n').filter((text) => text.includes(place) && text.includes(SECRET));
      expect(lines.length, place).to.be.above(0);
    }
  });
});
