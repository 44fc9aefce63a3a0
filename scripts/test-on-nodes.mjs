// Runs the unit tests, and the built service once, by each Node of test/node-versions: `npm run test:node`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const VERSIONS = ['22', '24'];
const MOCHA = 'node_modules/mocha/bin/mocha.js';
const HUNG_MS = 60_000;

// Beside one another: each is one thread, and none of these tests measures time. One after the other take twice as long.
await Promise.all(VERSIONS.map(testOn));

async function testOn(version) {
  const node = resolve(`test/node-versions/node_modules/node-${version}/bin/node`);
  const name = (await run(node, ['--version'])).trim();
  const tests = await run(node, [MOCHA, '--config', '.mocharc.unit.json', '--reporter', 'dot']);
  await run(node, ['dist/main.js', 'check', '--json']);
  await smoke(node);
  const rest = '  check passes; serve serves, draws, is ready and ends\n';
  process.stdout.write(`\nNode ${name}\n${tests}${rest}`);
}

/** What a program prints that ends well. What one prints that does not is shown. */
async function run(node, args) {
  const child = spawn(node, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text;
  });
  const [code, signal] = await once(child, 'close');
  if (code !== 0) process.stdout.write(output);
  expect(code === 0, `${node} ${args.join(' ')} ended with ${code ?? signal}`);
  return output;
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
