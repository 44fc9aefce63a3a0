import { expect } from 'chai';
import { knownKeysAt, nearestKey } from '../../../../src/application/authoring/check/known-keys.ts';
import { jsonSchemaOf } from '../../../../src/application/authoring/data-schema.ts';
import { detailSchemas } from '../../../../src/application/kinds/kinds.ts';

interface Shape {
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly additionalProperties?: Shape;
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
}

function shapeOf(kind: string): Shape {
  const schema = detailSchemas.get(kind);
  if (!schema) throw new Error(`no kind ${kind}`);
  return jsonSchemaOf(schema) as Shape;
}

const keysOf = (shape: Shape | undefined) => Object.keys(shape?.properties ?? {});

describe('the known keys', () => {
  const { rules, prizes } = shapeOf('shake').properties ?? {};
  const rule = rules?.properties?.prizes?.additionalProperties;
  const releases = rule?.properties?.release?.anyOf?.find(({ items }) => items)?.items;

  for (const [field, shape] of [
    ['rules', rules],
    ['rules.chances', rules?.properties?.chances],
    ['rules.prizes.any', rule],
    ['rules.prizes.any.release.0', releases],
  ] as const) {
    it(`of ${field} are those of the schema`, () => {
      expect(knownKeysAt(field)).to.have.members(keysOf(shape));
      expect(keysOf(shape)).not.to.have.length(0);
    });
  }

  for (const [field, shape] of [
    ['prizes.0', prizes?.items],
    ['skus.0', shapeOf('sku').properties?.skus?.items],
    ['', shapeOf('shake')],
  ] as const) {
    it(`of ${field || 'the file'} have those of the schema among them`, () => {
      expect(keysOf(shape)).not.to.have.length(0);
      expect(knownKeysAt(field)).to.include.members(keysOf(shape));
    });
  }

  it('are none where the service does not look inside', () => {
    expect(knownKeysAt('page.own')).to.deep.equal([]);
    expect(knownKeysAt('rules.notes')).to.deep.equal([]);
  });

  for (const [key, known, nearest] of [
    ['perDay', ['per_day', 'total'], 'per_day'],
    ['stcok', ['odds', 'stock'], 'stock'],
    ['end_at', ['starts_at', 'ends_at'], 'ends_at'],
    ['blacklist', ['chances', 'blocked_users'], 'blocked_users'],
    ['Probability', ['odds', 'stock'], 'odds'],
    ['quantity', ['odds', 'stock'], 'stock'],
    ['daily', ['per_day', 'total'], 'per_day'],
    ['constructor', ['per_day', 'total'], null],
    ['note', ['odds', 'stock', 'value'], null],
    ['x', [], null],
  ] as const) {
    it(`${nearest ? `nearest to "${key}" is "${nearest}"` : `are far from "${key}"`}`, () => {
      expect(nearestKey(key, known)).to.equal(nearest);
    });
  }
});
