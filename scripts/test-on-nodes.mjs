// Runs the unit tests, and the built service once, by each Node of test/node-versions: `npm run test:node`.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const VERSIONS = ['22', '24'];
const MOCHA = 'node_modules/mocha/bin/mocha.js';
const HUNG_MS = 60_000;

for (const version of VERSIONS) {
  const node = resolve(`test/node-versions/node_modules/node-${version}/bin/node`);
  process.stdout.write(`\nNode ${run(node, ['--version'], 'pipe').trim()}\n`);
  run(node, [MOCHA, '--config', '.mocharc.unit.json', '--reporter', 'dot'], 'inherit');
  run(node, ['dist/main.js', 'check', '--json'], 'pipe');
  await smoke(node);
  process.stdout.write('  check passes; serve serves, draws, is ready and ends\n');
}

function run(node, args, stdout) {
  const ended = spawnSync(node, args, { stdio: ['ignore', stdout, 'inherit'], encoding: 'utf8' });
  expect(ended.status === 0, `${args.join(' ')} ended with ${ended.status ?? ended.signal ?? ended.error}`);
  return ended.stdout;
}

/** Starts the service, asks for an activity, a draw and its readiness, and ends it. */
async function smoke(node) {
  const dataDir = mkdtempSync(join(tmpdir(), 'cms-market-node-'));
  const service = spawn(node, ['dist/main.js', 'serve'], {
    env: { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: '0', DATA_DIR: dataDir, DRAIN_DELAY_MS: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  service.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  const exited = once(service, 'exit');
  const hung = setTimeout(() => service.kill('SIGKILL'), HUNG_MS);
  try {
    const origin = `http://127.0.0.1:${await portOf(service)}`;
    const shown = await (await fetch(`${origin}/cms-market/static?activity_id=1056`)).json();
    expect(shown.ret === 0, `static answered ${JSON.stringify(shown)}`);
    const body = { activity_id: '1055', token: 'demo-ann@1000', request_id: 'request-1' };
    const drawn = await (
      await fetch(`${origin}/cms-market/shake/draw`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      })
    ).json();
    expect(drawn.ret === 0 && drawn.data.draw_no === 1, `the draw answered ${JSON.stringify(drawn)}`);
    const ready = await fetch(`${origin}/readyz`);
    expect(ready.status === 200, `readyz answered ${ready.status}`);
    service.kill('SIGTERM');
    const [code, signal] = await exited;
    expect(code === 0, `serve ended with ${code ?? signal}`);
  } catch (error) {
    process.stderr.write(stderr);
    throw error;
  } finally {
    clearTimeout(hung);
    service.kill('SIGKILL');
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** The port that the service logs; it goes on reading what the service writes. */
function portOf(service) {
  return new Promise((resolve, reject) => {
    let text = '';
    service.stdout.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
      const line = text.split('\n').find((each) => each.includes('"msg":"listening"'));
      if (line?.endsWith('}')) resolve(JSON.parse(line).port);
    });
    service.once('exit', (code) => reject(new Error(`serve ended with ${code} before it listened`)));
  });
}

function expect(holds, otherwise) {
  if (holds) return;
  throw new Error(otherwise);
}
