import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { LRUCache } from 'lru-cache';
import type { ServedFile } from '../../domain/shared/served-file.ts';

type Packed = Pick<ServedFile, 'version' | 'gzip' | 'brotli'>;

const COMPRESSIBLE = /^text\/|svg|json|wasm/;

/* Shorter files fit into one packet as they are. */
const LEAST_BYTES = 1024;

/* Less is not worth the decoder's work. */
const WORTHWHILE_SHARE = 0.9;

/* What an entry takes beside its bytes. */
const ENTRY_BYTES = 300;

/* As for answers (bench/compression.ts): higher ones take ten times as long and save an eighth. */
const BROTLI_QUALITY = 5;

const gzipAside = promisify(gzip);
const brotliAside = promisify(brotliCompress);

/**
 * Compresses files in a thread of Node's pool, and remembers the result until the file changes. At most `mostBytes` are
 * kept; what was used longest ago is forgotten first.
 */
export class PackedFiles {
  readonly #packed: LRUCache<string, Packed>;

  constructor(mostBytes: number) {
    this.#packed = new LRUCache({
      maxSize: mostBytes,
      sizeCalculation: (packed) => ENTRY_BYTES + (packed.gzip?.length ?? 0) + (packed.brotli?.length ?? 0),
    });
  }

  /** The file with its compressed forms, where they are worthwhile. @param key names the file in all its versions */
  async pack(key: string, file: ServedFile): Promise<ServedFile> {
    const { type, bytes, version } = file;
    if (bytes.length < LEAST_BYTES || !COMPRESSIBLE.test(type)) return file;
    const known = this.#packed.get(key);
    if (known?.version === version) return { ...file, ...known };
    const packed: Packed = { version, ...(await compressed(bytes)) };
    this.#packed.set(key, packed);
    return { ...file, ...packed };
  }
}

async function compressed(bytes: Uint8Array): Promise<Omit<Packed, 'version'>> {
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT } = constants;
  const params = { [BROTLI_PARAM_QUALITY]: BROTLI_QUALITY, [BROTLI_PARAM_SIZE_HINT]: bytes.length };
  const [asGzip, asBrotli] = await Promise.all([gzipAside(bytes), brotliAside(bytes, { params })]);
  const most = bytes.length * WORTHWHILE_SHARE;
  return asBrotli.length < most && asGzip.length < most ? { gzip: asGzip, brotli: asBrotli } : {};
}
