import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const FOLDER = 'src/container';

/** The names of the variables that the program reads as its settings, by its source. */
export async function settingNames(): Promise<string[]> {
  const files = (await readdir(FOLDER)).filter((name) => name.endsWith('settings.ts'));
  const source = (await Promise.all(files.map((name) => readFile(join(FOLDER, name), 'utf8')))).join('\n');
  const found = source.matchAll(/read(?:<[^(]*>)?\(\s*'([A-Z_]+)'/g);
  return [...new Set([...found].map(([, name = '']) => name))];
}
