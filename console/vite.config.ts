import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/* The operations process, or `console/mock/main.ts`. */
const SERVICE = process.env['SERVICE'] ?? 'http://127.0.0.1:3034';

const anyOf = (paths: readonly string[]) => new RegExp(paths.join('|'));

/*
 * What every page uses, in three files: else a first load has some fifty of a few hundred bytes, and each is a request.
 * Parts that bring a heavy one of Element's along (dialog, drawer) are not among them.
 */
const SHARED = [
  {
    name: 'vue',
    test: anyOf([
      'node_modules/(@?vue|vue-router|vue-i18n|@intlify|@tanstack|@vueuse)/',
      'plugin-vue|preload-helper',
    ]),
  },
  {
    name: 'element',
    test: anyOf([
      'element-plus/es/(utils|hooks|constants|locale/(index|lang/en)|_virtual)',
      'element-plus/es/components/(base|icon|button|input|form|config-provider|focus-trap|slot)/',
    ]),
  },
  {
    name: 'base',
    test: anyOf([
      'console/src/(api|i18n|format)/',
      'console/src/app/(?!main|NotFound|AccountMenu|words)',
      'console/src/parts/(EmptyState|ErrorState|LineIcon|LoadingRows|PageHeader|StateTag|WhenText|say-error|toasts|icon-paths)',
    ]),
  },
];

export default defineConfig({
  root: here('.'),
  base: '/',
  plugins: [vue()],
  publicDir: false,
  define: {
    __INTLIFY_PROD_DEVTOOLS__: false,
    // Messages are compiled to trees in the browser, without `eval`, which the security policy forbids.
    __INTLIFY_DROP_MESSAGE_COMPILER__: false,
    __INTLIFY_JIT_COMPILATION__: true,
    __VUE_I18N_FULL_INSTALL__: false,
    __VUE_I18N_LEGACY_API__: false,
    __VUE_PROD_DEVTOOLS__: false,
  },
  build: {
    outDir: here('../dist/console'),
    emptyOutDir: true,
    // Read by .size-limit.mjs.
    manifest: true,
    assetsDir: 'assets',
    // An inlined asset would be a data: address, which the security policy forbids for fonts and frames.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    rolldownOptions: {
      output: { codeSplitting: { groups: SHARED } },
    },
    chunkSizeWarningLimit: 900,
  },
  server: {
    proxy: Object.fromEntries(
      ['/api', '/preview', '/try'].map((path) => [path, { target: SERVICE, changeOrigin: false }]),
    ),
  },
});
