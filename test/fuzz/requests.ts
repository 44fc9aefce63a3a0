import fc from 'fast-check';

export interface FuzzRequest {
  /** All of it, as it is sent. */
  readonly bytes: Buffer;
  readonly method: string;
  readonly path: string;
  /** Whether it is surely one request, after which the connection can carry another. */
  readonly whole: boolean;
  /** No answer may contain it, except as the cookie. */
  readonly token: string;
}

const BASE = '/cms-market';
const ROUTES = [
  ...['', '/', '/static', '/shake/static', '/sku/static', '/shake/draw', '/shake/prizes', '/shake/fairness'],
  ...['/shake/claim', '/shake/live', '/shake/draws', '/wechat/signature'],
  '/media/1055/banner.svg',
  '/p/1055/',
];
const BESIDE_ROUTES = [
  ...['/p/1055', '/p/1055/..%2fdata.json', '/p/../1055/data.json', '/p/%2e%2e/data.json'],
  ...['/media/1055/..%2fdata.json', '/media/..%2f/x.svg', '/assets/index.js', '/assets/..%2f..%2fmain.js'],
  ...['/static/', '/../static', '//static', '/%2e%2e/healthz', '/Static'],
];

const junk = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    '..',
    '%00',
    '\0',
    '../../etc/passwd',
    '1e999',
    '\r\nX: y',
  ),
);
const id = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('1055', '1056', '1057') },
  { weight: 1, arbitrary: junk },
);
const token = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ max: 50, min: 0 }).map((n) => `demo-fuzz${n}@1000`) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 1000 }).map((n) => `stolen-secret-${n}`) },
  { weight: 1, arbitrary: junk },
);
const requestId = fc.oneof(
  fc.integer({ min: 0, max: 9999 }).map((n) => `request-${n}`),
  junk,
);

const form = fc.oneof(
  fc.constantFrom('{"name":"A","phone":"13800138000"}', '{"email":"a@b.cn"}', '{"name":{"a":1}}', '[]'),
  fc.json({ maxDepth: 2 }),
  junk,
);

const position = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 50 }).map(String) },
  { weight: 1, arbitrary: fc.constantFrom('-1', '0', '51', '1e3', '9007199254740993') },
  { weight: 1, arbitrary: junk },
);

const url = fc.oneof(
  fc.constantFrom('http://fuzz.example/cms-market/?id=1055#x', 'http://fuzz.example/cms-market/../x'),
  fc.webUrl({ withFragments: true, withQueryParameters: true }),
  junk,
);

const method = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('GET', 'POST', 'HEAD') },
  { weight: 1, arbitrary: fc.constantFrom('PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE', 'PROPFIND', 'get') },
);
const path = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...ROUTES).map((tail) => BASE + tail) },
  { weight: 2, arbitrary: fc.constantFrom(...BESIDE_ROUTES).map((tail) => BASE + tail) },
  { weight: 1, arbitrary: fc.constantFrom('/', '/healthz', '/readyz', '/metrics', '/cms-marketing', '*') },
  { weight: 1, arbitrary: junk.map((tail) => `${BASE}/${encodeURI(tail)}`) },
);
const escaping = fc.constantFrom(
  (text: string) => encodeURIComponent(text),
  (text: string) => text.replace(/[^\w@.-]/g, '%'),
  (text: string) => text.replace(/[^!-~]/g, '+').replaceAll('#', ''),
);
const type = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('application/json', 'application/x-www-form-urlencoded') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'text/plain',
      'application/json; charset=utf-7',
      'multipart/form-data',
      ';',
      '',
    ),
  },
);
const header = fc.oneof(
  fc.constantFrom(
    'X-Forwarded-Proto: https',
    'X-Forwarded-For: 1.2.3.4, ::',
    'X-Request-Id: <script>',
    'Sec-Fetch-Site: cross-site',
    'Sec-Fetch-Site: same-site',
    'Origin: https://www.shop.example',
    'Origin: null',
    'Access-Control-Request-Method: POST',
    'Content-Encoding: gzip',
    'Content-Encoding: br',
    'Range: bytes=0-1,5-',
    'Range: bytes=99999-',
    'If-None-Match: *',
    'Accept-Encoding: gzip;q=0, *;q=9',
    'Expect: 100-continue',
    'Expect: nonsense',
    'Transfer-Encoding: gzip, chunked',
    'Upgrade: websocket',
    'Cookie: token=%ff; token=a; __proto__=1',
  ),
  junk.map((text) => `X-Junk: ${text}`),
  junk.map((text) => `Cookie: token=${text}`),
);

const unjson = fc.oneof(
  junk,
  fc.json({ maxDepth: 3 }),
  fc.constantFrom('{', '[[[[', '"', '{"__proto__":{"polluted":1}}'),
);

/** Requests to every route, most of them nearly right. */
export const fuzzRequest: fc.Arbitrary<FuzzRequest> = fc
  .record({
    method,
    path,
    id,
    token,
    requestId,
    position,
    url,
    form,
    escape: escaping,
    type,
    headers: fc.array(header, { maxLength: 2 }),
    where: fc.constantFrom('query', 'body', 'both', 'cookie'),
    body: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: unjson }),
    extra: fc.oneof(
      fc.constant(''),
      fc.constantFrom(
        '&activity_id=1',
        '&__proto__[polluted]=1',
        '&constructor.prototype.polluted=1',
        '&%',
        '&a[b][c]=d',
      ),
    ),
    pollute: fc.boolean(),
    length: fc.oneof(
      { weight: 20, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.constantFrom(-1, 5, 20_000) },
    ),
  })
  .map((parts) => {
    const fields = {
      id: parts.id,
      activity_id: parts.id,
      token: parts.token,
      request_id: parts.requestId,
      draw_id: parts.requestId,
      before: parts.position,
      limit: parts.position,
      form: parts.form,
      url: parts.url,
    };
    const pairs = Object.entries(fields).map(([name, value]) => `${name}=${parts.escape(value)}`);
    const query = parts.where === 'body' ? '' : `?${pairs.join('&')}${parts.extra}`;
    const sendsBody = parts.method !== 'GET' && parts.method !== 'HEAD' && parts.where !== 'query';
    const body = Buffer.from(sendsBody ? (parts.body ?? bodyOf(parts.type, fields, pairs, parts)) : '');
    const lines = [`${parts.method} ${parts.path}${query} HTTP/1.1`, 'Host: fuzz.example', ...parts.headers];
    if (parts.where === 'cookie') lines.push(`Cookie: token=${parts.escape(parts.token)}`);
    if (sendsBody) lines.push(`Content-Type: ${parts.type}`, `Content-Length: ${body.length + parts.length}`);
    const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
    return {
      bytes: Buffer.concat([head, body]),
      method: parts.method,
      path: parts.path,
      whole: parts.length === 0 && !parts.headers.some((line) => /Transfer|Expect|Upgrade|[\r\n]/.test(line)),
      token: parts.token,
    };
  });

function bodyOf(
  type: string,
  fields: Readonly<Record<string, string>>,
  pairs: readonly string[],
  { pollute, extra }: { pollute: boolean; extra: string },
): string {
  if (type === 'application/x-www-form-urlencoded') return pairs.join('&') + extra;
  const text = JSON.stringify(fields);
  return pollute ? text.replace('{', '{"constructor":{"prototype":{"polluted":1}},') : text;
}
