import { expect } from 'chai';
import { checkActivity } from '../../../../src/application/authoring/check/check-activity.ts';
import type { Finding, FindingCode } from '../../../../src/application/authoring/check/finding.ts';
import type { MediaLibrary } from '../../../../src/domain/activities/media-library.ts';
import { activityOf } from '../../../support/activity-of.ts';
import { kindOf } from '../../../support/kind-of.ts';

const NOW = Date.parse('2026-11-11T00:00:00Z');

const prizes = [{ id: 'a', name: 'A' }];
const rules = { chances: { per_day: 3 }, prizes: { a: { odds: '50%', stock: 5, value: '1.00' } } };
const clean = {
  dispatch: 'shake',
  is_login_user: true,
  starts_at: '2026-11-01T00:00:00+08:00',
  ends_at: '2026-12-01T00:00:00+08:00',
  page: { login_url: '/login?return={return}', banner: 'media/there.png', theme: { primary: '#c8102e' } },
  prizes,
  rules,
};
const withRule = (a: object, more: object = {}) => ({
  ...clean,
  rules: { ...rules, prizes: { a }, ...more },
});
const withPrize = (more: object) => ({ ...clean, prizes: [{ ...prizes[0], ...more }] });
const withRelease = (stock: number | null, ...counts: number[]) =>
  withRule({
    odds: '50%',
    stock,
    release: counts.map((count, index) => ({ at: `2026-11-1${index}T00:00:00+08:00`, count })),
  });
const goods = (more: object) => ({ dispatch: 'sku', skus: [{ sku_id: 1, name: 'S', ...more }] });
const withPage = (page: object) => ({ ...clean, page: { ...clean.page, ...page } });
const withChances = (chances: object) => ({ ...clean, rules: { ...rules, chances } });

/** With a second prize that costs something. */
const withTwo = (a: object, more: object) => ({
  ...withRule(a, { ...more, prizes: { a, b: { odds: '1%', stock: 1, value: '2.00' } } }),
  prizes: [...prizes, { id: 'b', name: 'B' }],
});
/** The second prize is the guaranteed one. */
const withGuarantee = (b: object, after: number, chances: object = rules.chances) => ({
  ...withRule({}, { guarantee: { after, prize: 'b' }, chances, prizes: { ...rules.prizes, b } }),
  prizes: [...prizes, { id: 'b', name: 'B' }],
});

const MEBIBYTE = 1024 * 1024;

/* Bytes by name; `undefined`: it may not be sent. */
const FILES: Readonly<Record<string, number | undefined>> = {
  ...{ 'there.png': 7, 'Cup 1.svg': 7, 'raw.bmp': undefined },
  ...{ 'large.png': 2 * MEBIBYTE, 'too-large.png': 2 * MEBIBYTE + 1 },
  ...Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`small-${index}.png`, 1])),
  ...Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`large-${index}.png`, 2 * MEBIBYTE])),
};

const media: Pick<MediaLibrary, 'lengthOf' | 'names'> = {
  lengthOf: async (_activityId, name) => FILES[name],
  names: async () => Object.keys(FILES),
};

/** A page that names so many of these, each twice. */
const withMany = (name: string, count: number) => {
  const paths = Array.from({ length: count }, (_, index) => `media/${name}-${index}.png`);
  return withPage({ gallery: paths, again: paths });
};

function findingsOf(data: object): Promise<Finding[]> {
  const activity = activityOf(data, '1055');
  return checkActivity(activity, kindOf(activity), media, NOW);
}

/** What is wrong with each file, the field it is found at, and what its words speak of. */
const table: readonly (readonly [FindingCode, string, object, params?: object])[] = [
  ['misspelt-key', 'end_at', { ...clean, end_at: 'x', ends_at: undefined }, { known: 'ends_at' }],
  ['misspelt-key', 'rules.budgets', withRule(rules.prizes.a, { budgets: '5.00' }), { known: 'budget' }],
  [
    'misspelt-key',
    'prizes.0.iamge',
    { ...clean, prizes: [{ ...prizes[0], iamge: 'x' }] },
    { known: 'image' },
  ],
  [
    'window-over',
    'ends_at',
    { ...clean, ends_at: '2026-11-11T00:00:00Z' },
    { at: '2026-11-11T00:00:00Z', example: '2026-12-12T00:00:00+08:00' },
  ],
  ['no-window', 'starts_at', { ...clean, starts_at: undefined }, { example: '2026-11-12T00:00:00+08:00' }],
  ['no-window', 'ends_at', { ...clean, ends_at: undefined }, { example: '2026-12-12T00:00:00+08:00' }],
  ['no-media', 'page.banner', withPage({ banner: 'media/none.png' }), { name: 'media/none.png' }],
  [
    'large-picture',
    'page.banner',
    withPage({ banner: 'media/too-large.png' }),
    { name: 'media/too-large.png', mebibytes: '2.1', most: '2' },
  ],
  ['many-pictures', '', withMany('small', 201), { count: '202', mebibytes: '0.1', most: '200' }],
  ['many-pictures', '', withMany('large', 9), { count: '10', mebibytes: '18.1', mostMebibytes: '16' }],
  ['private-key', 'page.api_token', withPage({ api_token: 'x' }), { key: 'api_token' }],
  [
    'no-media',
    'page.banner',
    withPage({ banner: 'media/There.png' }),
    { name: 'media/There.png', near: 'media/there.png' },
  ],
  ['no-media', 'page.banner', withPage({ banner: 'media/cup-1.png' }), { near: 'media/Cup 1.svg' }],
  ['no-media', 'page.banner', withPage({ banner: 'media/there.png?v=2' }), { near: 'media/there.png' }],
  ['no-media', 'page.banner', withPage({ banner: 'media/sub/none.png' }), { place: 'media/none.png' }],
  [
    'no-media',
    'page.own.picture',
    withPage({ own: { picture: 'media/none.png' } }),
    { name: 'media/none.png' },
  ],
  ['media-type', 'page.banner', withPage({ banner: 'media/raw.bmp' }), { ending: 'bmp' }],
  ['media-type', 'page.banner', withPage({ banner: 'media/none' }), { ending: '' }],
  [
    'bare-picture',
    'page.banner',
    withPage({ banner: 'there.png' }),
    { name: 'there.png', own: 'media/there.png', there: 'yes' },
  ],
  ['bare-picture', 'page.stage_image', withPage({ stage_image: './cup_1.svg' }), { own: 'media/Cup 1.svg' }],
  ['bare-picture', 'page.banner', withPage({ banner: 'img/none.png' }), { own: 'media/none.png', there: '' }],
  [
    'bare-picture',
    'prizes.0.image',
    { ...clean, prizes: [{ ...prizes[0], image: 'a.png' }] },
    { name: 'a.png' },
  ],
  ['bare-picture', 'skus.0.image', goods({ image: 'a.png' }), { name: 'a.png' }],
  ['bad-picture', 'page.banner', withPage({ banner: 'data:image/png;base64,AAAA' })],
  ['bad-picture', 'page.banner', withPage({ banner: 'http://cdn.example.com/a.png' })],
  [
    'no-scheme',
    'page.banner',
    withPage({ banner: 'cdn.example.com/a.png' }),
    { example: 'https://cdn.example.com/a.png' },
  ],
  [
    'bad-link',
    'prizes.0.claim_url',
    withPrize({ claim_url: 'javascript:alert(1)' }),
    { link: 'javascript:alert(1)' },
  ],
  ['bad-link', 'page.action.url', withPage({ action: { text: 'A', url: 'weixin://dl/business' } })],
  ['bad-link', 'page.login_url', withPage({ login_url: 'myapp://login?return={return}' })],
  ['bad-link', 'skus.0.url', goods({ url: 'tel:4000000000' })],
  ['no-scheme', 'skus.0.url', goods({ url: 'www.example.com/a' }), { example: 'https://www.example.com/a' }],
  ['no-scheme', 'skus.0.url', goods({ url: 'https：//m.example/a' }), { example: 'https://m.example/a' }],
  ['no-scheme', 'skus.0.url', goods({ url: 'https:/m.example/a' }), { example: 'https://m.example/a' }],
  [
    'login-without-return',
    'page.login_url',
    withPage({ login_url: '/login?from=h5#top' }),
    { example: '/login?from=h5&return={return}#top' },
  ],
  [
    'login-without-return',
    'page.login_url',
    withPage({ login_url: '/login?to=' }),
    { example: '/login?to={return}' },
  ],
  [
    'ends-too-soon',
    'ends_at',
    { ...clean, ends_at: '2026-11-30T23:59:59+08:00' },
    { example: '2026-12-01T00:00:00+08:00' },
  ],
  [
    'ends-too-soon',
    'ends_at',
    { ...clean, ends_at: '2026-12-31T23:59:59.999-03:30' },
    { example: '2027-01-01T00:00:00-03:30' },
  ],
  [
    'ends-too-soon',
    'ends_at',
    { ...clean, ends_at: '2026-11-30T23:59:00Z' },
    { example: '2026-12-01T00:00:00Z' },
  ],
  [
    'ends-too-soon',
    'ends_at',
    { ...clean, ends_at: '2026-11-30T21:59:59+08:00' },
    { example: '2026-11-30T22:00:00+08:00' },
  ],
  ['unchecked-zones', 'zones', { ...clean, zones: ['1000'] }],
  ['unchecked-zones', 'zones', { ...clean, zones: ['1000'], is_check_zone: false }],
  ['unknown-zone', 'skus.0.zones', goods({ zones: ['1000'] }), { name: 'S' }],
  [
    'nobodys-zone',
    'skus.0.zones',
    { ...goods({ zones: ['1000', 7] }), ...clean.page, is_check_zone: true, zones: ['2000'] },
    { zones: '1000, 7' },
  ],
  [
    'misspelt-key',
    'rules.blacklist',
    withRule(rules.prizes.a, { blacklist: [] }),
    { known: 'blocked_users' },
  ],
  [
    'misspelt-key',
    'rules.black_list',
    withRule(rules.prizes.a, { black_list: [] }),
    { known: 'blocked_users' },
  ],
  ['misspelt-key', 'end_time', { ...clean, end_time: 'x', ends_at: undefined }, { known: 'ends_at' }],
  ['misspelt-key', 'startsAt', { ...clean, startsAt: 'x', starts_at: undefined }, { known: 'starts_at' }],
  [
    'misspelt-key',
    'need_login',
    { ...clean, need_login: true, is_login_user: undefined },
    { known: 'is_login_user' },
  ],
  ['misspelt-key', 'zone_ids', { ...clean, zone_ids: [] }, { known: 'zones' }],
  ['misspelt-key', 'prizes.0.img', withPrize({ img: 'x' }), { known: 'image' }],
  ['misspelt-key', 'page.theme.primry', withPage({ theme: { primry: '#fff' } }), { known: 'primary' }],
  ['misspelt-key', 'page.texts.won_titel', withPage({ texts: { won_titel: 'x' } }), { known: 'won_title' }],
  ['misspelt-key', 'page.action.link', withPage({ action: { text: 'A', link: '/' } }), { known: 'url' }],
  ['misplaced-key', 'blacklist', { ...clean, blacklist: ['u1'] }, { known: 'rules.blocked_users' }],
  ['misplaced-key', 'login_url', { ...clean, login_url: '/', page: {} }, { known: 'page.login_url' }],
  [
    'misplaced-key',
    'rules.per_day',
    { ...clean, rules: { ...rules, chances: {}, per_day: 3 } },
    { known: 'rules.chances.per_day' },
  ],
  ['bad-colour', 'page.theme.primary', withPage({ theme: { primary: 'red' } }), { value: 'red' }],
  [
    'unknown-choice',
    'page.stage',
    withPage({ stage: 'roulette' }),
    {
      value: 'roulette',
      choices: '"shake", "wheel", "grid", "scratch", "egg", "red_packet"',
      first: '"shake"',
    },
  ],
  ['unknown-choice', 'page.theme.name', withPage({ theme: { name: 'Spring' } }), { value: 'Spring' }],
  ['unknown-choice', 'page.language', withPage({ language: 'zh' }), { value: 'zh' }],
  ['unknown-choice', 'page.show_odds', withPage({ show_odds: 'yes' }), { choices: 'true, false' }],
  [
    'unknown-choice',
    'page.show_winners',
    withPage({ show_winners: { of: ['all'] } }),
    { value: '{"of":["all"]}' },
  ],
  ['unknown-choice', 'prizes.0.tier', withPrize({ tier: 1 }), { value: '1' }],
  ['misspelt-key', 'page.lang', withPage({ lang: 'en' }), { known: 'language' }],
  ['misspelt-key', 'page.sounds.wn', withPage({ sounds: { wn: 'media/there.png' } }), { known: 'won' }],
  [
    'no-media',
    'page.sounds.won',
    withPage({ sounds: { won: 'media/none.mp3' } }),
    { place: 'media/none.mp3' },
  ],
  ['bare-picture', 'page.share_image', withPage({ share_image: 'share.png' }), { own: 'media/share.png' }],
  ['private-key', 'prizes.0.stock', withPrize({ stock: 5 }), { key: 'stock' }],
  [
    'bad-sale-time',
    'skus.0.sale.from',
    goods({ sale: { from: '2026-11-11 10:00' } }),
    { value: '2026-11-11 10:00' },
  ],
  ['bad-sale-time', 'skus.0.sale.until', goods({ sale: { until: 5 } }), { value: '5' }],
  [
    'sale-ends-before-start',
    'skus.0.sale.until',
    // The same moment.
    goods({ sale: { from: '2026-11-11T10:00:00+08:00', until: '2026-11-11T02:00:00Z' } }),
    { from: '2026-11-11T10:00:00+08:00', until: '2026-11-11T02:00:00Z' },
  ],
  [
    'sale-not-cheaper',
    'skus.0.sale.price',
    goods({ price: '12.50', sale: { price: '12.5' } }),
    { sale: '12.5', price: '12.50' },
  ],
  ['sale-not-cheaper', 'skus.0.sale.price', goods({ price: '¥9', sale: { price: 10 } }), { sale: '10' }],
  ['no-login-url', 'page.login_url', { ...clean, page: {} }],
  ['nobody-draws', 'is_login_user', { ...clean, is_login_user: false }],
  ['no-prizes', 'prizes', { ...clean, prizes: [], rules: { chances: { per_day: 3 } } }],
  ['little-odds', 'rules.prizes', withRule({ odds: '0.99%' }), { percent: '0.99', prize: 'a' }],
  ['stock-without-odds', 'rules.prizes.a.odds', withRule({ stock: 5 }), { prize: 'a', stock: '5' }],
  ['no-stock', 'rules.prizes.a.stock', withRule({ odds: '50%', stock: 0 }), { prize: 'a' }],
  ['no-odds', 'rules.prizes.a.odds', withRule({}), { prize: 'a' }],
  ['no-rule', 'prizes.1.id', { ...clean, prizes: [...prizes, { id: 'b', name: 'B' }] }, { prize: 'b' }],
  [
    'release-too-late',
    'rules.prizes.a.release.0.at',
    withRule({ odds: '50%', stock: 5, release: [{ at: '2026-12-01T00:00:00+08:00', count: 5 }] }),
    { prize: 'a', ends: '2026-12-01T00:00:00+08:00' },
  ],
  [
    'release-over-stock',
    'rules.prizes.a.release',
    withRelease(6, 3, 4),
    { released: '7', stock: '6', difference: '1' },
  ],
  [
    'release-under-stock',
    'rules.prizes.a.release',
    withRelease(10, 3, 4),
    { released: '7', stock: '10', difference: '3' },
  ],
  [
    'total-below-per-day',
    'rules.chances.total',
    withChances({ per_day: 3, total: 2 }),
    { perDay: '3', total: '2' },
  ],
  [
    'text-contradicts',
    'page.rules_text.1',
    withPage({ rules_text: ['规则如下。', '每人每天 5 次抽奖机会。'] }),
    { rule: 'per_day', said: '5', limit: '3', text: '每人每天 5 次抽奖机会。' },
  ],
  [
    'text-contradicts',
    'page.subtitle',
    withPage({ subtitle: '活动期间共十次' }),
    { rule: 'total', limit: '' },
  ],
  ['budget-without-value', 'rules.prizes.a.value', withRule({ odds: '50%', stock: 5 }, { budget: '9.00' })],
  [
    'budget-without-value',
    'rules.prizes.a.value',
    { ...clean, rules: { ...rules, prizes: {}, fallback: 'a', budget: '1' } },
  ],
  [
    'budget-without-stock',
    'rules.prizes.a.stock',
    withTwo({ odds: '50%', value: '1.00' }, { budget: '9.00' }),
  ],
  [
    'budget-without-value',
    'rules.prizes.a.value',
    withRule({}, { guarantee: { after: 3, prize: 'a' }, budget: '9' }),
  ],
  [
    'earns-nothing',
    'rules.chances.earn.share.per_day',
    withChances({ per_day: 3, earn: { share: { per_day: 0 } } }),
  ],
  [
    'earns-nothing',
    'rules.chances.earn.invite.each',
    withChances({ per_day: 3, earn: { invite: { each: 0 } } }),
    { key: 'each' },
  ],
  ['earned-never-used', 'rules.chances.earn', withChances({ earn: { sign_in: {} } })],
  ['no-chances', 'rules.chances', withChances({ per_day: 0, earn: { share: { per_day: 0 } } })],
  [
    'unlock-out-of-reach',
    'rules.prizes.a.unlock_after',
    withRule({ ...rules.prizes.a, unlock_after: 5 }, { chances: { per_day: 3, total: 5 } }),
    { prize: 'a', unlock: '5', most: '5' },
  ],
  [
    'unlock-out-of-reach',
    'rules.prizes.a.unlock_after',
    // Thirty days: 30 + 30 × (1 + 2) + 2 × 4.
    withRule(
      { ...rules.prizes.a, unlock_after: 128 },
      {
        chances: { per_day: 1, earn: { sign_in: {}, share: { per_day: 2 }, invite: { each: 2, total: 4 } } },
      },
    ),
    { most: '128' },
  ],
  [
    'guarantee-out-of-reach',
    'rules.guarantee.after',
    withGuarantee({ value: '1.00' }, 7, { per_day: 3, total: 6 }),
    { after: '7', most: '6' },
  ],
  ['guarantee-without-stock', 'rules.guarantee.prize', withGuarantee({ stock: 0, value: '1.00' }, 3)],
  ['guarantee-once', 'rules.guarantee.prize', withGuarantee({ per_user: 1, value: '1.00' }, 3)],
  ['guarantee-once', 'rules.guarantee.prize', withGuarantee({ odds: '1%', per_user: 1 }, 3, { total: 5 })],
  [
    'guarantee-locked',
    'rules.guarantee.prize',
    withGuarantee({ unlock_after: 3, value: '1.00' }, 3),
    { unlock: '3', after: '3' },
  ],
  ['guarantee-without-value', 'rules.guarantee.prize', withGuarantee({}, 3)],
  ['guarantee-without-value', 'rules.guarantee.prize', withGuarantee({ value: '0.00' }, 3)],
  [
    'little-stock-for-segments',
    'rules.prizes.a.stock',
    withRule({ odds: '50%', stock: 15 }, { segments: 8 }),
    { stock: '15', segments: '8' },
  ],
  [
    'text-contradicts',
    'page.subtitle',
    { ...withChances({ per_day: 3, earn: { share: {} } }), page: { ...clean.page, subtitle: '每天 5 次' } },
    { said: '5', limit: '3' },
  ],
  [
    'text-promises-earning',
    'page.rules_text.0',
    withPage({ rules_text: ['每天签到可得 1 次抽奖机会。'] }),
    { way: 'sign_in', said: '1', worth: '' },
  ],
  [
    'text-promises-earning',
    'page.subtitle',
    {
      ...withChances({ per_day: 3, earn: { invite: { each: 1, total: 5 } } }),
      page: { ...clean.page, subtitle: '每邀请一位好友得 2 次机会' },
    },
    { way: 'invite', said: '2', worth: '1' },
  ],
  ['misspelt-key', 'rules.pity', withRule(rules.prizes.a, { pity: {} }), { known: 'guarantee' }],
  ['misspelt-key', 'rules.segmets', withRule(rules.prizes.a, { segmets: 8 }), { known: 'segments' }],
  ['misplaced-key', 'rules.earn', withRule(rules.prizes.a, { earn: {} }), { known: 'rules.chances.earn' }],
  ['misplaced-key', 'guarantee', { ...clean, guarantee: {} }, { known: 'rules.guarantee' }],
  ['endless-chances', 'rules.chances', withChances({})],
  ['no-chances', 'rules.chances', withChances({ per_day: 0 })],
  ['no-chances', 'rules.chances', withChances({ per_day: 3, total: 0 })],
  [
    'over-budget',
    'rules.budget',
    withRule(rules.prizes.a, { budget: '4.99' }),
    { cost: '5.00', budget: '4.99', over: '0.01', percent: '99' },
  ],
];

describe('checkActivity', () => {
  it('finds nothing wrong with a clean file', async () => {
    expect(await findingsOf(clean)).to.deep.equal([]);
  });

  for (const [code, field, data, params = {}] of table) {
    it(`finds ${code} at ${field}`, async () => {
      const found = (await findingsOf(JSON.parse(JSON.stringify(data)))).filter((each) => each.code === code);
      expect(found).to.have.length(1);
      expect(found[0]).to.include({ severity: 'warning', activityId: '1055', file: '1055/data.json', field });
      expect(found[0]?.params).to.include(params);
    });
  }

  const fine: Readonly<Record<string, object>> = {
    'a picture that releases keep': withPage({ banner: 'media/large.png' }),
    'pictures of which a release keeps all': withMany('small', 199),
    'pictures that fill a release': withMany('large', 7),
    'odds of 1 % in all': withRule({ odds: '1%' }),
    'little odds with a fallback': withRule({ odds: '0.1%' }, { fallback: 'a' }),
    'a cost that is just the budget': withRule(rules.prizes.a, { budget: '5.00' }),
    'a release just before the end': withRule({
      odds: '50%',
      release: [{ at: '2026-11-30T23:59:59+08:00', count: 5 }],
    }),
    'an open window without a stock': {
      ...withRule({ odds: '50%' }),
      starts_at: undefined,
      ends_at: undefined,
    },
    'zones that are checked': { ...clean, is_check_zone: true, zones: ['1000'] },
    'an empty list of zones': { ...clean, zones: [] },
    'an end at noon': { ...clean, ends_at: '2026-11-30T12:00:00+08:00' },
    'an end a minute before the hour': { ...clean, ends_at: '2026-11-30T21:59:00+08:00' },
    'a prize without a stock that has the budget to itself': withRule(
      { odds: '50%', value: '1.00' },
      { budget: '9.00' },
    ),
    'chances that are earned alone': withChances({ per_day: 0, earn: { sign_in: {} } }),
    'a guaranteed prize that nobody draws': withGuarantee({ value: '1.00', stock: 5 }, 3),
    'a guaranteed prize that one user can be due but once': withGuarantee({ value: '1.00', per_user: 1 }, 3, {
      total: 5,
    }),
    'a guarantee with the last draw': withGuarantee({ value: '1.00' }, 6, { per_day: 3, total: 6 }),
    'a prize that opens with the last draw': withRule(
      { ...rules.prizes.a, unlock_after: 5 },
      { chances: { total: 6 } },
    ),
    'a lock where chances are earned without an end in sight': {
      ...withRule(
        { odds: '50%', unlock_after: 500 },
        { chances: { per_day: 1, earn: { share: { per_day: 1 } } } },
      ),
      ends_at: undefined,
    },
    'segments with stock for each': withRule({ odds: '50%', stock: 16 }, { segments: 8 }),
    'texts that count the chances that are earned': {
      ...withChances({ per_day: 3, earn: { sign_in: {}, share: {}, invite: { each: 2, total: 3 } } }),
      page: {
        ...clean.page,
        subtitle: '每天最多 5 次',
        rules_text: ['每日签到得 1 次机会，分享好友可得一次抽奖机会。', '邀请好友可得 6 次机会。'],
      },
    },
    'releases of just the stock': withRelease(7, 3, 4),
    'releases without a stock': withRelease(null, 3, 4),
    'a linear release': withRule({ odds: '50%', stock: 5, release: 'linear' }),
    'a total that is the limit of a day': withChances({ per_day: 3, total: 3 }),
    'a prize without a value where there is no budget': withRule({ odds: '50%', stock: 5 }),
    'a prize that costs nothing, in a budget': withRule({ odds: '50%', value: '0.00' }, { budget: '9.00' }),
    'pictures from elsewhere': withPage({
      banner: 'https://cdn.example.com/a.png',
      stage_image: '/img/a.png',
      background: 'bg.png',
    }),
    'a picture of another host, without the scheme': withPage({ banner: '//cdn.example.com/a.png' }),
    'a picture with a blank in its name': withPage({ banner: 'media/Cup%201.svg' }),
    'no picture': withPage({ banner: '' }),
    'links that the page follows': withPage({ action: { text: 'A', url: '?id=1057' } }),
    'a link by http': withPrize({ claim_url: 'http://example.com/a?b=c' }),
    'a link that is a page beside it': withPrize({ claim_url: 'claim.html' }),
    'a link to a name with dots': withPrize({ claim_url: 'v1.2/claim' }),
    'an empty link': withPrize({ claim_url: '' }),
    'goods for zones, of users who log in': {
      ...goods({ zones: ['1000'] }),
      is_login_user: true,
      page: clean.page,
    },
    'goods for some of the zones': {
      ...goods({ zones: ['1000', '9'] }),
      is_check_zone: true,
      zones: ['1000'],
      page: clean.page,
    },
    'a login that nobody needs': { ...goods({}), page: { login_url: '/login' } },
    'texts that say what the rules say': withPage({
      subtitle: '每天三次',
      rules_text: ['每天可抽 3 次，共 90 次。'],
    }),
    "keys of the front end's own": {
      ...clean,
      items: [],
      goods: [],
      type: 'a',
      area: 'b',
      tabs: [{ img: 'x' }],
    },
    'what the page knows': {
      ...withPage({
        stage: 'red_packet',
        theme: { name: 'minimal', primary: '#c8102e' },
        ...{ show_quantities: true, show_odds: false, show_winners: true, language: 'zh-TW' },
        ...{ share_image: 'media/there.png', description: 'd', sounds: {} },
      }),
      prizes: [{ ...prizes[0], tier: 'consolation', value: '¥1' }],
    },
    'a sale that is on for an hour': goods({
      ...{ price: '12.50', sold: '68%', limit: 2, url: '/goods/1' },
      sale: { from: '2026-11-11T10:00:00+08:00', until: '2026-11-11T11:00:00+08:00', price: '9.90' },
    }),
    'a sale whose prices are words': goods({ price: '面议', sale: { price: '半价' } }),
    'a sale that is no object': goods({ sale: true }),
    'a sale without times': goods({ price: 10, sale: { price: '9' } }),
    'notes on a page of goods': { ...goods({}), rules: { blacklist: [] }, fallback: 'x' },
    'a word for what is there already': withRule(rules.prizes.a, { blocked_users: [], blacklist: ['old'] }),
    "keys of the operator's own": withRule(rules.prizes.a, { note: 'ordered by Li' }),
    'the old spelling of dispatch': { ...clean, dispatch: undefined, dispath: 'shake' },
  };
  for (const [what, data] of Object.entries(fine)) {
    it(`takes ${what}`, async () => {
      expect(await findingsOf(JSON.parse(JSON.stringify(data)))).to.deep.equal([]);
    });
  }
});
