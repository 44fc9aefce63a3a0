import { spawnSync } from 'node:child_process';
import { userInfo } from 'node:os';
import { fileURLToPath } from 'node:url';

export interface ServiceUser {
  readonly name: string;
  readonly group: string;
  readonly uid: number;
  /** Put before a command, it runs as this user. */
  readonly become: readonly string[];
}

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const NOBODY = ['setpriv', '--reuid=nobody', '--regid=nogroup', '--clear-groups'] as const;

/**
 * A user other than the tests' own, as the service has one, if these may become another, and that one can read the
 * built program; else the tests' own user, and a line says why.
 */
export function serviceUser(): ServiceUser {
  const own = userInfo();
  const self = { name: own.username, group: `${own.gid}`, uid: own.uid, become: [] };
  if (own.uid !== 0) return { ...self, ...said('the tests do not run as root') };
  const script = `require('node:fs').accessSync(${JSON.stringify(MAIN)})`;
  const [setpriv, ...args] = NOBODY;
  const tried = spawnSync(setpriv, [...args, process.execPath, '-e', script], { encoding: 'utf8' });
  if (tried.status !== 0) return { ...self, ...said(`nobody cannot run the program here: ${tried.stderr}`) };
  const uid = Number(spawnSync('id', ['-u', 'nobody'], { encoding: 'utf8' }).stdout);
  return { name: 'nobody', group: 'nogroup', uid, become: NOBODY };
}

function said(reason: string): object {
  process.stderr.write(`      (as the tests' own user: ${reason})\n`);
  return {};
}
