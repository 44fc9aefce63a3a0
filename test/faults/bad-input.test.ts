import { connect } from 'node:net';
import { expect } from 'chai';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { ask, postJson, sendRaw } from '../support/http.ts';

const JSON_TYPE = 'Content-Type: application/json\r\n';

describe('body over 16 KiB, malformed JSON, 100,000 levels of nesting, bad UTF-8, NUL, wrong types, repeated parameters, `__proto__`/`constructor` keys, `..%2f` and other traversal in `activity_id`, 64 KiB of headers, bad Host', () => {
  let program: RunningProgram;
  before(async () => {
    program = await startProgram();
  });
  after(() => program.stop());
  // Nothing that was sent has left a mark.
  afterEach(async () => {
    const answer = await ask(`${program.base}/static?activity_id=1056`);
    expect(answer.json.ret).to.equal(0);
    expect(program.stdout()).not.to.match(/a request failed|\n\s+at /);
  });

  function raw(head: string, body: Uint8Array | string = ''): Promise<string> {
    const bytes = Buffer.from(body);
    const length = bytes.length > 0 ? `Content-Length: ${bytes.length}\r\n` : '';
    const start = `${head}${length}Connection: close\r\n\r\n`;
    return sendRaw(program.port, Buffer.concat([Buffer.from(start, 'latin1'), bytes]));
  }
  const post = (body: Uint8Array | string) =>
    raw(`POST /cms-market/static HTTP/1.1\r\nHost: x\r\n${JSON_TYPE}`, body);
  const get = (path: string, headers = 'Host: x\r\n') => raw(`GET ${path} HTTP/1.1\r\n${headers}`);

  const bodies: Readonly<Record<string, [Uint8Array | string, RegExp]>> = {
    'over 16 KiB': [`{"activity_id":"1056","x":"${'x'.repeat(20_000)}"}`, /^HTTP\/1.1 413 .*"ret":1001/s],
    'malformed JSON': ['{"activity_id":', /^HTTP\/1.1 400 .*"ret":1001/s],
    '100,000 levels of nesting': ['['.repeat(100_000), /^HTTP\/1.1 413 .*"ret":1001/s],
    'as many levels as fit': [`${'['.repeat(8192)}${']'.repeat(8192)}`, /^HTTP\/1.1 (400|200) .*"ret":1001/s],
    'bad UTF-8': [Buffer.from('{"activity_id":"\xff\xfe"}', 'latin1'), /^HTTP\/1.1 (400|200) .*"ret":1001/s],
    'bad UTF-8 in a name': [
      Buffer.from('{"activity_id\xc0\xaf":"1056"}', 'latin1'),
      /^HTTP\/1.1 (400|200) .*"ret":1001/s,
    ],
    NUL: ['{"activity_id":"1056\\u0000"}', /^HTTP\/1.1 200 .*"ret":1001/s],
    'a raw NUL': ['{"activity_id":"1056\0"}', /^HTTP\/1.1 400 .*"ret":1001/s],
    'wrong types': ['{"activity_id":["1056"],"token":{}}', /^HTTP\/1.1 200 .*"ret":1001/s],
    'repeated parameters': ['{"activity_id":"1055","activity_id":"1056"}', /^HTTP\/1.1 200 .*"ret":1001/s],
    '`constructor` keys': [
      '{"activity_id":"1056","constructor":{"prototype":{"is_login_user":true}}}',
      /^HTTP\/1.1 (200 .*"ret":0|400 .*"ret":1001)/s,
    ],
    '`__proto__` keys': [
      '{"activity_id":"1056","__proto__":{"token":"demo-a@1000"}}',
      /^HTTP\/1.1 (200 .*"ret":0|400 .*"ret":1001)/s,
    ],
    'a number that is none': ['{"activity_id":1e999}', /^HTTP\/1.1 200 .*"ret":1001/s],
  };
  for (const [name, [body, expected]] of Object.entries(bodies)) {
    it(name, async () => {
      expect(await post(body)).to.match(expected);
    });
  }

  it('traversal in `activity_id`, by query, by body, by the path of a picture', async () => {
    for (const id of [
      '..%2f..%2fetc',
      '%2e%2e%2f1056',
      '..',
      '.',
      '1056%2f..%2f1055',
      '..%5c',
      '%c0%ae%c0%ae',
    ]) {
      expect(await get(`/cms-market/static?activity_id=${id}`), id).to.match(/^HTTP\/1.1 200 .*"ret":1001/s);
      expect((await postJson(`${program.base}/static`, { activity_id: id })).json.ret, id).to.equal(1001);
      for (const path of [
        `media/${id}/banner.svg`,
        `media/1055/${id}`,
        `media/1055/..%2fdata.json`,
        `assets/${id}`,
      ]) {
        expect(await get(`/cms-market/${path}`), path).to.match(/^HTTP\/1.1 (400|404) /);
      }
    }
  });

  it('repeated parameters in the query, in a form, in both', async () => {
    expect(await get('/cms-market/static?activity_id=1056&activity_id=1056')).to.match(/"ret":1001/);
    const form = 'Content-Type: application/x-www-form-urlencoded\r\n';
    expect(
      await raw(`POST /cms-market/static HTTP/1.1\r\nHost: x\r\n${form}`, 'activity_id=1&activity_id=1056'),
    ).to.match(/"ret":1001/);
  });

  it('64 KiB of headers: 431', async () => {
    const request = get('/cms-market/static', `Host: x\r\nX: ${'x'.repeat(65_536)}\r\n`);
    // A client that still sends when the connection is closed may lose the answer.
    const answer = await request.catch((error: NodeJS.ErrnoException) => error.code);
    expect(answer).to.match(/^(HTTP\/1.1 431 |ECONNRESET|EPIPE)/);
  });

  it('bad Host: none, two, or one that is no name is 400 or does not matter', async () => {
    const path = '/cms-market/static?activity_id=1056';
    expect(await get(path, '')).to.match(/^HTTP\/1.1 400 /);
    for (const host of [
      'Host: \r\n',
      'Host: a b\r\n',
      'Host: [::1\r\n',
      'Host: x:99999999\r\n',
      'Host: %00\r\n',
    ]) {
      expect(await get(path, host), host).to.match(/^HTTP\/1.1 (400 |200 .*"ret":0)/s);
    }
    expect(await get('/cms-market', 'Host: evil.example\r\n')).not.to.include('evil.example');
  });

  it('what is no HTTP is answered 400, and the connection closed', async () => {
    for (const junk of [
      '\r\n\r\nhello\r\n\r\n',
      '\x16\x03\x01\x02\x00',
      'GET\r\n\r\n',
      'GET / HTTP/9.9\r\n\r\n',
    ]) {
      const answer = await sendRaw(program.port, Buffer.from(junk, 'latin1'));
      expect(answer).to.match(/^HTTP\/1.1 (400|505) /);
    }
    // A client that goes away in the middle harms nobody.
    await new Promise<void>((resolve) => {
      const socket = connect(program.port, '127.0.0.1', () => {
        socket.write('POST /cms-market/static HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{');
        socket.destroy();
      });
      socket.on('close', () => resolve());
    });
  });
});
