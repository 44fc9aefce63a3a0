import { statSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { UnsettledPictures } from '../../domain/releases/drafts.ts';
import { MOST_PICTURE_BYTES } from '../../domain/releases/release-pictures.ts';
import { signatureOf } from './activity-folders.ts';
import { SETTLED_MS } from './pending-change.ts';
import { readInside } from './regular-file.ts';

/* A picture that changes all the time is read later, so that it does not hold the releases of others. */
const ATTEMPTS = 5;

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
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const before = signatureOf(path);
    if (before === null) return undefined;
    if (before !== seen && hasJustChanged(path)) {
      seen = before;
      await pause(SETTLED_MS);
      continue;
    }
    const bytes = pictureInside(root, path);
    if (signatureOf(path) === before) return bytes;
  }
  throw new UnsettledPictures(path);
}

/* Of a clock that differs from that of the disk, the difference counts in both directions. */
function hasJustChanged(path: string): boolean {
  try {
    const { mtimeMs, ctimeMs } = statSync(path);
    return [mtimeMs, ctimeMs].some((changedAt) => Math.abs(Date.now() - changedAt) < SETTLED_MS);
  } catch {
    return false;
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
