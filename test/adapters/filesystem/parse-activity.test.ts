import { expect } from 'chai';
import fc from 'fast-check';
import { parseActivity } from '../../../src/adapters/filesystem/activity-files.ts';
import { kindReadings } from '../../../src/application/kinds/kinds.ts';
import { oddFiles } from './odd-files.ts';

/*
 * The goal is 50 ms of CPU time for each MiB on a quiet machine, a little more than JSON.parse needs for 4 MiB. Earlier
 * readers took from 250 ms to minutes, so four times the goal detects those. A busy machine slows both alike, and the
 * best of several tries counts.
 */
const MOST_PARSES_A_MIB = 20;
const TRIES = 5;

const PLAIN = JSON.stringify(
  Array.from({ length: 20_000 }, (_, index) => ({ id: `p${index}`, name: '好物', odds: '1%', stock: index })),
);
const PLAIN_MIB = Buffer.byteLength(PLAIN) / (1024 * 1024);
const PARSES = 4;

function read(bytes: Buffer) {
  return parseActivity('1055', bytes, kindReadings);
}

function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** How many times as long as JSON.parse takes for one MiB, in the try that was the best. */
function leastParses(enough: number, work: () => void): number {
  let least = Number.POSITIVE_INFINITY;
  for (let tried = 0; tried < TRIES && least > enough; tried++) {
    const plain = cpuMs(() => {
      for (let parsed = 0; parsed < PARSES; parsed++) JSON.parse(PLAIN);
    });
    least = Math.min(least, (cpuMs(work) * PARSES * PLAIN_MIB) / plain);
  }
  return least;
}

/** The file is valid, or its report is short. */
function expectReading(bytes: Buffer): void {
  const reading = read(bytes);
  if (reading.ok) {
    JSON.stringify(reading.activity.publicData);
    return;
  }
  expect(reading.problems.length).to.be.within(1, 101);
  for (const { code, path, params } of reading.problems) {
    expect(path.length).to.be.at.most(201);
    for (const value of Object.values(params)) expect(value.length).to.be.at.most(501);
    expect(code).not.to.equal('reader_failed');
  }
}

describe('parseActivity', () => {
  for (const [name, text] of Object.entries(oddFiles)) {
    it(`is fast for ${name}`, () => {
      const bytes = Buffer.from(text);
      expect(bytes.length).to.be.at.most(1024 * 1024);
      expectReading(bytes);
      const most = MOST_PARSES_A_MIB * Math.max(0.25, bytes.length / (1024 * 1024));
      expect(leastParses(most, () => read(bytes))).to.be.at.most(most);
    });
  }

  const keys = [
    'dispatch',
    'dispath',
    'title',
    'is_login_user',
    'is_check_zone',
    'zones',
    'starts_at',
    'ends_at',
    'page',
    'prizes',
    'skus',
    'rules',
    'timezone',
    'chances',
    'per_day',
    'total',
    'odds',
    'stock',
    'per_user',
    'value',
    'release',
    'at',
    'count',
    'fallback',
    'budget',
    'blocked_users',
    'id',
    'name',
    'sku_id',
    'a',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '',
    '\ud800',
  ];
  const odd = [
    'shake',
    'sku',
    '1/3',
    '0.5%',
    '1/999999999999989',
    '999999999999999/999999999999999',
    '10.00',
    'linear',
    'a',
    '2026-11-01T00:00:00+08:00',
    '9999-12-31T23:59:59Z',
    '\ud800',
    '\u0000',
    '__proto__',
    'constructor',
  ];
  /* Not by JSON.stringify, which writes no duplicate keys and no numbers such as 1e400. */
  const { text } = fc.letrec<{ text: string }>((tie) => ({
    text: fc.oneof(
      { maxDepth: 5, depthSize: 'medium' },
      fc.constantFrom(...odd).map((value) => JSON.stringify(value)),
      fc.constantFrom('1e400', '-1e400', '1e-400', '-0', '9007199254740993', 'null', 'true', '0', '3'),
      fc.array(tie('text'), { maxLength: 4 }).map((entries) => `[${entries.join()}]`),
      fc
        .array(fc.tuple(fc.constantFrom(...keys), tie('text')), { maxLength: 8 })
        .map((members) => `{${members.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join()}}`),
    ),
  }));
  const kind = fc.constantFrom('"shake"', '"sku"');

  it('never throws for any structure', () => {
    fc.assert(
      fc.property(kind, text, text, text, (dispatch, prizes, rules, rest) => {
        expectReading(
          Buffer.from(`{"dispatch":${dispatch},"prizes":${prizes},"rules":${rules},"page":${rest}}`),
        );
        expectReading(Buffer.from(`{"dispatch":${dispatch},"skus":${prizes},"zones":${rules},"a":${rest}}`));
        expectReading(Buffer.from(rest));
      }),
      { numRuns: 500 },
    );
  });

  it('never throws for any odds', () => {
    const odds = fc.tuple(fc.bigInt(0n, 10n ** 15n - 1n), fc.bigInt(1n, 10n ** 15n - 1n));
    fc.assert(
      fc.property(fc.array(odds, { maxLength: 40 }), (all) => {
        const ids = all.map((_, index) => `p${index}`);
        const prizes = Object.fromEntries(all.map(([a, b], index) => [`p${index}`, { odds: `${a}/${b}` }]));
        expectReading(
          Buffer.from(
            JSON.stringify({
              dispatch: 'shake',
              prizes: ids.map((id) => ({ id, name: id })),
              rules: { prizes },
            }),
          ),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('never throws for a file that is cut off or has other bytes in it', () => {
    const whole = Buffer.from(
      JSON.stringify({
        dispatch: 'shake',
        title: '摇一摇',
        is_check_zone: true,
        zones: ['1000', 1001],
        prizes: [{ id: 'a', name: '10元优惠券' }],
        rules: {
          chances: { per_day: 3 },
          prizes: {
            a: { odds: '0.5%', stock: 3, release: [JSON.parse('{"at":"2026-11-01T00:00:00Z","count":1}')] },
          },
        },
      }),
    );
    const position = fc.nat({ max: whole.length });
    fc.assert(
      fc.property(position, position, fc.uint8Array({ maxLength: 6 }), (from, to, bytes) => {
        expectReading(whole.subarray(0, from));
        expectReading(Buffer.concat([whole.subarray(0, from), bytes, whole.subarray(to)]));
      }),
      { numRuns: 500 },
    );
  });

  it('accepts 64 levels, and no more', () => {
    const nested = (levels: number) =>
      Buffer.from(`{"dispatch":"sku","a":${'['.repeat(levels)}${']'.repeat(levels)}}`);
    expect(read(nested(63)).ok).to.equal(true);
    expect(read(nested(64))).to.deep.include({
      ok: false,
      problems: [{ code: 'too_deep', path: '', params: { most: '64', line: '1', column: '86' } }],
    });
  });

  it('does not count brackets and commas in strings', () => {
    const title = JSON.stringify(`"[\\${'[{,'.repeat(20_000)}`);
    expect(read(Buffer.from(`{"dispatch":"sku","title":${title}}`)).ok).to.equal(true);
  });

  it('accepts 10,000 members of an object, and no more', () => {
    const wide = (count: number) =>
      Buffer.from(
        JSON.stringify({
          dispatch: 'sku',
          page: Object.fromEntries([...Array(count).keys()].map((n) => [n, n])),
        }),
      );
    expect(read(wide(10_000)).ok).to.equal(true);
    expect(read(wide(10_001)).ok).to.equal(false);
  });
});
