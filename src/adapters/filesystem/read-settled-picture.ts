import { type Stats, statSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { UnsettledPictures } from '../../domain/releases/drafts.ts';
import { MOST_PICTURE_BYTES } from '../../domain/releases/release-pictures.ts';
import { signatureOf } from './activity-folders.ts';
import { SETTLED_MS } from './pending-change.ts';
import { readInside } from './regular-file.ts';

/* A picture that changes all the time is read later, so that it does not hold the releases of others. */
const MOST_CHANGES = 5;

/* No picture is empty, so its writer has not begun: on a busy machine it may be held up. What is edited is served within 2 s. */
const EMPTY_MS = 1000;

/**
 * Reads a picture whole. One that was changed a moment ago may be half written, and its times may be the same after the next
 * change: file systems count in some milliseconds. So it is read only when it has stood still, and again if it changed meanwhile.
 *
 * @param root a real path, which the file must not lead out of
 * @returns `undefined` where there is none that may be kept
 * @throws UnsettledPictures
 */
export async function readSettledPicture(root: string, path: string): Promise<Uint8Array | undefined> {
  let seen: string | null = null;
  for (let changes = 0; changes < MOST_CHANGES; ) {
    const before = signatureOf(path);
    if (before === null) return undefined;
    const isChanged = before !== seen;
    if (isChanged) changes += 1;
    seen = before;
    if (isChanged ? mayBeBeingWritten(path) : wasJustEmptied(path)) {
      await wholePause(SETTLED_MS);
      continue;
    }
    const bytes = pictureInside(root, path);
    if (signatureOf(path) === before) return bytes;
  }
  throw new UnsettledPictures(path);
}

/* A timer counts from when the turn of the event loop began: after a long turn, it ends early. */
async function wholePause(ms: number): Promise<void> {
  const until = performance.now() + ms;
  for (let left = ms; left > 0; left = until - performance.now()) await pause(Math.ceil(left));
}

/*
 * A file that is written anew is empty first, and has its old times until the system has noted the new ones: seen on ext4 while
 * the disk was busy.
 */
function mayBeBeingWritten(path: string): boolean {
  const stat = statOf(path);
  return stat !== null && (stat.size === 0 || changedWithin(SETTLED_MS, stat));
}

function wasJustEmptied(path: string): boolean {
  const stat = statOf(path);
  return stat !== null && stat.size === 0 && changedWithin(EMPTY_MS, stat);
}

/* Of a clock that differs from that of the disk, the difference counts in both directions. */
function changedWithin(ms: number, { mtimeMs, ctimeMs }: Stats): boolean {
  return [mtimeMs, ctimeMs].some((changedAt) => Math.abs(Date.now() - changedAt) < ms);
}

function statOf(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    return null;
  }
}

/* Synchronous as the reading of texts is, see `activity-files.ts`. What cannot be read is not there, as for visitors. */
function pictureInside(root: string, path: string): Uint8Array | undefined {
  try {
    return readInside(root, path, MOST_PICTURE_BYTES);
  } catch {
    return undefined;
  }
}
