import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import type { ServedFile } from '../../domain/shared/served-file.ts';

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

/* The folder of the copies that scripts/pack-built.mjs has compressed, beside their files. */
const PACKED = '.packed';

/** The names of the built files of a folder. @throws Error if it cannot be read */
export async function builtNames(dir: string): Promise<string[]> {
  return (await readdir(dir)).filter((name) => name !== PACKED);
}

/** Reads a built file and its compressed copies. @throws Error if it cannot be read */
export async function builtFile(path: string): Promise<ServedFile> {
  const [bytes, gzip, brotli] = await Promise.all([
    readFile(path),
    packedOf(path, 'gz'),
    packedOf(path, 'br'),
  ]);
  return {
    bytes,
    type: TYPES.get(extname(path)) ?? 'application/octet-stream',
    version: createHash('sha256').update(bytes).digest('base64url').slice(0, 16),
    ...(gzip && { gzip }),
    ...(brotli && { brotli }),
  };
}

/* Pictures and sounds have none. */
async function packedOf(path: string, ending: 'gz' | 'br'): Promise<Buffer | null> {
  try {
    return await readFile(join(dirname(path), PACKED, `${basename(path)}.${ending}`));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
