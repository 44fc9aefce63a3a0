import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Somebody has put something there already. */
export class FolderExists extends Error {
  override readonly name = 'FolderExists';
}

/**
 * Writes a folder with these files, so that nobody ever sees half of it.
 * @param files texts by their path in the folder
 * @returns where it is
 * @throws FolderExists if there is one of that name; Error if it cannot be written
 */
export async function writeNewFolder(
  dir: string,
  name: string,
  files: Readonly<Record<string, string>>,
): Promise<string> {
  await mkdir(dir, { recursive: true });
  // A leading dot makes it no activity while it is written.
  const draft = await mkdtemp(join(dir, '.new-'));
  const path = join(dir, name);
  try {
    for (const [file, text] of Object.entries(files)) {
      await mkdir(dirname(join(draft, file)), { recursive: true });
      await writeFile(join(draft, file), text);
    }
    // An empty folder would be replaced, a full one is not: so it is asked for first.
    await mkdir(path);
    await rename(draft, path);
    return path;
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw new FolderExists(path, { cause: error });
    throw error;
  }
}
