import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ID = '1055';
const SAMPLE = fileURLToPath(new URL(`../../activities/${ID}`, import.meta.url));

/**
 * Writes the sample 摇一摇, whose page leads to this login. It is for users of the zones 1000 and 1001.
 * @param {string} dir
 * @param {string | null} loginUrl `null`: the service has a login of its own, which knows no zones
 * @returns {Promise<string>} its id
 */
export async function writeActivity(dir, loginUrl) {
  await cp(SAMPLE, join(dir, ID), { recursive: true });
  const path = join(dir, ID, 'data.json');
  const data = JSON.parse(await readFile(path, 'utf8'));
  if (loginUrl !== null) data.page.login_url = `${loginUrl}?return={return}`;
  else {
    delete data.page.login_url;
    data.is_check_zone = false;
  }
  await writeFile(path, JSON.stringify(data, null, 2));
  return ID;
}
