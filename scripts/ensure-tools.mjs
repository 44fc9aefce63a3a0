// Checks that the programs which the tests run exist: `node scripts/ensure-tools.mjs redis-server nginx`.
// Missing ones are installed if apt-get may be used; otherwise it prints the command that installs them and exits with 1.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const tools = {
  'redis-server': { debian: ['redis-server'], homebrew: 'redis' },
  wrk: { debian: ['wrk'], homebrew: 'wrk' },
  nginx: { debian: ['nginx-light'], homebrew: 'nginx' },
  postgres: { debian: ['postgresql'], homebrew: 'postgresql@17' },
  openssl: { debian: ['openssl'], homebrew: 'openssl' },
  // The page is in Chinese; without a font its screenshots show boxes, and its texts have other widths.
  chromium: {
    debian: ['chromium', 'fonts-noto-cjk'],
    homebrew: '--cask chromium',
    at: process.env.CHROMIUM_PATH,
    and: hasChineseFont,
  },
};

// Debian installs servers in folders that are not in an ordinary user's PATH; PostgreSQL in one for each version.
const foldersIn = (dir) => {
  try {
    return readdirSync(dir).map((version) => join(dir, version, 'bin'));
  } catch {
    return [];
  }
};
const folders = () => [
  ...(process.env.PATH ?? '').split(delimiter),
  '/usr/sbin',
  '/usr/local/sbin',
  '/sbin',
  ...foldersIn('/usr/lib/postgresql'),
];

const isExecutable = (path) => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};
const isThere = (name) =>
  (tools[name].and?.() ?? true) &&
  (tools[name].at
    ? isExecutable(tools[name].at)
    : folders().some((folder) => isExecutable(join(folder, name))));
// By fontconfig, which Chromium on Linux asks too; macOS has such a font.
function hasChineseFont() {
  const { status, stdout } = spawnSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' });
  return status !== 0 || stdout.trim() !== '';
}
const run = (command, args) =>
  spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in tools));
if (unknown.length > 0) {
  process.stderr.write(`ensure-tools: knows ${Object.keys(tools).join(', ')}, not ${unknown.join(', ')}\n`);
  process.exit(2);
}

const missing = asked.filter((name) => !isThere(name));
if (missing.length > 0) {
  const packages = missing.flatMap((name) => tools[name].debian);
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const may =
    folders().some((folder) => isExecutable(join(folder, 'apt-get'))) &&
    (sudo.length === 0 || run('sudo', ['-n', 'true']));
  if (may) {
    process.stderr.write(`installing ${packages.join(', ')} …\n`);
    const apt = (...args) => {
      const [command, ...rest] = [
        ...sudo,
        'env',
        'DEBIAN_FRONTEND=noninteractive',
        'apt-get',
        '-qq',
        ...args,
      ];
      return run(command, rest);
    };
    apt('update');
    apt('install', '--yes', '--no-install-recommends', ...packages);
  }
  const still = missing.filter((name) => !isThere(name));
  if (still.length > 0) {
    const command =
      process.platform === 'darwin'
        ? `brew install ${still.map((name) => tools[name].homebrew).join(' ')}`
        : `sudo apt-get install --yes ${still.flatMap((name) => tools[name].debian).join(' ')}`;
    process.stderr.write(`This needs ${still.join(' and ')}. Install with:\n\n  ${command}\n\n`);
    process.exit(1);
  }
}
