// Makes of src and its dependencies the few files of dist that run: a program of 1,400 modules took more than a second to
// start (docs/adr/0025). Types are checked by `npm run typecheck`.
import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/* What the builds of the page and the client, and scripts/ensure-built.mjs have written. */
const OF_OTHERS = ['client', 'console', 'web', '.begun', '.built'];

/* Modules find files beside themselves: in the bundle, each knows where it would be in dist. */
const ownPlaces = {
  name: 'own-places',
  setup({ onLoad }) {
    onLoad({ filter: /\/src\/.*\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      if (!text.includes('import.meta.url')) return undefined;
      const place = `./${relative(at('src'), path).replaceAll('\\', '/').replace(/ts$/, 'js')}`;
      const here = `new URL(${JSON.stringify(place)}, import.meta.url).href`;
      return { loader: 'ts', contents: text.replaceAll('import.meta.url', here) };
    });
  },
};

/* What every start would read in vain: the messages of zod in 50 languages, of which `en` alone is used. */
const noLocales = {
  name: 'no-locales',
  setup({ onLoad }) {
    onLoad({ filter: /\/zod\/v4\/locales\/index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    }));
  },
};

/* Tables of dependencies, most of them never used: JSON in a text is read faster than the same as code. */
const jsonAsText = {
  name: 'json-as-text',
  setup({ onLoad }) {
    onLoad({ filter: /\/node_modules\/.*\.json$/ }, ({ path }) => {
      const text = JSON.stringify(JSON.parse(readFileSync(path, 'utf8')));
      return { contents: `module.exports = JSON.parse(${JSON.stringify(text)});` };
    });
  },
};

const { metafile } = await build({
  // The second one runs in threads of its own.
  entryPoints: [at('src/main.ts'), at('src/adapters/threads/run-worker.ts')],
  outbase: at('src'),
  outdir: at('dist'),
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  bundle: true,
  splitting: true,
  sourcemap: true,
  mainFields: ['module', 'main'],
  // Two binaries, an optional one, and a library of the browser that is read as a file.
  external: ['libsql', 'sharp', 'pg-native', 'uplot'],
  banner: {
    js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
  },
  plugins: [ownPlaces, noLocales, jsonAsText],
  metafile: true,
  absWorkingDir: at('.'),
  logLevel: 'warning',
});

// What an earlier build has left: a chunk has another name when its content changes.
const made = Object.keys(metafile.outputs).map((path) => path.replace(/^dist\//, ''));
for (const name of readdirSync(at('dist'))) {
  const isNew = made.some((path) => path === name || path.startsWith(`${name}/`));
  if (!isNew && !OF_OTHERS.includes(name)) rmSync(at(`dist/${name}`), { recursive: true });
}
for (const folder of ['scripts', 'segments/scripts']) {
  cpSync(at(`src/adapters/redis/draws/${folder}`), at(`dist/adapters/redis/draws/${folder}`), {
    recursive: true,
  });
}
