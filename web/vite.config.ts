import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  // The page is served under whatever BASE_PATH the server has, so every address in it is relative.
  base: './',
  // Without the Options API, which no component here uses, phones load less.
  plugins: [vue({ features: { optionsAPI: false } })],
  // The stored activities' own pictures come from the server, never from the build.
  publicDir: false,
  build: {
    outDir: here('../dist/web'),
    emptyOutDir: true,
    assetsDir: 'assets',
    // An inlined asset would be a data: address, which the page's security policy does not allow everywhere.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The oldest web views that WeChat still runs in.
    target: 'es2019',
  },
  server: {
    proxy: {
      '^/(static|shake|sku|media)(/|\\?|$)': {
        target: 'http://127.0.0.1:3033',
        rewrite: (path) => `/cms-market${path}`,
      },
    },
  },
});
