import { readFile } from 'node:fs/promises';
import { Ajv } from 'ajv';
import { expect } from 'chai';
import fc from 'fast-check';
import { withFieldTables } from '../../../scripts/field-tables.ts';
import { dataSchema } from '../../../src/application/authoring/data-schema.ts';
import { kindReadings, kinds } from '../../../src/application/kinds/kinds.ts';
import { readActivity } from '../../../src/domain/activities/activity.ts';

interface Described {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Described>>;
  readonly items?: Described;
  readonly additionalProperties?: Described | boolean;
}

const ajv = new Ajv({ strict: false, validateFormats: false });
const validators = new Map([...kinds].map(([name, kind]) => [name, ajv.compile(dataSchema(kind))]));
const takes = (data: object): boolean => {
  const { dispatch } = data as { dispatch?: string };
  return validators.get(dispatch ?? '')?.(data) ?? false;
};
const serves = (data: unknown) => readActivity('a', data, kindReadings).ok;

const shake = (rule: object, rules: object = {}) => ({
  dispatch: 'shake',
  prizes: [{ id: 'a', name: 'A' }],
  rules: { prizes: { a: rule }, ...rules },
});

describe('the tables of docs/activities.md', () => {
  it('are what the schemas say (else: npm run schemas)', async () => {
    const text = await readFile('docs/activities.md', 'utf8');
    expect(withFieldTables(text)).to.equal(text);
  });
});

describe('the JSON Schemas of data.json', () => {
  for (const [name, kind] of kinds) {
    it(`are committed as they are: ${name} (else: npm run schemas)`, async () => {
      expect(JSON.parse(await readFile(`schemas/${name}.json`, 'utf8'))).to.deep.equal(dataSchema(kind));
    });

    it(`explain every field: ${name}`, () => {
      const mute: string[] = [];
      (function look(schema: Described, path: string): void {
        for (const [key, field] of Object.entries(schema.properties ?? {})) {
          if (!field.description) mute.push(`${path}${key}`);
          look(field, `${path}${key}.`);
        }
        if (schema.items) look(schema.items, `${path}[].`);
        if (typeof schema.additionalProperties === 'object') look(schema.additionalProperties, `${path}*.`);
      })(dataSchema(kind), '');
      expect(mute).to.deep.equal([]);
    });
  }

  for (const id of ['1055', '1056', '1057', '2001', '2002', '2003', '2004', '2005']) {
    it(`take the activity ${id}, which names its own`, async () => {
      const data = JSON.parse(await readFile(`activities/${id}/data.json`, 'utf8'));
      expect(takes(data)).to.equal(true);
      expect(data.$schema).to.equal(`../../schemas/${data.dispatch}.json`);
    });
  }

  it('refuse what an operator easily gets wrong', () => {
    const wrong: readonly object[] = [
      { dispatch: 'sku', title: 7 },
      { dispatch: 'sku', is_login_user: 'yes' },
      { dispatch: 'sku', starts_at: '2026-11-01 00:00:00' },
      { dispatch: 'sku', zones: '1000' },
      { dispatch: 'sku', skus: [{ name: '没有编号' }] },
      { dispatch: 'sku', page: [] },
      shake({ odds: 0.5 }),
      shake({ odds: '0.5' }),
      shake({ stock: -1 }),
      shake({ stock: '10' }),
      shake({ value: 10 }),
      shake({ odd: '1%' }),
      shake({}, { chances: { perday: 3 } }),
      shake({}, { budget: '1万' }),
    ];
    for (const data of wrong) {
      expect(takes(data), JSON.stringify(data)).to.equal(false);
      expect(serves(data), JSON.stringify(data)).to.equal(false);
    }
  });

  it('take any value of what only the page reads, as the service does', () => {
    const page = { stage: 5, theme: { name: null }, language: [], show_odds: 'yes', sounds: 'media/a.mp3' };
    const prize = { id: 'a', name: 'A', tier: {}, value: 4999 };
    const good = { sku_id: 1, name: 'S', sale: 'now', sold: -1, limit: 'two' };
    for (const data of [
      { dispatch: 'shake', page: { ...page, texts: 7, share_image: 7, description: {} }, prizes: [prize] },
      {
        dispatch: 'sku',
        page: { ...page, theme: 'spring' },
        skus: [good, { ...good, sku_id: 2, sale: { from: 1 } }],
      },
    ]) {
      expect(takes(data), JSON.stringify(data)).to.equal(true);
      expect(serves(data), JSON.stringify(data)).to.equal(true);
    }
  });

  it('refuse nothing that the service takes', () => {
    const odds = fc.oneof(
      fc.constantFrom('0%', '100%', '0.5%', '1/200', '0/1', '.5%', '5', '1/0'),
      fc.string(),
    );
    const money = fc.oneof(fc.constantFrom('10', '10.00', '0.000000000001', '1.', '-1'), fc.string());
    const count = fc.oneof(fc.nat(), fc.constant(null), fc.integer(), fc.double(), fc.string());
    const time = fc.oneof(
      fc.constantFrom(
        '2026-11-01T00:00:00+08:00',
        '2026-11-01T00:00:00Z',
        '2026-11-01T00:00:00.5Z',
        '2026-11-01',
      ),
      fc.string(),
    );
    const option = <T>(arb: fc.Arbitrary<T>) => fc.option(arb, { nil: undefined, freq: 3 });
    const rule = fc.record({
      odds: option(odds),
      stock: option(count),
      per_user: option(count),
      value: option(money),
      release: option(
        fc.oneof(fc.constant('linear'), fc.array(fc.record({ at: time, count }), { maxLength: 2 })),
      ),
    });
    const data = fc.record({
      $schema: option(fc.string()),
      dispatch: fc.constantFrom('shake', 'sku'),
      title: option(fc.oneof(fc.string(), fc.nat())),
      is_login_user: option(fc.oneof(fc.boolean(), fc.string())),
      zones: option(fc.array(fc.oneof(fc.string(), fc.nat()), { maxLength: 3 })),
      starts_at: option(time),
      page: option(fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.string())),
      prizes: option(fc.constant([{ id: 'a', name: 'A', image: 'media/a.png' }])),
      skus: option(fc.array(fc.record({ sku_id: fc.oneof(fc.string(), fc.nat()), name: fc.string() }))),
      rules: option(fc.record({ prizes: option(fc.record({ a: option(rule) })), budget: option(money) })),
    });
    let served = 0;
    fc.assert(
      fc.property(data, (given) => {
        const file = JSON.parse(JSON.stringify(given));
        if (!serves(file)) return;
        served += 1;
        expect(takes(file)).to.equal(true);
      }),
      { numRuns: 3000 },
    );
    expect(served).to.be.above(50);
  });
});
