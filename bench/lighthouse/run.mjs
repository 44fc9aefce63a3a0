/*
 * What Lighthouse thinks of the page of each sample activity, as a phone sees it: `npm run bench:lighthouse` prints the median
 * of five visits for performance, accessibility, best practices and SEO, with the largest contentful paint (LCP), the
 * blocking time (TBT) and the layout shift (CLS). It visits the built program, as a first-time visitor.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as chromeLauncher from 'chrome-launcher';
import lighthouse from 'lighthouse';

const VISITS = Number(process.env.VISITS ?? 5);
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];
const PAGES = {
  1055: 'id=1055&token=demo-alice@1000',
  1056: 'id=1056',
  1057: 'id=1057&token=demo-carol@1000',
  2001: 'id=2001&token=demo-alice',
  2002: 'id=2002&token=demo-alice',
  2003: 'id=2003&token=demo-alice',
  2004: 'id=2004&token=demo-alice',
  2005: 'id=2005&token=demo-alice',
};

const dataDir = await mkdtemp(join(tmpdir(), 'lighthouse-'));
const program = spawn(process.execPath, ['dist/main.js'], {
  env: { ...process.env, PORT: '0', DATA_DIR: dataDir },
  stdio: ['ignore', 'pipe', 'ignore'],
});
const base = await new Promise((resolve) => {
  createInterface({ input: program.stdout }).on('line', (line) => {
    if (!line.includes('"listening"')) return;
    const { port, base_path } = JSON.parse(line);
    resolve(`http://127.0.0.1:${port}${base_path}/`);
  });
});
const chrome = await chromeLauncher.launch({
  chromePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  chromeFlags: ['--headless=new', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
});

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const asked = process.argv.slice(2);
process.stdout.write('activity  performance  accessibility  best practices  SEO   LCP      TBT     CLS\n');
for (const [id, query] of Object.entries(PAGES)) {
  if (asked.length > 0 && !asked.includes(id)) continue;
  const results = [];
  for (let visit = 0; visit < VISITS; visit += 1) {
    const { lhr } = await lighthouse(`${base}?${query}`, {
      port: chrome.port,
      logLevel: 'silent',
      onlyCategories: CATEGORIES,
    });
    results.push(lhr);
  }
  const scores = CATEGORIES.map((name) =>
    Math.round(100 * median(results.map(({ categories }) => categories[name].score))),
  );
  const figure = (name) => median(results.map(({ audits }) => audits[name].numericValue));
  const [performance, accessibility, practices, seo] = scores.map(String);
  process.stdout.write(
    `${id.padEnd(10)}${performance.padEnd(13)}${accessibility.padEnd(15)}${practices.padEnd(16)}${seo.padEnd(6)}` +
      `${`${Math.round(figure('largest-contentful-paint'))} ms`.padEnd(9)}${`${Math.round(figure('total-blocking-time'))} ms`.padEnd(8)}` +
      `${figure('cumulative-layout-shift').toFixed(3)}\n`,
  );
  const failed = new Set(
    results.flatMap(({ categories, audits }) =>
      CATEGORIES.slice(1).flatMap((name) =>
        categories[name].auditRefs
          .map(({ id: audit }) => audits[audit])
          .filter(({ score }) => score !== null && score < 1)
          .map(({ id: audit }) => audit),
      ),
    ),
  );
  if (failed.size > 0) process.stdout.write(`          not passed: ${[...failed].join(', ')}\n`);
}
chrome.kill();
program.kill();
await rm(dataDir, { recursive: true, force: true });
