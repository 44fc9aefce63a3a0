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

export default [
  { name: 'scripts of the first load', path: named('.js'), limit: '60 KiB', gzip },
  { name: 'styles of the first load', path: named('.css'), limit: '15 KiB', gzip },
  { name: 'what stages, scenes and results share', path: 'dist/web/assets/common-*', limit: '6 KiB', gzip },
  { name: 'counter', path: 'dist/web/assets/counter-*.js', limit: '8 KiB', gzip },
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
