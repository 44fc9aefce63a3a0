import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Context } from 'koa';

export interface ReadyFile {
  readonly type: string;
  readonly bytes: Buffer;
  readonly etag: string;
}

/** The files of a folder by their names, read once. */
export function readFiles(dir: string): ReadonlyMap<string, ReadyFile> {
  const files = readdirSync(dir, { withFileTypes: true }).filter((each) => each.isFile());
  return new Map(
    files.map(({ name }) => {
      const bytes = readFileSync(join(dir, name));
      const digest = createHash('sha256').update(bytes).digest('base64url').slice(0, 16);
      return [name, { type: extname(name), bytes, etag: `"${digest}"` }];
    }),
  );
}

export function sendFile(ctx: Context, file: ReadyFile | undefined, cacheControl: string): void {
  if (!file) return;
  ctx.status = 200;
  ctx.set('Cache-Control', cacheControl);
  ctx.etag = file.etag;
  if (ctx.fresh) {
    ctx.status = 304;
    return;
  }
  ctx.type = file.type;
  ctx.body = file.bytes;
}
