import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { PageFiles, PagePart } from '../../domain/shared/page-files.ts';
import type { ServedFile } from '../../domain/shared/served-file.ts';
import { PageParts } from './page-parts.ts';

const TYPES: ReadonlyMap<string, string> = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.webp', 'image/webp'],
  ['.mp3', 'audio/mpeg'],
  ['.map', 'application/json'],
]);

const COMPRESSIBLE = /^text\/|svg|json/;

const gzipAside = promisify(gzip);
const brotliAside = promisify(brotliCompress);

/* 11 makes the script another 6 % smaller, and takes 0.2 s at each start in place of 0.03 s (bench/compression.ts). */
const BROTLI_QUALITY = 9;

/* RFC 7932, section 9.1: a window is 16 bytes smaller than its power of two. */
const WINDOW_GAP_BYTES = 16;

/** The pages and the client that Vite and esbuild built. `open` reads all files into memory. */
export class BuiltPageFiles implements PageFiles {
  readonly index: ServedFile;
  readonly counter: ServedFile;
  readonly client: ServedFile;
  readonly #assets: ReadonlyMap<string, ServedFile>;
  readonly #parts: PageParts;

  private constructor(
    { index, counter, client }: Pick<PageFiles, 'index' | 'counter' | 'client'>,
    assets: ReadonlyMap<string, ServedFile>,
    parts: PageParts,
  ) {
    this.index = index;
    this.counter = counter;
    this.client = client;
    this.#assets = assets;
    this.#parts = parts;
  }

  /**
   * @param dir the built pages; the built client is in the folder `client` beside it
   * @throws Error if they have not been built
   */
  static async open(dir: string): Promise<BuiltPageFiles> {
    const index = await load(join(dir, 'index.html'));
    const counter = await load(join(dir, 'counter.html'));
    const client = await load(join(dir, '../client/client.js'));
    const assets = join(dir, 'assets');
    const names = await readdir(assets);
    const files = await Promise.all(
      names.map(async (name) => [name, await load(join(assets, name))] as const),
    );
    // Without it the page works, and loads its parts a little later.
    const manifest = await readFile(join(dir, '.vite', 'manifest.json')).catch(() => null);
    return new BuiltPageFiles(
      { index, counter, client },
      new Map(files),
      new PageParts(manifest, 'index.html'),
    );
  }

  asset(name: string): ServedFile | undefined {
    return this.#assets.get(name);
  }

  part(source: string): PagePart {
    return this.#parts.part(source);
  }
}

async function load(path: string): Promise<ServedFile> {
  const bytes = await readFile(path);
  const type = TYPES.get(extname(path)) ?? 'application/octet-stream';
  return {
    bytes,
    type,
    version: createHash('sha256').update(bytes).digest('base64url').slice(0, 16),
    ...(COMPRESSIBLE.test(type) && (await packed(bytes))),
  };
}

/*
 * The smallest window that the file fits into. With that of brotli itself, 4 MB for each file, all of them took 0.34 s at each
 * start in place of 0.09 s.
 */
function windowBits(lengthBytes: number): number {
  const { BROTLI_MIN_WINDOW_BITS, BROTLI_DEFAULT_WINDOW } = constants;
  const bits = Math.ceil(Math.log2(lengthBytes + WINDOW_GAP_BYTES));
  return Math.min(Math.max(bits, BROTLI_MIN_WINDOW_BITS), BROTLI_DEFAULT_WINDOW);
}

async function packed(bytes: Uint8Array): Promise<Pick<ServedFile, 'gzip' | 'brotli'>> {
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT, BROTLI_PARAM_LGWIN } = constants;
  const params = {
    [BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
    [BROTLI_PARAM_SIZE_HINT]: bytes.length,
    [BROTLI_PARAM_LGWIN]: windowBits(bytes.length),
  };
  const [asGzip, asBrotli] = await Promise.all([
    gzipAside(bytes, { level: 9 }),
    brotliAside(bytes, { params }),
  ]);
  return { gzip: asGzip, brotli: asBrotli };
}
