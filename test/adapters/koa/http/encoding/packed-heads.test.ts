import { expect } from 'chai';
import type { Encoding } from '../../../../../src/adapters/koa/http/encoding/accepted-encoding.ts';
import type { PackedHead } from '../../../../../src/adapters/koa/http/encoding/packed-head.ts';
import { PackedHeads } from '../../../../../src/adapters/koa/http/encoding/packed-heads.ts';
import { until } from '../../../../support/until.ts';

const HEAD = Buffer.from('{"data":');
const OTHER_HEAD = Buffer.from('{"detail":');

const packing = (condition: () => boolean) => until(condition, { what: 'a head to be packed' });

/** Packs when it is told to. */
class Packer {
  readonly #jobs: { readonly text: string; readonly end: (packedBytes: number | Error) => void }[] = [];
  readonly heads: PackedHeads;

  constructor(mostWaiting = 100) {
    this.heads = new PackedHeads({ pack: this.#pack, mostWaiting });
  }

  /** The texts that packing was begun for, in turn. */
  get begun(): string[] {
    return this.#jobs.map(({ text }) => text);
  }

  end(job: number, packedBytes: number | Error): void {
    this.#jobs[job]?.end(packedBytes);
  }

  readonly #pack = (encoding: Encoding, text: Uint8Array) =>
    new Promise<PackedHead>((resolve, reject) => {
      const end = (packed: number | Error) =>
        packed instanceof Error
          ? reject(packed)
          : resolve({ encoding, bytes: Buffer.alloc(packed), unpackedBytes: text.length, crc: 0 });
      this.#jobs.push({ text: `${encoding} ${Buffer.from(text)}`, end });
    });
}

describe('the packed heads', () => {
  const common = () => Buffer.from('x'.repeat(2000));

  it('are made once, at the second use, for any number of requests', async () => {
    const packer = new Packer();
    const bytes = common();
    const get = () => packer.heads.get('br', HEAD, bytes);
    expect(get()).to.equal(undefined);
    expect(packer.begun).to.deep.equal([]);
    for (let n = 0; n < 1000; n++) expect(get()).to.equal(undefined);
    expect(packer.begun).to.deep.equal([`br ${HEAD}${bytes}`]);
    packer.end(0, 100);
    await packing(() => get() !== undefined);
    expect(get()).to.equal(get());
    expect(packer.begun).to.have.length(1);
  });

  it('are made for each encoding and each head', async () => {
    const packer = new Packer();
    const bytes = common();
    const uses = [
      ['br', HEAD],
      ['gzip', HEAD],
      ['br', OTHER_HEAD],
    ] as const;
    for (let n = 0; n < 2; n++) for (const [encoding, head] of uses) packer.heads.get(encoding, head, bytes);
    for (const [at, [encoding, head]] of uses.entries()) {
      await packing(() => packer.begun.length === at + 1);
      packer.end(at, 100 + at);
      await packing(() => packer.heads.get(encoding, head, bytes)?.bytes.length === 100 + at);
    }
  });

  it('are made one after the other, also when one fails', async () => {
    const packer = new Packer();
    const all = Array.from({ length: 5 }, common);
    for (const bytes of [...all, ...all]) packer.heads.get('gzip', HEAD, bytes);
    for (let at = 0; at < all.length; at++) {
      await packing(() => packer.begun.length > at);
      expect(packer.begun).to.have.length(at + 1);
      packer.end(at, at === 2 ? new Error('no memory') : 100);
    }
    const found = () => all.map((bytes) => packer.heads.get('gzip', HEAD, bytes) !== undefined);
    await packing(() => found()[4] === true);
    expect(found()).to.deep.equal([true, true, false, true, true]);
  });

  it('are not kept where they are hardly smaller', async () => {
    const packer = new Packer();
    const [bytes, next] = [common(), common()];
    for (let n = 0; n < 2; n++) for (const each of [bytes, next]) packer.heads.get('br', HEAD, each);
    packer.end(0, 1900);
    await packing(() => packer.begun.length === 2);
    expect(packer.heads.get('br', HEAD, bytes)).to.equal(undefined);
    expect(packer.begun).to.have.length(2);
  });

  it('wait in a queue of limited length; one that finds no place is tried again', async () => {
    const packer = new Packer(2);
    const all = Array.from({ length: 10 }, common);
    // One is being made, two wait.
    for (const bytes of [...all, ...all]) packer.heads.get('br', HEAD, bytes);
    for (let at = 0; at < 3; at++) {
      await packing(() => packer.begun.length > at);
      packer.end(at, 100);
    }
    const ready = () => all.filter((bytes) => packer.heads.get('br', HEAD, bytes)).length;
    // `ready` uses the others again.
    await packing(() => ready() === 3);
    await packing(() => packer.begun.length === 4);
    packer.end(3, 100);
    await packing(() => ready() >= 4);
  });
});
