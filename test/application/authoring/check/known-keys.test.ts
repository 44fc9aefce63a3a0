import { expect } from 'chai';
import { nearestKey } from '../../../../src/application/authoring/check/known-keys.ts';
import { fieldsOf, knownKeysAt } from '../../../../src/application/authoring/fields.ts';
import { kinds } from '../../../../src/application/kinds/kinds.ts';

const fields = fieldsOf(kinds);

describe('the known keys', () => {
  for (const [path, keys] of [
    ['', ['dispatch', 'ends_at', 'prizes', 'rules', 'skus']],
    ['page', ['banner', 'stage_image', 'texts', 'theme']],
    ['page.theme', ['primary', 'accent']],
    ['prizes.0', ['id', 'name', 'image', 'claim', 'claim_url']],
    ['skus.12', ['sku_id', 'zones', 'sold_out']],
    [
      'rules',
      ['timezone', 'chances', 'prizes', 'fallback', 'guarantee', 'segments', 'budget', 'blocked_users'],
    ],
    ['rules.chances', ['per_day', 'total']],
    ['rules.prizes.any', ['odds', 'stock', 'per_user', 'value', 'release']],
    ['rules.prizes.any.release.0', ['at', 'count']],
  ] as const) {
    it(`of ${path || 'the file'} are those of its schema and of the page`, () => {
      expect(knownKeysAt(fields, path)).to.include.members([...keys]);
    });
  }

  it('are none where the service does not look inside', () => {
    expect(knownKeysAt(fields, 'page.own')).to.deep.equal([]);
    expect(knownKeysAt(fields, 'rules.notes')).to.deep.equal([]);
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
      expect(nearestKey(key, known, fields)).to.equal(nearest);
    });
  }
});
