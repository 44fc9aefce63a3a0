import { randomUUID } from 'node:crypto';
import { renameSync } from 'node:fs';
import { chmod, mkdir, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import type { NamedPicture } from '../../domain/releases/drafts.ts';
import { activityPath } from './activity-folders.ts';
import { isMediaName } from './file-media-library.ts';

/**
 * Writes the `data.json` of an activity that has a folder, and the pictures of it. Each file appears whole, and all of them
 * within a moment: a publisher that follows the folder takes no mixture of two drafts.
 * @returns whether it has one
 * @throws Error if the folder cannot be written
 */
export async function writeDraft(
  dir: string,
  activityId: string,
  text: string,
  pictures: readonly NamedPicture[],
): Promise<boolean> {
  if (!(await hasFolderInside(dir, activityId))) return false;
  const media = join(dir, activityId, 'media');
  if (pictures.length > 0) await mkdir(media, { recursive: true });
  const files = [
    ...pictures
      .filter(({ name }) => isMediaName(name))
      .map(({ name, bytes }) => newFile(join(media, name), bytes)),
    newFile(activityPath(dir, activityId), text),
  ];
  try {
    for (const { path, temporary, content } of files) {
      await writeFile(temporary, content);
      // Others than the user of the service may edit it.
      const mode = await modeOf(path);
      if (mode !== null) await chmod(temporary, mode);
    }
    for (const { path, temporary } of files) renameSync(temporary, path);
  } catch (error) {
    // Also where a rename fails; that one of them cannot be removed is no reason to hide why.
    await Promise.allSettled(files.map(({ temporary }) => rm(temporary, { force: true })));
    throw error;
  }
  return true;
}

/* What a link to elsewhere leads to is not read as an activity, and not written. */
async function hasFolderInside(dir: string, activityId: string): Promise<boolean> {
  try {
    const folder = await realpath(join(dir, activityId));
    return folder.startsWith((await realpath(dir)) + sep) && (await stat(folder)).isDirectory();
  } catch {
    return false;
  }
}

/* Commands in several containers may all be process 1. */
function newFile<Content>(path: string, content: Content) {
  return { path, content, temporary: join(dirname(path), `.${randomUUID()}.tmp`) };
}

async function modeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).mode & 0o777;
  } catch {
    return null;
  }
}
