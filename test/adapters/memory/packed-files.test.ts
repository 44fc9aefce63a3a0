import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { PackedFiles } from '../../../src/adapters/memory/packed-files.ts';

const TEXT = 'let prize = 1;\n'.repeat(200);
const script = (text: string, version = text) => ({
  ...{ type: 'text/javascript; charset=utf-8', version },
  bytes: Buffer.from(text),
});

describe('PackedFiles', () => {
  let files: PackedFiles;
  beforeEach(() => {
    files = new PackedFiles(100_000);
  });

  it('adds both compressed forms of a text', async () => {
    const { gzip, brotli, ...rest } = await files.pack('a', script(TEXT));
    expect(rest).to.deep.equal(script(TEXT));
    expect(gunzipSync(gzip ?? '').toString()).to.equal(TEXT);
    expect(brotliDecompressSync(brotli ?? '').toString()).to.equal(TEXT);
  });

  it('compresses a version once, and a new one again', async () => {
    const first = await files.pack('a', script(TEXT, '1'));
    expect((await files.pack('a', script(TEXT, '1'))).brotli).to.equal(first.brotli);
    const second = await files.pack('a', script(`${TEXT}x`, '2'));
    expect(gunzipSync(second.gzip ?? '').toString()).to.equal(`${TEXT}x`);
    expect((await files.pack('b', script(TEXT, '1'))).brotli).not.to.equal(first.brotli);
  });

  it('leaves a short text, a picture and what does not shrink as they are', async () => {
    const random = { ...script(''), bytes: crypto.getRandomValues(new Uint8Array(3000)) };
    for (const file of [script('short'), { ...script(TEXT), type: 'image/png' }, random]) {
      expect(await files.pack('a', file)).not.to.have.any.keys('gzip', 'brotli');
    }
  });

  it('forgets what was used longest ago', async () => {
    const small = new PackedFiles(1);
    const first = await small.pack('a', script(TEXT));
    expect((await small.pack('a', script(TEXT))).brotli).not.to.equal(first.brotli);
  });
});
