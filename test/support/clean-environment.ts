import { tempDir } from './temp-dir.ts';

/** An environment for the program without what happens to be set where the tests run. */
export async function cleanEnvironment(
  env: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const { PATH = '', HOME = '' } = process.env;
  return { PATH, HOME, HOST: '127.0.0.1', PORT: '0', DATA_DIR: env.DATA_DIR ?? (await tempDir()), ...env };
}
