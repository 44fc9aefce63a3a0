import { once } from 'node:events';
import { request } from 'node:http';
import { expect } from 'chai';
import { codesRoutes } from '../../../../src/adapters/koa/console/routes/codes-routes.ts';
import { SqlCodePool } from '../../../../src/adapters/sql/records/sql-code-pool.ts';
import type { CodeDesk } from '../../../../src/application/deliveries/code-desk.ts';
import { sha256Hex } from '../../../../src/application/shared/sha256-hex.ts';
import { codeWords } from '../../../../src/container/code-words.ts';
import { Disposer } from '../../../../src/container/disposer.ts';
import { openSqliteLedger } from '../../../../src/container/register-draws.ts';
import { tokens } from '../../../../src/container/tokens.ts';
import type { Role } from '../../../../src/domain/operators/roles.ts';
import { DependencyError } from '../../../../src/domain/shared/dependency-error.ts';
import { candidate, commitNext, SECRET, sampleRules } from '../../../contracts/sample-commits.ts';
import { startConsole } from '../../../support/console.ts';
import { type ReleaseConsole, startReleaseConsole } from '../../../support/release-console.ts';
import { until } from '../../../support/until.ts';

// biome-ignore lint/suspicious/noExplicitAny: tests look at any member.
type Json = any;

const MIB = 1024 * 1024;
const prizes = [
  { id: 'card', name: '礼品卡' },
  { id: 'cup', name: '杯子' },
];
const ACTIVITY = {
  dispatch: 'shake',
  title: '抽奖',
  is_login_user: true,
  prizes,
  rules: {
    prizes: { card: { odds: '50%', stock: 10, delivery: { by: 'code' } }, cup: { odds: '1%', stock: 1 } },
  },
};

const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `SECRET-${from + index}`);

const bytesOf = (content: string | Buffer | readonly string[]) =>
  Buffer.from(Array.isArray(content) ? content.join('\n') : (content as string));

describe('redeem codes in the console', () => {
  let console: ReleaseConsole;
  /** All that was answered, in which no code may stand. */
  let answered = '';

  before(async () => {
    const shop = { dispatch: 'sku', title: '商品', skus: [] };
    const files = { sale: ACTIVITY, seen: ACTIVITY, spread: ACTIVITY, race: ACTIVITY, early: ACTIVITY, shop };
    console = await startReleaseConsole({ files, publishes: true });
  });
  after(() => console.close());
  beforeEach(() => {
    console.trail.length = 0;
  });

  async function send(path: string, content: Parameters<typeof bytesOf>[0], role: Role) {
    const response = await fetch(`${console.origin}/api/activities/${path}`, {
      method: 'POST',
      headers: { ...console.headersOf(role), 'Content-Type': 'application/octet-stream' },
      body: new Uint8Array(bytesOf(content)),
    });
    const text = await response.text();
    answered += text;
    const lines: Json[] = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    return { status: response.status, body: lines.at(-1), lines, reason: lines[0].error?.detail?.reason };
  }
  type Content = Parameters<typeof bytesOf>[0];
  const check = (id: string, content: Content, prize = 'card', role: Role = 'publisher') =>
    send(`${id}/codes/check?prize_id=${prize}`, content, role);
  const importCodes = (
    id: string,
    content: Content,
    more: Record<string, string> = {},
    role: Role = 'publisher',
  ) => {
    const query = { prize_id: 'card', hash: sha256Hex(bytesOf(content)), reason: '供应商的第一批', ...more };
    return send(`${id}/codes/import?${new URLSearchParams(query)}`, content, role);
  };
  const codesOf = async (id: string, role: Role = 'viewer') => {
    const { status, body } = await console.get(`/activities/${id}/codes`, role);
    answered += JSON.stringify(body);
    return { status, body, card: body.codes?.find((row: Json) => row.prize_id === 'card') };
  };

  it('shows how many there are, and what is to be said of them', async () => {
    const { body, card } = await codesOf('sale');
    expect(body).to.deep.include({ has_key: true, most_bytes: 5 * MIB, most_lines: 200_000 });
    expect(body.prizes).to.deep.equal([
      { ...prizes[0], by_code: 'live' },
      { ...prizes[1], by_code: null },
    ]);
    expect(card).to.deep.include({ name: '礼品卡', loaded: 0, announced: 0, awarded: 0, given: 0, left: 0 });
    expect(card.notes).to.deep.equal([
      { zh: '尚未导入兑换码，不会中出', en: 'no code is loaded; it cannot be won' },
    ]);
    expect((await codesOf('none')).status).to.equal(404);
    expect((await codesOf('shop')).body).to.deep.include({ codes: [], prizes: [] });
    const review = await console.get('/activities/sale/review', 'viewer');
    expect(review.body.notes.find((note: Json) => note.code === 'no_codes').zh).to.contain('礼品卡');
  });

  it('shows what an import would do, imports it once, and has it in the trail', async () => {
    const file = range(1, 50);
    const { body } = await check('sale', file);
    expect(body).to.deep.include({ codes: 50, new: 50, known: 0, loaded: 0, awarded: 0, problems: [] });
    expect(body.examples).to.deep.equal(['S••••••1', 'S••••••2', 'S••••••3']);
    expect((await codesOf('sale')).card.loaded).to.equal(0);
    expect(console.trail).to.have.length(1);
    expect(console.trail[0]).to.deep.include({
      ...{ action: 'codes_checked', activityId: 'sale', target: 'card', operator: 'publisher' },
      ...{ before: null, after: { codes: 50, new: 50, known: 0, problems: 0 } },
    });

    const { lines } = await importCodes('sale', file, { hash: body.hash });
    expect(lines[0]).to.deep.equal({ done: 0, of: 50 });
    expect(lines.at(-1).imported).to.deep.equal({
      added: 50,
      known: 0,
      before: 0,
      loaded: 50,
      announced: true,
    });
    expect((await codesOf('sale')).card).to.deep.include({ loaded: 50, announced: 50, left: 50 });

    const again = await check('sale', [...file.slice(0, 10), ...range(51, 55)]);
    expect(again.body).to.deep.include({ codes: 15, new: 5, known: 10, loaded: 50 });
    const repeated = await importCodes('sale', file);
    expect(repeated.body.imported).to.include({ added: 0, known: 50, before: 50, loaded: 50 });
    expect(console.trail.map(({ action }) => action)).to.deep.equal([
      ...['codes_checked', 'codes_imported', 'codes_checked', 'codes_imported'],
    ]);
    expect(console.trail[1]).to.deep.include({
      ...{ action: 'codes_imported', activityId: 'sale', target: 'card', reason: '供应商的第一批' },
      ...{ operator: 'publisher', before: { codes: 0 }, after: { codes: 50, added: 50, known: 0 } },
    });
    expect(JSON.stringify(console.trail)).not.to.contain('SECRET');
    const review = await console.get('/activities/sale/review', 'viewer');
    expect(review.body.notes.map((note: Json) => note.code)).not.to.include('no_codes');
  });

  it('counts those that winners have seen', async () => {
    await importCodes('seen', range(2001, 2050));
    const pool = new SqlCodePool(console.get_(tokens.records), console.get_(tokens.vault) as never);
    const given = await pool.give('seen', [{ drawId: 'd', prizeId: 'card', unit: 50 }]);
    expect(given.get('d')).to.equal('SECRET-2050');
    expect((await codesOf('seen')).card).to.deep.include({ given: 1 });
  });

  it('takes codes before the prize is by code, and counts what was won before them', async () => {
    const disposer = new Disposer();
    const ledger = openSqliteLedger({ dataDir: console.dataDir }, disposer);
    await ledger.seed('early', SECRET, 'secret');
    await ledger.announce('early', { ...sampleRules(1), text: JSON.stringify(ACTIVITY) });
    await commitNext(ledger, 'early', {
      uid: 'u',
      drawId: 'd1',
      at: 0,
      day: '1970-01-01',
      candidates: [candidate('cup')],
    });
    expect((await check('early', range(1, 3), 'cup')).body).to.include({ new: 3, awarded: 1, loaded: 0 });
    expect((await importCodes('early', range(1, 3), { prize_id: 'cup' })).body.imported.loaded).to.equal(3);
    const row = (await codesOf('early')).body.codes.find((each: Json) => each.prize_id === 'cup');
    expect(row).to.deep.include({ by_code: null, name: '杯子', loaded: 3, awarded: 1, left: 2 });
    await disposer.dispose();
  });

  it('names what is wrong with a file, line by line, and imports nothing of it', async () => {
    const wrong = [...range(900, 901), 'SECRET-900', 'x'.repeat(201), '1.23E+17'];
    const { body } = await check('spread', wrong);
    expect(body).to.deep.include({ codes: 2, new: null, known: null, examples: [], problem_count: 3 });
    expect(body.problems.map(({ line, code, en }: Json) => [line, code, en])).to.deep.equal([
      [3, 'repeated', 'line 3: has the code of line 1'],
      [4, 'bad_code', 'line 4: is no code: at most 200 characters, without control characters'],
      [
        ...[5, 'rounded_number'],
        'line 5: is a number that a spreadsheet has rounded (such as 1.23E+15); export the column as text',
      ],
    ]);
    const refused = await importCodes('spread', wrong);
    expect([refused.status, refused.reason]).to.deep.equal([409, 'wrong_lines']);
    const of = async (content: Content) => (await check('spread', content)).body.problems[0]?.code;
    expect(await of(Buffer.from('\ufeffA1\nA2\n', 'utf16le'))).to.equal('not_utf8');
    expect(await of(Buffer.from('A1\nA2\n', 'utf16le'))).to.equal('bad_code');
    expect(await of(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0xff]))).to.equal(
      'not_utf8',
    );
    expect(await of('卡号,密码\nA1,x1\n')).to.equal('no_code_column');
    expect((await check('spread', '')).body).to.include({ codes: 0, new: 0, problem_count: 0 });
    expect((await check('spread', '\ufeff序号,兑换码\r\n1,SECRET-A\r\n2,SECRET-B\r\n')).body).to.include({
      new: 2,
    });
    const many = await check('spread', Array(300).fill('SECRET-1'));
    expect([many.body.problem_count, many.body.problems.length]).to.deep.equal([299, 100]);
    expect((await codesOf('spread')).card.loaded).to.equal(0);
    expect(new Set(console.trail.map(({ action }) => action))).to.deep.equal(new Set(['codes_checked']));
    expect(console.trail[0]?.after).to.deep.equal({ codes: 2, new: null, known: null, problems: 3 });
  });

  it('refuses a file of more than 200,000 lines, empty ones too, before it is checked', async () => {
    const answerTo = async (content: Content) => {
      const { status, body, reason } = await check('spread', content);
      return [status, reason ?? body.problem_count];
    };
    const most = `${'\n'.repeat(199_999)}SECRET-1`;
    expect(await answerTo(most)).to.deep.equal([200, 0]);
    expect(await answerTo(`${most}\n`)).to.deep.equal([200, 0]);
    expect(await answerTo(`${most}\n\n`)).to.deep.equal([409, 'too_many_lines']);
    const { status, body } = await importCodes('spread', '\n'.repeat(5 * MIB));
    expect([status, body.error.detail]).to.deep.equal([
      ...[409, { reason: 'too_many_lines', most_lines: 200_000 }],
    ]);
  });

  it('refuses another file, prize or activity than there is, and those who may not', async () => {
    const reasonOf = async (id: string, more: Record<string, string>) => {
      const { status, reason } = await importCodes(id, range(1, 2), more);
      return [status, reason];
    };
    expect(await reasonOf('spread', { hash: '0'.repeat(64) })).to.deep.equal([409, 'other_file']);
    expect(await reasonOf('spread', { prize_id: 'gone' })).to.deep.equal([409, 'no_such_prize']);
    expect(await reasonOf('shop', {})).to.deep.equal([409, 'no_such_prize']);
    expect(await reasonOf('none', {})).to.deep.equal([404, undefined]);
    expect((await importCodes('spread', range(1, 2), { reason: ' ' })).body.error).to.include({
      field: 'reason',
    });
    expect((await check('spread', range(1, 2), 'gone')).reason).to.equal('no_such_prize');
    for (const role of ['viewer', 'editor', 'staff'] as const) {
      expect((await check('spread', range(1, 2), 'card', role)).status).to.equal(403);
      expect((await importCodes('spread', range(1, 2), {}, role)).status).to.equal(403);
    }
    expect((await codesOf('spread', 'staff')).status).to.equal(403);
    expect((await codesOf('spread')).card.loaded).to.equal(0);
    expect(console.trail).to.have.length(0);
  });

  it('refuses a file of 50 MB, and imports nothing of one that is cut off', async () => {
    const head = (bytes: number) => ({ ...console.headersOf('admin'), 'Content-Length': bytes });
    const url = `${console.origin}/api/activities/spread/codes/check?prize_id=card`;
    const large = request(url, { method: 'POST', headers: head(50 * MIB) });
    large.on('error', () => {});
    large.write('SECRET-1\n');
    const [{ statusCode }] = await once(large, 'response');
    large.destroy();
    expect(statusCode).to.equal(413);

    const whole = bytesOf(range(1, 1000));
    const query = new URLSearchParams({ prize_id: 'card', hash: sha256Hex(whole), reason: 'why' });
    const cut = request(`${console.origin}/api/activities/spread/codes/import?${query}`, {
      method: 'POST',
      headers: head(whole.length),
    });
    cut.on('error', () => {});
    await new Promise((resolve) => cut.write(whole.subarray(0, 4000), resolve));
    cut.destroy();
    // Its place is free again.
    const statuses = await Promise.all(
      [1, 2, 3].map(async () => (await check('spread', range(1, 2))).status),
    );
    expect(statuses.filter((status) => status === 200)).not.to.have.length(0);
    await until(async () => (await check('spread', range(1, 2))).status === 200, { what: 'a free place' });
    expect((await codesOf('spread')).card.loaded).to.equal(0);
  });

  it('loses nothing where two people import at once', async () => {
    const files = [range(1, 3000), range(2001, 5000), range(1, 3000)];
    const answers = await Promise.all(files.map((file) => importCodes('race', file)));
    const imported = answers.map(({ body }) => body.imported);
    expect(imported.map(({ added, known }) => added + known)).to.deep.equal([3000, 3000, 3000]);
    expect(imported.reduce((sum, { added }) => sum + added, 0)).to.equal(5000);
    expect((await codesOf('race')).card).to.include({ loaded: 5000, announced: 5000 });
    const busy = await Promise.all([1, 2, 3, 4, 5].map(() => check('race', range(1, 5000))));
    const statuses = busy.map(({ status }) => status);
    expect(statuses.every((status) => status === 200 || status === 429)).to.equal(true);
  });

  it('goes on where the browser has gone', async () => {
    const file = bytesOf(range(10_001, 16_000));
    const query = new URLSearchParams({ prize_id: 'card', hash: sha256Hex(file), reason: '走开了' });
    const call = request(`${console.origin}/api/activities/race/codes/import?${query}`, {
      method: 'POST',
      headers: console.headersOf('admin'),
    });
    call.on('error', () => {});
    call.end(file);
    const [answer] = await once(call, 'response');
    await once(answer, 'data');
    call.destroy();
    await until(async () => console.trail.some(({ reason }) => reason === '走开了'), { what: 'the entry' });
    expect((await codesOf('race')).card.loaded).to.equal(11_000);
  });

  it('answers no code, whatever was asked', () => {
    expect(answered).not.to.match(/SECRET-/);
  });
});

describe('a check of redeem codes whose browser has gone', () => {
  it('ends, and leaves its place to others, and no entry', async () => {
    let checks = 0;
    const reported: unknown[] = [];
    /* The first three never end by themselves. */
    const desk: Pick<CodeDesk, 'check'> = {
      check: async (_place, file) => {
        checks += 1;
        const isEndless = checks <= 3;
        do for await (const _ of file.lines());
        while (isEndless);
        return {
          ...{ kind: 'checked', codes: 1, known: 0, problems: [], problemCount: 0 },
          ...{ examples: [], size: 0, awarded: 0 },
        };
      },
    };
    const console = await startConsole({
      routes: codesRoutes({
        desk: desk as CodeDesk,
        words: codeWords,
        errorReporter: { report: (...what) => reported.push(what) },
      }),
      report: (...what) => reported.push(what),
    });
    const check = (signal?: AbortSignal) =>
      fetch(`${console.origin}/api/activities/sale/codes/check?prize_id=card`, {
        method: 'POST',
        headers: console.headersOf('publisher'),
        body: 'A1',
        signal: signal ?? null,
      });
    const browsers = [1, 2, 3].map(() => new AbortController());
    const gone = browsers.map(({ signal }) => check(signal).catch(({ name }: Error) => name));
    await until(() => checks === 3, { what: 'three checks' });
    expect((await check()).status).to.equal(429);
    for (const browser of browsers) browser.abort();
    expect(await Promise.all(gone)).to.deep.equal(Array(3).fill('AbortError'));
    await until(async () => (await check()).status === 200, { what: 'a free place' });
    await until(
      async () => {
        const statuses = await Promise.all([1, 2, 3].map(async () => (await check()).status));
        return statuses.every((status) => status === 200);
      },
      { what: 'three free places' },
    );
    expect(console.trail.length).to.equal(checks - 3);
    expect(reported).to.deep.equal([]);
    await console.close();
  });
});

describe('an import of redeem codes that does not end well', () => {
  const file = bytesOf(range(1, 5));
  const query = new URLSearchParams({ prize_id: 'card', hash: sha256Hex(file), reason: 'why' });

  const whole = { kind: 'imported', before: 10, added: 5, known: 0, size: 15, announced: true };

  /** Imports with a desk whose import does this. */
  async function imported(
    run: (onProgress: (done: number) => void) => Promise<unknown>,
    append: () => Promise<void> = async () => {},
  ) {
    const prepared = { kind: 'ready', codes: 5, before: 10, run, size: async () => 13 };
    const reported: unknown[] = [];
    const console = await startConsole({
      routes: codesRoutes({
        desk: { prepare: async () => prepared } as unknown as CodeDesk,
        words: codeWords,
        errorReporter: { report: (...what) => reported.push(what) },
      }),
      append,
    });
    const response = await fetch(`${console.origin}/api/activities/sale/codes/import?${query}`, {
      method: 'POST',
      headers: console.headersOf('publisher'),
      body: new Uint8Array(file),
    });
    const lines: Json[] = (await response.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    await console.close();
    return { last: lines.at(-1), trail: console.trail, begun: [...console.begun.values()], reported };
  }

  it('says how far it came, and has in the trail what is there by then', async () => {
    const { last, trail, begun, reported } = await imported(async (onProgress) => {
      onProgress(3);
      throw new DependencyError('record store', 'it is away');
    });
    expect(last).to.deep.equal({ stopped: { done: 3 } });
    expect(trail).to.have.length(1);
    expect(trail[0]).to.deep.include({ before: { codes: 10 }, after: { codes: 13, stopped: true } });
    expect(begun).to.have.length(0);
    expect(reported).to.have.length(1);
  });

  it('leaves the note that it was begun, where nothing is known of it', async () => {
    const { last, trail, begun } = await imported(async () => {
      throw new Error('broken');
    });
    expect(last).to.deep.equal({ stopped: { done: 0 } });
    expect(trail).to.have.length(0);
    expect(begun[0]).to.include({ activityId: 'sale', route: 'POST /activities/sale/codes/import' });
  });

  it('says that draws do not know of the codes yet', async () => {
    const result = { ...whole, announced: false, error: 'away' };
    const { last, trail, reported } = await imported(async () => result);
    expect(last.imported).to.include({ added: 5, loaded: 15, announced: false });
    expect(trail[0]).to.deep.include({ after: { codes: 15, added: 5, known: 0 } });
    expect(reported).to.have.length(1);
  });

  it('is no import that stopped where only its entry could not be written', async () => {
    let entries = 0;
    const { last, trail, begun, reported } = await imported(
      async (onProgress) => {
        onProgress(5);
        return whole;
      },
      async () => {
        entries += 1;
        if (entries === 1) throw new DependencyError('record store', 'it is away');
      },
    );
    expect(last.imported).to.include({ added: 5, loaded: 15 });
    expect([entries, trail.length, reported.length]).to.deep.equal([1, 0, 1]);
    expect(begun[0]).to.include({ route: 'POST /activities/sale/codes/import' });
  });
});

describe('redeem codes in the console, in production without keys', () => {
  it('says so, and imports nothing', async () => {
    const env = { NODE_ENV: 'production', PASSPORT_URL: 'http://127.0.0.1:9/check_token' };
    const console = await startReleaseConsole({ env });
    try {
      const draft = { ...ACTIVITY, rules: { prizes: { card: { odds: '1/1', stock: 1 } } } };
      await console.post('/activities', { activity_id: 'bare', template: 'shake', title: draft.title });
      const { body } = await console.get('/activities/bare/codes');
      expect(body.has_key).to.equal(false);
      const response = await fetch(
        `${console.origin}/api/activities/bare/codes/check?prize_id=${body.prizes[0].id}`,
        { method: 'POST', headers: console.headersOf('admin'), body: 'A1' },
      );
      expect([response.status, ((await response.json()) as Json).error.detail.reason]).to.deep.equal([
        409,
        'no_key',
      ]);
    } finally {
      await console.close();
    }
  });
});
