import { expect } from 'chai';
import { messagesFor } from '../../../../src/adapters/cli/i18n/check-messages.ts';
import { languageOf } from '../../../../src/adapters/cli/i18n/language.ts';
import { parseActivity } from '../../../../src/adapters/filesystem/activity-files.ts';
import type { FindingCode } from '../../../../src/application/authoring/check/finding.ts';
import { kindReadings } from '../../../../src/application/kinds/kinds.ts';
import { fileProblem, type Problem } from '../../../../src/domain/shared/problem.ts';

const shake = (more: object) => ({ dispatch: 'shake', prizes: [{ id: 'a', name: 'A' }], ...more });
const rules = (more: object) => shake({ rules: more });
const rule = (a: unknown) => rules({ prizes: { a } });
const odds = (a: string, b: string) => ({
  ...shake({ rules: { prizes: { a: { odds: a }, b: { odds: b } } } }),
  prizes: [
    { id: 'a', name: 'A' },
    { id: 'b', name: 'B' },
  ],
});
const sku = (entry: unknown) => ({ dispatch: 'sku', skus: [entry] });

/** A refused file, the field it is refused for, and what has to stand in the remedy. */
const table: readonly (readonly [string, unknown, remedy: string])[] = [
  ['', [], '{"dispatch": "shake"}'],
  ['', '{"title": "a",}', '"title"'],
  ['', '{"title": a}', 'null'],
  ['', '{"title" "a"}', '"title": "…"'],
  ['', '{"title": "a" "page": {}}', ''],
  ['', '{"title": "a"', '}'],
  ['', '["a"', ']'],
  ['', '{} {}', '}'],
  ['', '{"title": // no\n1}', ''],
  ['', '{"title": "a', ''],
  ['', '{"title": "\\u12"}', '\\u4e2d'],
  ['', '{"title": "\\x"}', '\\\\'],
  ['', '{"title": "a\tb"}', '\\t'],
  ['', '{"title": -}', ''],
  ['', '', ''],
  ['', Buffer.from([0xff, 0xfe, 0x41]), 'UTF-8'],
  ['dispatch', {}, '"dispatch": "shake"'],
  ['dispatch', { dispatch: 'wheel' }, '"shake"'],
  ['title', shake({ title: 5 }), '"title": "摇一摇"'],
  ['is_login_user', shake({ is_login_user: 'yes' }), '"is_login_user": true'],
  ['zones', shake({ zones: '1000' }), '["1000", "1001"]'],
  ['zones', shake({ is_check_zone: true }), '["1000", "1001"]'],
  ['zones.0', shake({ zones: [''] }), '"1000"'],
  ['zones.0', shake({ zones: [1.5] }), '"1000"'],
  ['starts_at', shake({ starts_at: '2026-11-01' }), '"starts_at": "2026-11-01T00:00:00+08:00"'],
  ['ends_at', shake({ starts_at: '2026-11-01T00:00:00Z', ends_at: '2026-10-01T00:00:00Z' }), ''],
  ['page', shake({ page: [] }), '"page": {'],
  ['prizes', { dispatch: 'shake', prizes: {} }, '[{"id"'],
  ['prizes.0', { dispatch: 'shake', prizes: ['a'] }, '{"id"'],
  ['prizes.0.id', { dispatch: 'shake', prizes: [{ name: 'A' }] }, '"id": "coupon-10"'],
  ['prizes.0.id', { dispatch: 'shake', prizes: [{ id: 'a b', name: 'A' }] }, '"id": "coupon-10"'],
  ['prizes.0.name', { dispatch: 'shake', prizes: [{ id: 'a', name: '' }] }, '"name": "10元优惠券"'],
  ['prizes.0.name', { dispatch: 'shake', prizes: [{ id: 'a', name: 'x'.repeat(201) }] }, ''],
  ['prizes.0.image', { dispatch: 'shake', prizes: [{ id: 'a', name: 'A', image: 1 }] }, '"media/coupon.svg"'],
  [
    'prizes.1.id',
    shake({
      prizes: [
        { id: 'a', name: 'A' },
        { id: 'a', name: 'B' },
      ],
    }),
    '"a-2"',
  ],
  ['rules', shake({ rules: null }), '"rules": {'],
  ['rules.timezone', rules({ timezone: 'Peking' }), '"timezone": "Asia/Shanghai"'],
  ['rules.chances', rules({ chances: 3 }), '"chances": {"per_day": 3, "total": 10}'],
  ['rules.chances', rules({ chances: { perDay: 3 } }), '"per_day"'],
  ['rules.chances', rules({ chances: { zzz: 3 } }), '"total"'],
  ['rules.chances.per_day', rules({ chances: { per_day: -1 } }), '"per_day": 3'],
  ['rules.chances.total', rules({ chances: { total: 1.5 } }), '"total": 10'],
  ['rules.chances.total', rules({ chances: { total: 1e20 } }), '"total": 10'],
  ['rules.chances', rules({ chances: { earned: {} } }), '"earn"'],
  ['rules.chances.earn', rules({ chances: { earn: { checkin: {} } } }), '"sign_in"'],
  ['rules.chances.earn.share', rules({ chances: { earn: { share: { daily: 1 } } } }), '"per_day"'],
  ['rules.chances.earn.invite', rules({ chances: { earn: { invite: { friends: 1 } } } }), '"total"'],
  ['rules.chances.earn.invite.each', rules({ chances: { earn: { invite: { each: '1' } } } }), '"each": 1'],
  ['rules.guarantee', rules({ guarantee: { times: 3, prize: 'a' } }), '"after"'],
  ['rules.guarantee.after', rules({ guarantee: { after: 0, prize: 'a' } }), '"after": 10'],
  ['rules.guarantee.prize', rules({ guarantee: { after: 3 } }), '"prize": "coupon-10"'],
  ['rules.guarantee.prize', rules({ guarantee: { after: 3, prize: 'b' } }), '{"id": "b"'],
  ['rules.segments', rules({ segments: 3 }), '"segments": 8'],
  ['rules.prizes.a', rule({ unlock: 3 }), '"unlock_after"'],
  ['rules.prizes.a.unlock_after', rule({ unlock_after: -1 }), '"unlock_after": 3'],
  ['rules.prizes', rules({ prizes: [] }), '{"odds": "0.5%", "stock": 100}'],
  ['rules.prizes', odds('60%', '1/2'), '10%'],
  ['rules.prizes.a', rule('0.5%'), '{"odds": "0.5%", "stock": 100}'],
  ['rules.prizes.a', rule({ stcok: 5 }), '"stock"'],
  ['rules.prizes.a.odds', rule({ odds: 0.005 }), '"odds": "0.5%"'],
  ['rules.prizes.a.odds', rule({ odds: '0.005' }), '"0.5%"'],
  ['rules.prizes.a.stock', rule({ stock: '5' }), '"stock": 100'],
  ['rules.prizes.a.per_user', rule({ per_user: 0 }), '"per_user": 1'],
  ['rules.prizes.a.value', rule({ value: 10 }), '"value": "10.00"'],
  ['rules.prizes.a.value', rule({ value: '10元' }), '"value": "10.00"'],
  ['rules.prizes.a.release', rule({ release: 'even' }), '"linear"'],
  ['rules.prizes.a.release', rule({ release: [] }), '"linear"'],
  ['rules.prizes.a.release', rule({ release: 'linear' }), ''],
  ['rules.prizes.a.release.0.at', rule({ release: [{ at: 'noon', count: 1 }] }), '"at": "2026'],
  [
    'rules.prizes.a.release.0',
    rule({ release: [{ at: '2026-11-01T00:00:00Z', count: 1, note: 1 }] }),
    '"at"',
  ],
  ['rules.prizes.b', rules({ prizes: { b: {} } }), '{"id": "b"'],
  ['rules.fallback', rules({ fallback: 'b' }), '{"id": "b"'],
  ['rules.budget', rules({ budget: '￥10' }), '"budget": "10.00"'],
  ['rules.blocked_users', rules({ blocked_users: 'u1' }), '["u1001"]'],
  ['rules.blocked_users.0', rules({ blocked_users: [1] }), '"u1001"'],
  ['', `{"page": ${'['.repeat(100)}${']'.repeat(100)}}`, '['],
  ['', JSON.stringify(Object.fromEntries(Array.from({ length: 10_001 }, (_, n) => [n, 0]))), '[ ]'],
  ['zones', { dispatch: 'sku', zones: new Array(10_001).fill('1') }, ''],
  ['prizes.0.id', shake({ prizes: [{ id: 'constructor', name: 'A' }] }), '"coupon-10"'],
  ['skus.0', sku('apple'), '{"sku_id"'],
  ['skus.0.sku_id', sku({ name: 'A' }), '"sku_id": "100001"'],
  ['skus.0.zones', sku({ sku_id: 1, name: 'A', zones: 5 }), '["1000", "1001"]'],
];

/* The problems of a file that cannot be read. */
const unread: readonly Problem[] = [
  fileProblem('no_file'),
  fileProblem('unreadable', { error: 'EACCES' }),
  fileProblem('link_leads_out'),
  fileProblem('not_a_regular_file'),
  fileProblem('file_too_large', { bytes: '2000000', most: '1048576' }),
  fileProblem('more_problems', { count: '1234' }),
  fileProblem('reader_failed', { error: 'RangeError' }),
];

function problemsOf(field: string, data: unknown): readonly Problem[] {
  const bytes =
    data instanceof Buffer ? data : Buffer.from(typeof data === 'string' ? data : JSON.stringify(data));
  const reading = parseActivity('x', bytes, kindReadings);
  return reading.ok ? [] : reading.problems.filter(({ path }) => path === field);
}

function sentences({ code, path, params }: Problem, language: 'zh' | 'en') {
  const place = { severity: 'error', activityId: 'x', file: 'x/data.json' } as const;
  return messagesFor({ ...place, field: path, code, params }, language);
}

/* Names, values and code may stay as they are; words that make a sentence may not. */
function expectChinese(words: { problem: string; remedy: string }): void {
  for (const text of [words.problem, words.remedy]) {
    expect(text).to.match(/\p{Script=Han}/u);
    expect(text.replace(/"[^"]*"/g, '')).not.to.match(/[A-Za-z]{2,} [A-Za-z]{2,}/);
  }
  expect(words.problem).not.to.include('不符合要求');
}

describe('the words of check', () => {
  for (const [field, data, remedy] of table) {
    it(`mend ${field || 'the file'}: ${JSON.stringify(data).slice(0, 60)}`, () => {
      const problems = problemsOf(field, data);
      expect(problems).not.to.have.length(0);
      for (const problem of problems) {
        const en = sentences(problem, 'en');
        expect(problem.code).not.to.equal('bad_value');
        expect(en.problem).not.to.match(/Invalid input|Too (?:small|big)|Unrecognized|undefined/);
        expect(en.remedy).to.include(remedy).and.not.equal('correct this field');
        expect(en.remedy).not.to.match(/\p{Script=Han}.*(?:请|写成)/u);
        const zh = sentences(problem, 'zh');
        expectChinese(zh);
        expect(zh.remedy).to.include(remedy);
      }
    });
  }

  for (const problem of unread) {
    it(`mend a file with the problem ${problem.code}`, () => {
      expectChinese(sentences(problem, 'zh'));
      expect(sentences(problem, 'en').remedy).to.match(/[a-z]/).and.not.equal('correct this field');
    });
  }

  it('write links and paths as they are to be written', () => {
    const place = {
      severity: 'warning',
      activityId: '1055',
      file: '1055/data.json',
      field: 'page.banner',
    } as const;
    const of = (code: FindingCode, params: Record<string, string>) => {
      const finding = { ...place, code, params };
      return [messagesFor(finding, 'en').remedy, messagesFor(finding, 'zh').remedy];
    };
    for (const [code, params, written] of [
      ['bare-picture', { name: 'a.png', own: 'media/a.png', there: 'yes' }, 'write "media/a.png"'],
      ['bare-picture', { name: 'a.png', own: 'media/a.png', there: '' }, '1055/media/a.png'],
      ['no-media', { name: 'media/A.png', near: 'media/a.png' }, '"media/a.png"'],
      ['no-media', { name: 'media/x/a.png', place: 'media/a.png' }, '1055/media/a.png'],
      ['media-type', { name: 'media/a.jpeg', ending: 'jpeg' }, '.jpg'],
      ['media-type', { name: 'media/a.bmp', ending: 'bmp' }, 'svg'],
      ['no-scheme', { link: 'www.a.cn', example: 'https://www.a.cn' }, '"https://www.a.cn"'],
      [
        'login-without-return',
        { link: '/login', example: '/login?return={return}' },
        '/login?return={return}',
      ],
      [
        'ends-too-soon',
        { at: 'x', example: '2026-12-01T00:00:00+08:00' },
        '"ends_at": "2026-12-01T00:00:00+08:00"',
      ],
      ['text-contradicts', { text: '每天 5 次', rule: 'per_day', said: '5', limit: '3' }, '"per_day": 5'],
      ['text-contradicts', { text: '共 5 次', rule: 'total', said: '5', limit: '' }, '"total": 5'],
      ['release-over-stock', { prize: 'a', released: '7', stock: '6', difference: '1' }, '"stock": 7'],
      ['release-under-stock', { prize: 'a', released: '7', stock: '9', difference: '2' }, '"stock": 7'],
      ['budget-without-value', { prize: 'a' }, '"value": "10.00"'],
      ['budget-without-stock', { prize: 'a' }, '"stock": 100'],
      ['over-budget', { cost: '9.00', budget: '6.00', over: '3.00', percent: '66' }, '"budget": "9.00"'],
      [
        'text-promises-earning',
        { text: '签到', way: 'sign_in', said: '2', worth: '1' },
        '"sign_in": {"per_day": 1}',
      ],
      [
        'text-promises-earning',
        { text: '邀请', way: 'invite', said: '2', worth: '' },
        '"invite": {"each": 2}',
      ],
      ['earns-nothing', { key: 'per_day' }, '"per_day": 1'],
      ['earned-never-used', {}, '"per_day": 3'],
      ['unlock-out-of-reach', { prize: 'a', unlock: '9', most: '6' }, '"unlock_after": 5'],
      ['guarantee-out-of-reach', { after: '9', most: '6' }, '"after": 6'],
      ['guarantee-without-stock', { prize: 'a' }, '"stock": 100'],
      ['guarantee-once', { prize: 'a' }, '"per_user": 5'],
      ['guarantee-locked', { prize: 'a', unlock: '5', after: '3' }, '"unlock_after": 2'],
      ['guarantee-without-value', { prize: 'a' }, '"value": "10.00"'],
      ['little-stock-for-segments', { prize: 'a', stock: '5', segments: '8' }, '"segments": 1'],
      ['total-below-per-day', { perDay: '3', total: '2' }, '"per_day": 2'],
      ['unchecked-zones', {}, '"is_check_zone": true'],
      ['unknown-zone', { name: 'S' }, '"is_login_user": true'],
      ['unknown-choice', { value: 'x', choices: '"shake", "wheel"', first: '"shake"' }, '"shake"'],
      ['bad-sale-time', { value: 'x' }, '"2026-11-11T10:00:00+08:00"'],
      ['sale-ends-before-start', { from: 'x', until: 'y' }, '"until"'],
      ['sale-not-cheaper', { sale: '9', price: '8' }, '8'],
      ['misplaced-key', { key: 'blacklist', known: 'rules.blocked_users' }, 'rules.blocked_users'],
    ] as const) {
      const [en, zh] = of(code, params);
      expect(en, code).to.include(written);
      expect(zh, code).to.include(written.replace('write ', ''));
      expectChinese(messagesFor({ ...place, code, params }, 'zh'));
    }
  });

  it('name an example also for a problem without a code of its own', () => {
    const problem = { code: 'bad_value', path: 'rules.prizes.a.odds', params: {} } as const;
    expect(sentences(problem, 'zh').remedy).to.include('"odds": "0.5%"');
  });

  for (const [env, language] of [
    [{ LC_ALL: 'zh_CN.UTF-8', LANG: 'en_US.UTF-8' }, 'zh'],
    [{ LC_ALL: '', LC_MESSAGES: 'zh_TW', LANG: 'C' }, 'zh'],
    [{ LANG: 'zh_CN.UTF-8' }, 'zh'],
    [{ LC_ALL: 'C', LANG: 'zh_CN.UTF-8' }, 'en'],
    [{}, 'en'],
  ] as const) {
    it(`are ${language} for ${JSON.stringify(env)}`, () => {
      expect(languageOf(env)).to.equal(language);
    });
  }
});
