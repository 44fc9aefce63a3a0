import { chmod, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ServiceUser } from './service-user.ts';
import { tempDir } from './temp-dir.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface InstalledCommand {
  /** Stands for the root of the machine's file system; every user may go through it. */
  readonly root: string;
  /** The wrapper's copy in it. */
  readonly command: string;
  /** Writes what is `/etc/cms-market.env`, readable for the tests' own user. */
  setEnv(text: string): Promise<void>;
  /** Paths of the machine as those of the folder, and the service's user as the one of the test. */
  here(text: string): string;
}

/** The deployed wrapper, as on a machine whose root is a temporary folder. */
export async function installCommand(user: ServiceUser, release = ROOT): Promise<InstalledCommand> {
  const root = await tempDir();
  await chmod(root, 0o755);
  for (const dir of ['etc', 'opt/cms-market', 'srv/cms-market', 'usr/local/bin', 'var/lib', 'var/backups']) {
    await mkdir(join(root, dir), { recursive: true });
  }
  await symlink(release, join(root, 'opt/cms-market/current'));
  const here = (text: string) =>
    text
      .replace(/(?<![\w.~])\/(etc|opt|srv|usr\/local|var)\//g, `${root}/$1/`)
      .replaceAll('/usr/bin/node', process.execPath)
      .replaceAll('service_user=cms-market', `service_user=${user.name}`)
      .replaceAll('-o cms-market -g cms-market', `-o ${user.name} -g ${user.group}`);
  const command = join(root, 'usr/local/bin/cms-market');
  const text = here(await readFile(join(ROOT, 'deploy/cms-market'), 'utf8'));
  await writeFile(command, text, { mode: 0o755 });
  const setEnv = (env: string) => writeFile(join(root, 'etc/cms-market.env'), env, { mode: 0o600 });
  return { root, command, setEnv, here };
}
