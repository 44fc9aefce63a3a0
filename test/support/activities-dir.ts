import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tempDir } from './temp-dir.ts';

/** A new ACTIVITIES_DIR with these activities, each given as the object that its `data.json` holds, or as its text. */
export async function activitiesDir(files: Readonly<Record<string, unknown>>): Promise<string> {
  const dir = await tempDir();
  for (const [id, data] of Object.entries(files)) {
    await mkdir(join(dir, id));
    await writeFile(
      join(dir, id, 'data.json'),
      typeof data === 'string' ? data : JSON.stringify(data, null, 2),
    );
  }
  return dir;
}
