// Makes `cms-market/client`: one file for browsers, and its types beside it.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import ts from 'typescript';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

rmSync(at('dist/client'), { recursive: true, force: true });

const { metafile } = await build({
  entryPoints: [at('web/src/client/client.ts')],
  outfile: at('dist/client/client.js'),
  bundle: true,
  minify: true,
  format: 'esm',
  // As the page: the oldest web views that WeChat still runs in.
  target: 'es2019',
  metafile: true,
  absWorkingDir: at('.'),
  logLevel: 'warning',
});

for (const path of Object.keys(metafile.inputs)) {
  const { outputText, diagnostics } = ts.transpileDeclaration(readFileSync(at(path), 'utf8'), {
    fileName: path,
    compilerOptions: { isolatedDeclarations: true },
    reportDiagnostics: true,
  });
  if (diagnostics?.length > 0) {
    const words = diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
    throw new Error(`${path}: ${words.join('\n')}`);
  }
  const file = at(`dist/client/${relative(at('web/src'), at(path)).replace(/ts$/, 'd.ts')}`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, outputText);
}
