// Builds what is older than its sources: `node scripts/ensure-built.mjs`. `--begin` and `--note`, the first and the last step of a
// build, note when it began: a source that is edited during a build counts as newer. So test:web and test:node build nothing after `npm test`, which takes some 10 s each.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const NOTE = join(root, 'dist/.built');
const BEGUN = join(root, 'dist/.begun');

/* All that a build reads. A folder's own time shows what was added or deleted in it. */
const SOURCES = [
  'src',
  'web',
  'console',
  'package.json',
  'package-lock.json',
  'scripts/build-server.mjs',
  'scripts/build-client.mjs',
  'scripts/pack-built.mjs',
];

const changedAt = (path) => statSync(path).mtimeMs;

function newestIn(path) {
  if (!statSync(path).isDirectory()) return changedAt(path);
  const below = readdirSync(path).map((name) => newestIn(join(path, name)));
  return Math.max(changedAt(path), ...below);
}

function isBuilt() {
  try {
    for (const made of [
      'dist/main.js',
      'dist/web/index.html',
      'dist/web/counter.html',
      'dist/console/index.html',
      'dist/client/client.js',
      // The last that each of these builds writes.
      ...['web', 'console', 'client'].map((name) => `dist/${name}/.packed`),
    ])
      statSync(join(root, made));
    return changedAt(NOTE) > Math.max(...SOURCES.map((name) => newestIn(join(root, name))));
  } catch {
    return false;
  }
}

if (process.argv.includes('--begin')) {
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(BEGUN, '');
} else if (process.argv.includes('--note')) renameSync(BEGUN, NOTE);
else if (!isBuilt()) {
  process.exitCode = spawnSync('npm', ['run', 'build'], { cwd: root, stdio: 'inherit' }).status ?? 1;
}
