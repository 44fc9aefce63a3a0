import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import fc from 'fast-check';
import type { Encoding } from '../../../../../src/adapters/koa/http/encoding/accepted-encoding.ts';
import { packHead } from '../../../../../src/adapters/koa/http/encoding/packed-head.ts';
import { withRest } from '../../../../../src/adapters/koa/http/encoding/with-rest.ts';

const unpack = { br: brotliDecompressSync, gzip: gunzipSync } as const;

async function roundTrip(encoding: Encoding, head: Uint8Array, rest: readonly Uint8Array[]): Promise<Buffer> {
  const packed = await packHead(encoding, head);
  return unpack[encoding](Buffer.concat([packed.bytes, withRest(packed, Buffer.concat(rest))]));
}

const repeating = (length: number) =>
  Buffer.from('摇一摇，赢好礼'.repeat(length / 20 + 1)).subarray(0, length);
/* Not compressible. */
const noise = (length: number) => {
  let state = 1;
  return Uint8Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return state >> 8;
  });
};

for (const encoding of ['br', 'gzip'] as const) {
  describe(`an answer whose head is packed with ${encoding}`, () => {
    it('is unpacked to the same bytes, however it is split', async () => {
      const bytes = fc.uint8Array({ maxLength: 3000 });
      await fc.assert(
        fc.asyncProperty(bytes, fc.array(bytes, { maxLength: 3 }), async (head, rest) => {
          const unpacked = await roundTrip(encoding, head, rest);
          expect(unpacked.equals(Buffer.concat([head, ...rest]))).to.equal(true);
        }),
      );
    });

    for (const length of [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000]) {
      it(`takes a rest of ${length} bytes`, async () => {
        for (const rest of [repeating(length), noise(length)]) {
          for (const head of [repeating(100_000), noise(70_000), repeating(1)]) {
            const unpacked = await roundTrip(encoding, head, [rest]);
            expect(unpacked.equals(Buffer.concat([head, rest]))).to.equal(true);
          }
        }
      });
    }

    it('keeps no more memory than its bytes', async () => {
      const { bytes } = await packHead(encoding, repeating(3000));
      expect(bytes.length).to.be.below(300);
      expect(bytes.buffer.byteLength).to.equal(bytes.length);
    });

    it('has a rest that is as long for one text as for another of the same length', async () => {
      const packed = await packHead(encoding, repeating(3000));
      const [one, other] = [repeating(500), noise(500)].map(
        (rest) => withRest(packed, Buffer.from(rest)).length,
      );
      expect(one).to.equal(other);
    });
  });
}
