import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { renderUnicodeCompact } from 'uqr';
import { defineConfig, type Plugin } from 'vite';
import { mockService } from './gallery/mock-service.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/* The base path of the service, so that its cookie also applies to the page in development. */
const BASE = '/cms-market/';
const SERVICE = process.env['SERVICE'] ?? 'http://127.0.0.1:3033';
const FIRST_LOOK = '?id=1055&token=demo-alice@1000';

const anyOf = (paths: readonly string[]) => new RegExp(paths.join('|'));

/*
 * Files that hold more than a part of its own: else a visit has many files of a few hundred bytes, and each is a request.
 * `first` asks the service, which is not to wait for the rest. `base` is what the page and its later parts share, `common` what
 * several stages, scenes or results share.
 */
const SHARED = [
  { name: 'first', test: anyOf(['src/(first|client/(api|read)|activity/(address|ask-activity))\\.']) },
  {
    name: 'base',
    test: anyOf([
      'node_modules/@?vue/',
      'plugin-vue|preload-helper',
      'page-choices|media-path',
      'src/words/(words|zh-CN/(?!fairness))',
      'src/activity/(safe-url|media|activity-data|delivery)\\.',
      'src/phone/kept',
      'src/pictures/media-versions',
      'src/deliveries/form-drafts',
      'src/theme/(theme|palettes|colour)\\.',
    ]),
  },
  {
    name: 'common',
    test: anyOf([
      'src/stages/(places|use-reveal|use-skin|use-unit|use-landing|lines|LightRays|FallenLeaf|BulbRing)',
      'src/parts/(MetalStops|metal|rosette|CopyButton)',
      'src/theme/PaperStrip',
      'src/phone/copy',
      'src/chances/(wanted-way|share)',
    ]),
  },
];

const ACTIVITIES = process.env['ACTIVITIES_DIR'] ?? here('../activities');

/* Set by `npm run dev -- <id>`. */
const GALLERY = process.env['GALLERY'];

/** Prints the address of the gallery, and that of the page for a phone in the same network, as a QR code. */
function addresses(): Plugin {
  return {
    name: 'addresses',
    configureServer(server) {
      server.httpServer?.once('listening', () => {
        setTimeout(() => {
          const [local] = server.resolvedUrls?.local ?? [];
          if (GALLERY) server.config.logger.info(`\n  every state: ${local}gallery.html?id=${GALLERY}\n`);
          const [address] = server.resolvedUrls?.network ?? [];
          if (!address || GALLERY) return;
          const url = address + FIRST_LOOK;
          server.config.logger.info(`\n${renderUnicodeCompact(url)}\n  ${url}\n  (service: ${SERVICE})\n`);
        });
      });
    },
  };
}

/** Runs the file `first` as soon as it has come; Vite only has it loaded. */
function firstAtOnce(): Plugin {
  return {
    name: 'first-at-once',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle, filename }) {
        if (!bundle || !filename.endsWith('index.html')) return html;
        const first = Object.values(bundle).find(({ name }) => name === 'first');
        if (first?.type !== 'chunk' || first.imports.length > 0)
          throw new Error('`first` waits for another file');
        const tag = `<link rel="modulepreload" crossorigin href="./${first.fileName}">`;
        if (!html.includes(tag)) throw new Error('`first` is not in the page');
        return html.replace(
          tag,
          `<script type="module" async crossorigin src="./${first.fileName}"></script>`,
        );
      },
    },
  };
}

/*
 * The page of staff is built by itself (`--mode counter`): in one build, what both pages use would be a file of its own,
 * which every visitor would load.
 */
export default defineConfig(({ command, mode }) => ({
  root: here('.'),
  // The built page is served under any BASE_PATH, so every address in it is relative.
  base: command === 'serve' ? BASE : './',
  // No component uses the Options API; without it phones load less.
  plugins: [
    vue({ features: { optionsAPI: false } }),
    mockService(BASE, ACTIVITIES),
    addresses(),
    firstAtOnce(),
  ],
  // Pictures of activities come from the server, never from the build.
  publicDir: false,
  build: {
    outDir: here('../dist/web'),
    emptyOutDir: mode !== 'counter',
    // The server reads in it which files a part of the page needs, so that browsers load them with the page.
    manifest: mode !== 'counter',
    rolldownOptions: {
      input: here(mode === 'counter' ? 'counter.html' : 'index.html'),
      output:
        mode === 'counter'
          ? {}
          : { codeSplitting: { groups: SHARED, includeDependenciesRecursively: false } },
    },
    assetsDir: 'assets',
    // An inlined asset would be a data: address, which the page's security policy does not allow everywhere.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The oldest web views that WeChat still runs in.
    target: 'es2019',
  },
  server: {
    // Phones must be able to connect.
    host: true,
    proxy: {
      [`^${BASE}((static|shake|sku|media|p|wechat)(/|\\?|$)|counter/)`]: { target: SERVICE },
      // The login of the demo.
      '^/login(\\?|$)': { target: SERVICE },
    },
  },
}));
