import { expect } from 'chai';
import fc from 'fast-check';
import { CountTable } from '../../../../src/application/analysis/audit/count-table.ts';
import { HashList } from '../../../../src/application/analysis/audit/hash-list.ts';
import { hash53 } from '../../../../src/application/analysis/audit/hash53.ts';
import { dayNumber, dayText, UserTable } from '../../../../src/application/analysis/audit/user-table.ts';

describe('the tables of an audit', () => {
  it('number users in the order in which they come, whatever their uids, and keep their columns as they grow', () => {
    const table = new UserTable(7);
    const uids = Array.from({ length: 20_000 }, (_, index) => `用户-${(index * 7919) % 50_021}`);
    for (const [number, uid] of uids.entries()) {
      expect(table.find(uid)).to.equal(-1);
      expect(table.numberOf(uid)).to.equal(number);
      table.columns.drawNo[number] = number;
      table.helpedAt[number] = number + 0.5;
    }
    for (const [number, uid] of uids.entries()) {
      expect(table.numberOf(uid)).to.equal(number);
      expect([table.columns.drawNo[number], table.helpedAt[number]]).to.deep.equal([number, number + 0.5]);
    }
    expect(table.find('nobody')).to.equal(-1);
  });

  it('count pairs as a map would', () => {
    const table = new CountTable();
    const map = new Map<string, number>();
    for (let n = 0; n < 60_000; n++) {
      const [first, second] = [(n * 7919) % 30_011, (n * 31) % 17];
      const count = (map.get(`${first} ${second}`) ?? 0) + 1;
      map.set(`${first} ${second}`, count);
      expect(table.increment(first, second)).to.equal(count);
    }
    for (const [key, count] of map) {
      const [first = 0, second = 0] = key.split(' ').map(Number);
      expect(table.get(first, second)).to.equal(count);
    }
    expect(table.get(3_000_000, 999)).to.equal(0);
  });

  it('find what is there twice, and what is there at all, also beyond the expected number', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(500), { maxLength: 3000 }), fc.nat(2000), (values, expected) => {
        const list = new HashList(expected);
        for (const value of values) list.add(value);
        const twice = new Set(values.filter((value, index) => values.indexOf(value) !== index));
        expect(new Set(list.repeated())).to.deep.equal(twice);
        for (let value = 0; value < 510; value += 17)
          expect(list.has(value)).to.equal(values.includes(value));
      }),
      { numRuns: 50 },
    );
  });

  it('hash texts to 53 bits, differently by seed, without a collision among 300,000 that are alike', () => {
    const seen = new Set<number>();
    for (let n = 0; n < 300_000; n++) {
      const hash = hash53(`user-${n}`, 12_345);
      if (!Number.isSafeInteger(hash) || hash < 0) throw new Error(`${hash} is no hash`);
      seen.add(hash);
    }
    expect(seen.size).to.equal(300_000);
    expect(hash53('user-1', 1)).not.to.equal(hash53('user-1', 2));
    expect(hash53('', 1)).not.to.equal(hash53('\0', 1));
  });

  it('write days as numbers', () => {
    for (const day of ['2026-11-11', '1999-01-01']) expect(dayText(dayNumber(day))).to.equal(day);
    expect(dayText(0)).to.equal(null);
  });
});
