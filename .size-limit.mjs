import { readFileSync } from 'node:fs';

/* What a browser loads for every activity: what the built page names. */
const page = readFileSync('dist/web/index.html', 'utf8');
const named = (extension) =>
  [...page.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)]
    .map(([, file]) => `dist/web/${file}`)
    .filter((file) => file.endsWith(extension));

const STAGES = ['Shake', 'Wheel', 'Grid', 'Scratch', 'Egg', 'RedPacket'];
const THEMES = ['Spring', 'Double11', 'Summer', 'Member', 'Campus', 'Minimal'];
const gzip = true;

/* What the console loads until somebody has signed in and sees its first page. */
const CONSOLE_FIRST = [
  'index.html',
  ...[
    'account/SignInView.vue',
    'account/words/zh.ts',
    'home/HomeView.vue',
    'home/words/zh.ts',
    'app/words/zh.ts',
  ].map((path) => `src/${path}`),
];
const built = JSON.parse(readFileSync('dist/console/.vite/manifest.json', 'utf8'));

function filesOf(key, found = new Set()) {
  const { file, css = [], imports = [] } = built[key];
  for (const name of [file, ...css]) found.add(`dist/console/${name}`);
  for (const other of imports) if (!found.has(`dist/console/${built[other].file}`)) filesOf(other, found);
  return found;
}

const consoleFirst = [...new Set(CONSOLE_FIRST.flatMap((key) => [...filesOf(key)]))];

export default [
  { name: 'scripts of the first load', path: named('.js'), limit: '60 KiB', gzip },
  { name: 'styles of the first load', path: named('.css'), limit: '15 KiB', gzip },
  { name: 'what stages, scenes and results share', path: 'dist/web/assets/common-*', limit: '6 KiB', gzip },
  { name: 'counter', path: 'dist/web/assets/counter-*.js', limit: '8 KiB', gzip },
  { name: 'console until its home', path: consoleFirst, limit: '260 KiB', gzip },
  { name: 'client', path: 'dist/client/client.js', limit: '3 KiB', gzip },
  ...STAGES.map((name) => ({
    name: `stage ${name}`,
    path: `dist/web/assets/${name}Stage-*`,
    limit: '25 KiB',
    gzip,
  })),
  ...THEMES.map((name) => ({
    name: `theme ${name}`,
    path: `dist/web/assets/${name}Scene-*`,
    limit: '12 KiB',
    gzip,
  })),
];
