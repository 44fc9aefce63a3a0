import { expect } from 'chai';
import { checkActivity } from '../../../src/application/check/check-activity.ts';
import type { Finding, FindingCode } from '../../../src/application/check/finding.ts';
import type { MediaLibrary } from '../../../src/domain/ports/media-library.ts';
import type { ServedFile } from '../../../src/domain/served-file.ts';
import { activityOf } from '../../support/activity-of.ts';

const NOW = Date.parse('2026-11-11T00:00:00Z');

const prizes = [{ id: 'a', name: 'A' }];
const rules = { chances: { per_day: 3 }, prizes: { a: { odds: '50%', stock: 5, value: '1.00' } } };
const clean = {
  dispatch: 'shake',
  is_login_user: true,
  starts_at: '2026-11-01T00:00:00+08:00',
  ends_at: '2026-12-01T00:00:00+08:00',
  page: { login_url: '/login', banner: 'media/there.png', theme: { primary: '#c8102e' } },
  prizes,
  rules,
};
const withRule = (a: object, more: object = {}) => ({
  ...clean,
  rules: { ...rules, prizes: { a }, ...more },
});
const withPage = (page: object) => ({ ...clean, page: { ...clean.page, ...page } });
const withChances = (chances: object) => ({ ...clean, rules: { ...rules, chances } });

const media: MediaLibrary = {
  find: async (_activityId, name) => (name === 'there.png' ? ({} as ServedFile) : undefined),
};

function findingsOf(data: object): Promise<Finding[]> {
  return checkActivity(activityOf(data, '1055'), media, NOW);
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
  ['private-key', 'page.api_token', withPage({ api_token: 'x' }), { key: 'api_token' }],
  ['bad-colour', 'page.theme.primary', withPage({ theme: { primary: 'red' } }), { value: 'red' }],
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
  ['endless-chances', 'rules.chances', withChances({})],
  ['no-chances', 'rules.chances', withChances({ per_day: 0 })],
  ['no-chances', 'rules.chances', withChances({ per_day: 3, total: 0 })],
  [
    'over-budget',
    'rules.budget',
    withRule(rules.prizes.a, { budget: '4.99' }),
    { cost: '5.00', budget: '4.99', over: '0.01' },
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
    "keys of the operator's own": withRule(rules.prizes.a, { note: 'ordered by Li' }),
    'the old spelling of dispatch': { ...clean, dispatch: undefined, dispath: 'shake' },
  };
  for (const [what, data] of Object.entries(fine)) {
    it(`takes ${what}`, async () => {
      expect(await findingsOf(JSON.parse(JSON.stringify(data)))).to.deep.equal([]);
    });
  }
});
