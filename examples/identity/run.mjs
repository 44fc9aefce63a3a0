// One command for each way to know who a visitor is: `node examples/identity/run.mjs jwt`.
// It starts a login and the built service on this machine, prints what to do next, and ends both at Ctrl-C. Beforehand:
// `npm ci && npm run build`. Ports: 3033 (PORT), 4000 (SHOP_PORT), 4001 (PROVIDER_PORT); PORT=0: free ones.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeActivity } from './activity.mjs';
import { IDENTITIES } from './identities.mjs';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

const identity = process.argv[2] ?? '';
const start = Object.hasOwn(IDENTITIES, identity) && IDENTITIES[identity];
if (!start) fail(`usage: node examples/identity/run.mjs ${Object.keys(IDENTITIES).join(' | ')}`);
if (!existsSync(MAIN)) fail('the service is not built yet: npm ci && npm run build');

const folder = await mkdtemp(join(tmpdir(), 'cms-market-example-'));
const ports = await chosenPorts();
const page = `http://127.0.0.1:${ports.service}/cms-market/`;
const login = await start({ ports, page, folder });
const activity = await writeActivity(join(folder, 'activities'), login.url);

const { PATH = '', HOME = '' } = process.env;
const service = spawn(process.execPath, [MAIN, 'serve'], {
  env: {
    PATH,
    HOME,
    HOST: '127.0.0.1',
    PORT: `${ports.service}`,
    DATA_DIR: join(folder, 'data'),
    ACTIVITIES_DIR: join(folder, 'activities'),
    LOG_LEVEL: 'warn',
    ...login.settings,
  },
  stdio: ['ignore', 'pipe', 'inherit'],
});
service.stdout.on('data', (text) => {
  process.stderr.write(text);
  if (`${text}`.includes('"msg":"listening"')) process.stdout.write(whatToDo());
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => service.kill('SIGTERM'));
const [code] = await once(service, 'exit');
await login.close();
await rm(folder, { recursive: true, force: true, maxRetries: 5 });
process.exit(code ?? 0);

function whatToDo() {
  const settings = Object.entries(login.settings).map(([name, value]) => `  ${name}=${value}`);
  return `
The settings of the service, by which it knows visitors of this login:

${settings.join('\n')}

In a browser:

  ${page}?id=${activity}
${login.inBrowser.map((line) => `  ${line}\n`).join('')}
In a shell:

${login
  .inShell({ page, activity })
  .map((line) => `  ${line}\n`)
  .join('')}
Ctrl-C ends it. Nothing of it is for production.
`;
}

async function chosenPorts() {
  const { PORT = '3033', SHOP_PORT = '4000', PROVIDER_PORT = '4001' } = process.env;
  if (PORT !== '0')
    return { service: Number(PORT), shop: Number(SHOP_PORT), provider: Number(PROVIDER_PORT) };
  const [service, shop, provider] = await Promise.all([freePort(), freePort(), freePort()]);
  return { service, shop, provider };
}

/** @returns {Promise<number>} */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}

/** @param {string} text @returns {never} */
function fail(text) {
  process.stderr.write(`${text}\n`);
  process.exit(2);
}
