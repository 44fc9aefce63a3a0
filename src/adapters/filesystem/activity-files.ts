import {
  closeSync,
  constants,
  type Dirent,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { opendir } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import {
  type Activity,
  activityIdPattern,
  type DetailSchemas,
  readActivity,
} from '../../domain/activities/activity.ts';
import { FolderUnreadable } from '../../domain/activities/folder-unreadable.ts';
import { fileProblem, type Problem } from '../../domain/shared/problem.ts';
import { parseJsonFile } from './parse-json-file.ts';
import { UnreadableFile, unreadable } from './unreadable-file.ts';

const MAX_BYTES = 1024 * 1024;

export type FileReading =
  | { readonly ok: true; readonly activity: Activity; readonly bytes: Buffer }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/* Of an entry that is handed over, the event loop has about a microsecond's work. */
const ENTRIES_AT_A_TIME = 512;

/*
 * All of this but `scanActivityIds` is synchronous. Sent through Node's four I/O threads, ten thousand files take
 * seconds of nothing but handing over; read here, at most 1 MiB each and never from anything but a regular file, they
 * take a seventh of one.
 */

/** The ids of the folders in `dir`. @throws FolderUnreadable if it cannot be listed */
export function listActivityIds(dir: string): string[] {
  return entriesOf(dir)
    .filter(mayBeActivity)
    .map(({ name }) => name)
    .sort();
}

function entriesOf(dir: string): Dirent[] {
  try {
    return readdirSync(dir, { withFileTypes: true });
  } catch (error) {
    throw new FolderUnreadable(resolve(dir), error as NodeJS.ErrnoException);
  }
}

/** Whether the activity has a folder in `dir` that can be entered, whatever is in it. */
export function hasActivityFolder(dir: string, id: string): boolean {
  try {
    return statSync(join(dir, id), { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch {
    return false;
  }
}

/** The same in no order, without holding up the event loop, however many entries there are. */
export async function scanActivityIds(dir: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const entry of await opendir(dir, { bufferSize: ENTRIES_AT_A_TIME })) {
    if (mayBeActivity(entry)) ids.push(entry.name);
  }
  return ids;
}

function mayBeActivity(entry: Dirent): boolean {
  return (entry.isDirectory() || entry.isSymbolicLink()) && activityIdPattern.test(entry.name);
}

export function activityPath(dir: string, id: string): string {
  return join(dir, id, 'data.json');
}

/** Changes whenever what the path leads to may have changed; `null` if it leads nowhere. */
export function signatureOf(path: string): string | null {
  try {
    const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
    return stat ? [stat.dev, stat.ino, stat.size, stat.mtimeNs, stat.ctimeNs].join('-') : null;
  } catch (error) {
    // A link in a circle, a folder that may not be entered: that is how it stands until it is mended.
    return String((error as NodeJS.ErrnoException).code);
  }
}

/** @throws Error if it cannot be read */
export function readActivityBytes(dir: string, id: string): Buffer {
  return readInside(realpathSync.native(dir), activityPath(dir, id));
}

/** Reads and judges one `data.json`. */
export function readActivityFile(dir: string, id: string, kinds: DetailSchemas): FileReading {
  let bytes: Buffer;
  try {
    bytes = readActivityBytes(dir, id);
  } catch (error) {
    return { ok: false, problems: [unreadable(error).problem] };
  }
  return judge(id, bytes, kinds);
}

/** Reads and judges a file that lies anywhere, as the activity `id` would be with it; `undefined` if there is none. */
export function readProposedFile(path: string, id: string, kinds: DetailSchemas): FileReading | undefined {
  let bytes: Buffer;
  try {
    bytes = readRegular(realpathSync.native(path));
  } catch (error) {
    const { problem } = unreadable(error);
    return problem.code === 'no_file' ? undefined : { ok: false, problems: [problem] };
  }
  return judge(id, bytes, kinds);
}

/** Judges the bytes of a `data.json`. Whatever they make the reader throw is a problem of this file. */
export function judge(id: string, bytes: Buffer, kinds: DetailSchemas): FileReading {
  try {
    const json = parseJsonFile(bytes);
    if (!json.ok) return { ok: false, problems: [json.problem] };
    const reading = readActivity(id, json.data, kinds);
    return reading.ok ? { ok: true, activity: reading.activity, bytes } : reading;
  } catch (error) {
    return { ok: false, problems: [fileProblem('reader_failed', { error: String(error) })] };
  }
}

function readInside(root: string, path: string): Buffer {
  const real = realpathSync.native(path);
  if (!real.startsWith(root + sep)) throw new UnreadableFile('link_leads_out');
  return readRegular(real);
}

/*
 * Opened with `O_NONBLOCK`, since an open of a FIFO otherwise waits for a writer; and not followed, since what
 * `realpath` returned is no link: if one has been put in its place since, it is not for us.
 */
function readRegular(real: string): Buffer {
  const file = openSync(real, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  try {
    const stat = fstatSync(file);
    if (!stat.isFile()) throw new UnreadableFile('not_a_regular_file');
    if (stat.size > MAX_BYTES) {
      throw new UnreadableFile('file_too_large', { bytes: String(stat.size), most: String(MAX_BYTES) });
    }
    const buffer = Buffer.allocUnsafe(stat.size);
    return buffer.subarray(0, readSync(file, buffer, 0, buffer.length, 0));
  } finally {
    closeSync(file);
  }
}
