import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** The keys of the file that `DATA_KEY_FILE` names. */
export interface DataKeys {
  /** The id of the key that seals. */
  readonly current: string;
  /** By id, 32 bytes each. */
  readonly keys: ReadonlyMap<string, Buffer>;
  /** For digests, 32 bytes. It is never changed, or equal texts would no longer be seen as equal. */
  readonly index: Buffer;
}

export interface KeyFile {
  readonly current: string;
  readonly keys: Readonly<Record<string, string>>;
  readonly index: string;
}

const KEY_BYTES = 32;

/** @throws Error if the file cannot be read, or is not one of keys; the message holds no key */
export function readDataKeys(path: string): DataKeys {
  let file: Partial<KeyFile>;
  try {
    file = JSON.parse(readFileSync(path, 'utf8')) as Partial<KeyFile>;
  } catch (error) {
    // The message of JSON.parse quotes what it read.
    const reason = error instanceof SyntaxError ? 'is not JSON' : (error as Error).message;
    throw new Error(`${path}: ${reason}`);
  }
  const keys = new Map(Object.entries(file.keys ?? {}).map(([id, text]) => [id, bytesOf(text)]));
  const index = bytesOf(file.index);
  const { current = '' } = file;
  const isWhole =
    keys.has(current) &&
    [index, ...keys.values()].every(({ length }) => length === KEY_BYTES) &&
    [...keys.keys()].every((id) => /^[A-Za-z0-9_-]{1,32}$/.test(id));
  if (!isWhole) throw new Error(`${path}: has not the shape {"current": id, "keys": {id: …}, "index": …}`);
  return { current, keys, index };
}

/** When the file was written last, in milliseconds since the epoch. @throws Error if there is none */
export function keyFileChangedAt(path: string): number {
  return statSync(path).mtimeMs;
}

/** Reads the keys, and makes them where there is no file. Two processes that do it at once get the same. */
export function readOrMakeDataKeys(path: string): DataKeys {
  try {
    return readDataKeys(path);
  } catch (error) {
    if (!(error as Error).message.includes('ENOENT')) throw error;
  }
  const own = firstKeys();
  mkdirSync(dirname(path), { recursive: true });
  const temporary = writeTemporary(path, own);
  try {
    // A link does not replace the file of another process that was faster.
    linkSync(temporary, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
  return readDataKeys(path);
}

/** Writes it beside the file, to be put in its place. @returns its path */
export function writeTemporary(path: string, file: KeyFile): string {
  const temporary = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(temporary, keyFileText(file), { mode: 0o600, flush: true });
  return temporary;
}

export function keyFileText(file: KeyFile): string {
  return `${JSON.stringify(file, null, 2)}\n`;
}

export function firstKeys(): KeyFile {
  return { current: 'k1', keys: { k1: newKey() }, index: newKey() };
}

export function newKey(): string {
  return randomBytes(KEY_BYTES).toString('base64');
}

function bytesOf(text: unknown): Buffer {
  return Buffer.from(typeof text === 'string' ? text : '', 'base64');
}
