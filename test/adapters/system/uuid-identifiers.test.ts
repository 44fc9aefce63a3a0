import { expect } from 'chai';
import { uuidIdentifiers } from '../../../src/adapters/system/uuid-identifiers.ts';

describe('uuidIdentifiers', () => {
  const MANY = 20_000;
  const ids = Array.from({ length: MANY }, () => uuidIdentifiers.next());

  it('makes UUIDs of version 4', () => {
    for (const id of ids)
      expect(id).to.match(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  });

  it('makes none twice', () => {
    expect(new Set(ids).size).to.equal(MANY);
  });

  it('takes all other digits from random numbers', () => {
    const digits = ids.map((id) => id.replaceAll('-', ''));
    for (let at = 0; at < 32; at++) {
      const seen = new Set(digits.map((text) => text[at])).size;
      expect(seen, `digit ${at}`).to.equal(at === 12 ? 1 : at === 16 ? 4 : 16);
    }
  });
});
