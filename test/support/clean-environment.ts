import { tempDir } from './temp-dir.ts';

/**
 * An environment for the program without what happens to be set where the tests run. The program does not wait for a
 * balancer before it ends; tests about that set DRAIN_DELAY_MS themselves. It serves visitors alone: another process for
 * operations would be started for each test that runs for a second. Tests about that set ROLE.
 */
export async function cleanEnvironment(
  env: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const { PATH = '', HOME = '' } = process.env;
  const DATA_DIR = env.DATA_DIR ?? (await tempDir());
  return { PATH, HOME, HOST: '127.0.0.1', PORT: '0', DRAIN_DELAY_MS: '0', ROLE: 'public', ...env, DATA_DIR };
}
