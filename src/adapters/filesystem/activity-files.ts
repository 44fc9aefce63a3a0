import { isUtf8 } from 'node:buffer';
import { realpathSync } from 'node:fs';
import {
  type Activity,
  type KindReadings,
  type ReleaseMark,
  readActivity,
} from '../../domain/activities/activity.ts';
import { fileProblem, type Problem } from '../../domain/shared/problem.ts';
import { activityPath } from './activity-folders.ts';
import { parseJsonText } from './parse-json-file.ts';
import { readInside, readRegular } from './regular-file.ts';
import { unreadable } from './unreadable-file.ts';

const MAX_BYTES = 1024 * 1024;

export type FileReading =
  | { readonly ok: true; readonly activity: Activity; readonly text: string }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/*
 * These functions are synchronous. For 10,000 files of at most 1 MiB, Node's I/O threads take seven times as long,
 * seconds in all. A synchronous read cannot block here: only regular files are read.
 */

export type BytesReading =
  | { readonly ok: true; readonly bytes: Buffer }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Reads the `data.json` of an activity. */
export function readActivityBytes(dir: string, id: string): BytesReading {
  try {
    return { ok: true, bytes: readInside(realpathSync.native(dir), activityPath(dir, id), MAX_BYTES) };
  } catch (error) {
    return { ok: false, problems: [unreadable(error).problem] };
  }
}

/** Reads and parses the `data.json` of an activity. */
export function readActivityFile(dir: string, id: string, kinds: KindReadings): FileReading {
  const read = readActivityBytes(dir, id);
  return read.ok ? parseActivity(id, read.bytes, kinds) : read;
}

/** Reads and parses a file at any path, as the file of activity `id`; `undefined` if there is none. */
export function readProposedFile(path: string, id: string, kinds: KindReadings): FileReading | undefined {
  let bytes: Buffer;
  try {
    bytes = readRegular(realpathSync.native(path), MAX_BYTES);
  } catch (error) {
    const { problem } = unreadable(error);
    return problem.code === 'no_file' ? undefined : { ok: false, problems: [problem] };
  }
  return parseActivity(id, bytes, kinds);
}

/** Parses the bytes of a `data.json`. */
export function parseActivity(id: string, bytes: Buffer, kinds: KindReadings): FileReading {
  if (!isUtf8(bytes)) return { ok: false, problems: [fileProblem('not_utf8')] };
  return parseActivityText(id, bytes.toString(), kinds);
}

/** Parses the text of a `data.json`. An error of the reader is a problem of this file, and disturbs no other. */
export function parseActivityText(
  id: string,
  text: string,
  kinds: KindReadings,
  release: ReleaseMark | null = null,
): FileReading {
  try {
    const json = parseJsonText(text);
    if (!json.ok) return { ok: false, problems: [json.problem] };
    const reading = readActivity(id, json.data, kinds, release);
    return reading.ok ? { ok: true, activity: reading.activity, text } : reading;
  } catch (error) {
    return { ok: false, problems: [fileProblem('reader_failed', { error: String(error) })] };
  }
}
