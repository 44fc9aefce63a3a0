// Compresses what a build has written, so that no start has to: `node scripts/pack-built.mjs web`, of dist/web. A copy is in the
// folder `.packed` beside its file.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const COMPRESSIBLE = /\.(css|html|js|svg)$/;
const PACKED = '.packed';

const brotli = (bytes) =>
  brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });

function pack(dir) {
  const packed = join(dir, PACKED);
  rmSync(packed, { recursive: true, force: true });
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name);
    if (entry.isDirectory() && !entry.name.startsWith('.')) pack(path);
    if (!entry.isFile() || !COMPRESSIBLE.test(entry.name)) continue;
    const bytes = readFileSync(path);
    mkdirSync(packed, { recursive: true });
    writeFileSync(join(packed, `${entry.name}.gz`), gzipSync(bytes, { level: 9 }));
    writeFileSync(join(packed, `${entry.name}.br`), brotli(bytes));
  }
}

pack(fileURLToPath(new URL(`../dist/${process.argv[2]}`, import.meta.url)));
