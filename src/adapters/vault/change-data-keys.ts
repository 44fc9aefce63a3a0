import {
  chmodSync,
  chownSync,
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { firstKeys, type KeyFile, keyFileText, newKey, readDataKeys, writeTemporary } from './data-keys.ts';

/**
 * Makes a file with one key.
 * @throws Error if there is one already, or it cannot be written
 */
export function makeDataKeyFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, keyFileText(firstKeys()), { mode: 0o600, flag: 'wx', flush: true });
}

/** Adds a key that does not seal yet. @returns its id @throws Error if the file is not one of keys, or cannot be written */
export function addDataKey(path: string): string {
  return change(path, (file) => {
    const id = `k${1 + Math.max(...Object.keys(file.keys).map(numberOf))}`;
    return [id, { ...file, keys: { ...file.keys, [id]: newKey() } }];
  });
}

/**
 * The key that was added last seals from now on.
 * @returns its id; `null` where it seals already
 * @throws Error as `addDataKey`
 */
export function turnToNewestKey(path: string): string | null {
  return change(path, (file) => {
    const ids = Object.keys(file.keys).sort((one, other) => numberOf(one) - numberOf(other));
    const newest = ids.at(-1) ?? file.current;
    return newest === file.current ? [null, null] : [newest, { ...file, current: newest }];
  });
}

/** Takes a key out of the file, for good. @throws Error as `addDataKey`, or if it is the key that seals */
export function dropDataKey(path: string, id: string): void {
  change(path, (file) => {
    if (id === file.current) throw new Error(`${path}: ${id} is the key that seals`);
    const { [id]: _dropped, ...keys } = file.keys;
    return [undefined, { ...file, keys }];
  });
}

/* Of two that change the file at once, one would lose the other's key, and what is sealed with it. */
function change<T>(path: string, work: (file: KeyFile) => readonly [T, KeyFile | null]): T {
  // A link is kept, and the file that it leads to replaced.
  const real = realpathSync(path);
  return locked(`${real}.lock`, () => {
    readDataKeys(real);
    const [result, changed] = work(JSON.parse(readFileSync(real, 'utf8')) as KeyFile);
    if (changed) replaceFile(real, changed);
    return result;
  });
}

/* The service must be able to read it as before, whichever user runs the command. */
function replaceFile(path: string, file: KeyFile): void {
  const { uid, gid, mode } = statSync(path);
  const temporary = writeTemporary(path, file);
  try {
    const own = statSync(temporary);
    if (own.uid !== uid || own.gid !== gid) chownSync(temporary, uid, gid);
    chmodSync(temporary, 0o600 | (mode & 0o040));
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/* A change takes some milliseconds: a lock that is older was left by a process that was killed. */
const STALE_LOCK_MS = 10_000;
const LOCK_PAUSE_MS = 50;

function locked<T>(lock: string, work: () => T): T {
  for (;;) {
    try {
      closeSync(openSync(lock, 'wx', 0o600));
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
    if (since !== undefined && Date.now() - since > STALE_LOCK_MS) rmSync(lock, { force: true });
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOCK_PAUSE_MS);
  }
  try {
    return work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/* Keys that an operator has named come before those of ours. */
function numberOf(id: string): number {
  return Number(/^k(\d+)$/.exec(id)?.[1] ?? 0);
}
