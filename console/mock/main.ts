// Answers the console's API from `areas/*.ts`, and serves the built console under its security policy, without a service:
// `node --import tsx console/mock/main.ts [port]`. Each file in `areas` exports a `MockArea` as `area`.
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MockAnswer, MockArea } from './mock-area.ts';

const AREAS = new URL('./areas/', import.meta.url);
const BUILT = fileURLToPath(new URL('../../dist/console/', import.meta.url));
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; frame-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/* `:name` stands for one segment, `*` at the end for the rest. */
const patternOf = (path: string): RegExp =>
  new RegExp(
    `^${path
      .replaceAll('.', '\\.')
      .replace(/:(\w+)/g, '(?<$1>[^/]+)')
      .replace(/\*$/, '(?<rest>.*)')}$`,
  );

const area: Record<string, MockArea[string]> = {};
for (const name of (await readdir(AREAS)).sort())
  Object.assign(area, ((await import(new URL(name, AREAS).href)) as { area: MockArea }).area);

const rows = Object.entries(area).map(([key, answer]) => {
  const [method, path = ''] = key.split(' ');
  return { method, pattern: patternOf(path), answer };
});

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function send(
  response: ServerResponse,
  { status = 200, headers = {}, json, text, events }: MockAnswer,
): void {
  if (events) {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    response.write(events());
    const timer = setInterval(() => response.write(events()), 1000);
    response.on('close', () => clearInterval(timer));
    return;
  }
  const type = json === undefined ? {} : { 'Content-Type': 'application/json' };
  response.writeHead(status, { ...type, ...headers }).end(json === undefined ? text : JSON.stringify(json));
}

async function sendFile(response: ServerResponse, path: string): Promise<void> {
  const name = path.startsWith('/assets/') ? path.slice(1) : 'index.html';
  const file = await readFile(BUILT + name).catch(() => null);
  if (!file) return send(response, { status: 404, text: 'not found' });
  response
    .writeHead(200, {
      'Content-Type': TYPES[extname(name)] ?? 'application/octet-stream',
      'Content-Security-Policy': CSP,
    })
    .end(file);
}

const server = createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://mock');
  const raw = await bodyOf(request);
  for (const { method, pattern, answer } of rows) {
    const found = method === request.method ? pattern.exec(pathname) : null;
    if (!found) continue;
    const params = { ...found.groups };
    const isJson = request.headers['content-type']?.startsWith('application/json') && raw.length > 0;
    const body = isJson ? JSON.parse(raw.toString()) : {};
    return send(response, await answer({ params, query: searchParams, body, raw, request }));
  }
  if (pathname.startsWith('/api/'))
    return send(response, { status: 404, json: { error: { code: 'not_found' } } });
  return sendFile(response, pathname);
});

server.listen(Number(process.argv[2] ?? 3034), '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`http://127.0.0.1:${typeof address === 'object' ? address?.port : address}/\n`);
});
