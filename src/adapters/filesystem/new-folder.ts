import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export type NewFolder =
  | { readonly kind: 'written'; readonly path: string }
  /** Something has this name already. */
  | { readonly kind: 'exists'; readonly path: string };

/**
 * Writes a folder with these files, so that nobody ever sees half of it.
 * @param files texts by their path in the folder
 * @throws Error if it cannot be written
 */
export async function writeNewFolder(
  dir: string,
  name: string,
  files: Readonly<Record<string, string>>,
): Promise<NewFolder> {
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
    return { kind: 'written', path };
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return { kind: 'exists', path };
    throw error;
  }
}
