import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export type NewFolder =
  | { readonly kind: 'written'; readonly path: string }
  /** An entry of this name exists. */
  | { readonly kind: 'exists'; readonly path: string };

/**
 * Writes a folder with these files. Other processes see the complete folder or none.
 * @param files texts by their path in the folder
 * @throws Error if it cannot be written
 */
export async function writeNewFolder(
  dir: string,
  name: string,
  files: Readonly<Record<string, string>>,
): Promise<NewFolder> {
  await mkdir(dir, { recursive: true });
  // A name with a leading dot is not an activity.
  const draft = await mkdtemp(join(dir, '.new-'));
  const path = join(dir, name);
  try {
    for (const [file, text] of Object.entries(files)) {
      await mkdir(dirname(join(draft, file)), { recursive: true });
      await writeFile(join(draft, file), text);
    }
    // `rename` replaces an empty folder; `mkdir` fails if there is one.
    await mkdir(path);
    await rename(draft, path);
    return { kind: 'written', path };
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return { kind: 'exists', path };
    throw error;
  }
}
