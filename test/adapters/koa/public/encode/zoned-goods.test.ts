import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import fc from 'fast-check';
import { ZonedGoods } from '../../../../../src/adapters/koa/public/encode/zoned-goods.ts';
import { until } from '../../../../support/until.ts';

function shown(goods: ZonedGoods, zone: string | null) {
  return JSON.parse(Buffer.from(goods.answerFor(zone).common ?? []).toString());
}

/* Another thread gives the bytes of dropped buffers back, when it comes to it. */
async function settled(read: () => number): Promise<number> {
  let least = read();
  for (let unchanged = 0; unchanged < 10; ) {
    await pause(5);
    const next = read();
    unchanged = next < least ? 0 : unchanged + 1;
    least = Math.min(least, next);
  }
  return least;
}

const zoneOf = fc.constantFrom('1', '2', '3', '');

describe('the goods by zone', () => {
  it('are those of the zone and those of everyone, in the order of the file', () => {
    const entry = fc.record(
      { name: fc.string(), zones: fc.array(zoneOf, { maxLength: 4 }) },
      { requiredKeys: ['name'] },
    );
    fc.assert(
      fc.property(
        fc.array(entry, { maxLength: 12 }),
        fc.array(fc.option(zoneOf), { maxLength: 9 }),
        (all, asked) => {
          const goods = new ZonedGoods({ title: 'T' }, all);
          for (const zone of asked) {
            const expected = all.filter(({ zones }) => !zones || (zone !== null && zones.includes(zone)));
            expect(shown(goods, zone)).to.deep.equal(
              JSON.parse(JSON.stringify({ title: 'T', skus: expected })),
            );
          }
        },
      ),
    );
  });

  it('are the same bytes for all zones that none of them names', () => {
    const goods = new ZonedGoods({ title: 'T' }, [{ zones: ['1'] }, {}]);
    expect(goods.answerFor('2').common).to.equal(goods.answerFor(null).common);
    expect(goods.answerFor('1').common).to.equal(goods.answerFor('1').common);
  });

  describe('5,000 of a zone each', () => {
    let serialised = 0;
    const all = Array.from({ length: 5000 }, (_, index) => ({
      zones: [String(index)],
      toJSON() {
        serialised += 1;
        return { sku_id: index, name: '商'.repeat(40), zones: this.zones };
      },
    }));
    const everyones = Array.from({ length: 200 }, (_, index) => ({
      zones: undefined,
      sku_id: 9000 + index,
      name: 'x'.repeat(60),
    }));

    it('are serialised once each, whatever zones are asked for', () => {
      serialised = 0;
      const goods = new ZonedGoods({ title: 'T' }, all);
      for (const { zones } of all) expect(shown(goods, zones[0] ?? '').skus).to.have.length(1);
      expect(serialised).to.equal(5000);
    });

    it('take at most three times the bytes of the file when every zone has been asked for', async () => {
      setFlagsFromString('--expose-gc');
      const collect: () => void = runInNewContext('gc');
      const used = () => {
        collect();
        const { arrayBuffers, heapUsed } = process.memoryUsage();
        return arrayBuffers + heapUsed;
      };
      const texts = [...all, ...everyones];
      const fileBytes = Buffer.byteLength(JSON.stringify(texts));
      const before = await settled(used);
      const goods = new ZonedGoods({ title: 'T' }, texts);
      for (const { zones } of all) goods.answerFor(zones[0] ?? '');
      await until(() => used() - before <= 3 * fileBytes, {
        what: 'memory to be given back',
      });
      expect(shown(goods, '4999').skus).to.have.length(201);
    });
  });
});
