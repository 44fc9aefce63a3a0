import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { nginxFolder, siteFor, startNginxIn } from '../../test/support/nginx.ts';
import { CLIENT_CORE, canPin, cpuSeconds, family, pin, residentMiB, SERVER_CORE } from '../processes.ts';
import { ours } from '../servers.ts';
import { calmLoad } from './calm-load.ts';
import { bytes, type Costs, microsOfRounds } from './cost.ts';
import { filesOfVisit, typicalFile } from './visit-files.ts';

const run = promisify(execFile);
const SHIPPED = fileURLToPath(new URL('../../activities', import.meta.url));
const SECONDS = 2;
const ROUNDS = 3;
const PICTURE = '/cms-market/media/1055/coupon-10.svg';
const CONNECTIONS = 4000;
const OPENED_AT_ONCE = 100;
const MIB = 1024 * 1024;

/** CPU time and memory of nginx, which ends TLS with the deployed site. */
export async function frontCosts(say: (text: string) => void): Promise<Costs> {
  const service = await ours({ ACTIVITIES_DIR: SHIPPED });
  const asset = await typicalFile(service.origin, await filesOfVisit(service.origin, '1055'));
  const servicePort = Number(new URL(service.origin).port);
  const [ecdsa, rsa] = [await start(servicePort, null), await start(servicePort, ['rsa:2048'])];
  const cpuOf = async ({ pids }: Front, count: () => Promise<number>, what: string) => {
    const rounds: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      say(`nginx: ${what}`);
      const before = cpuSeconds(pids());
      const counted = await count();
      rounds.push(((cpuSeconds(pids()) - before) * 1e6) / counted);
    }
    return microsOfRounds(rounds, `nginx’ CPU time: ${what}`);
  };
  const requests = (path: string) => async () =>
    (await calmLoad(ecdsa.tlsOrigin, { mode: 'same', path }, SECONDS)).requests;
  const small = '/cms-market/static?activity_id=1056';
  await requests(small)();
  const costs = {
    'nginx.request': await cpuOf(ecdsa, requests(small), 'static by TLS on an open connection'),
    'nginx.asset': await cpuOf(
      ecdsa,
      requests(asset),
      'a file of the page, of their mean size, by TLS on an open connection',
    ),
    'nginx.media': await cpuOf(ecdsa, requests(PICTURE), 'a picture in SVG by TLS, which nginx compresses'),
    'tls.ecdsa': await cpuOf(
      ecdsa,
      () => handshakes(ecdsa, ['-new']),
      'a new connection with TLS 1.3, ECDSA P-256',
    ),
    'tls.rsa': await cpuOf(rsa, () => handshakes(rsa, ['-new']), 'a new connection with TLS 1.3, RSA 2048'),
    'tls.resumed': await cpuOf(
      ecdsa,
      () => handshakes(ecdsa, ['-reuse', '-tls1_2']),
      'a new connection that resumes a session, TLS 1.2',
    ),
    'memory.connection': await connectionBytes(ecdsa, small, say),
  };
  for (const { stop } of [ecdsa, rsa]) await stop();
  return costs;
}

type Front = Awaited<ReturnType<typeof start>>;

/* The site in the folder, with enough connections, and with this key. */
async function start(servicePort: number, key: readonly string[] | null) {
  const folder = await nginxFolder();
  await writeFile(join(folder.dir, 'etc/conf.d/cms-market.conf'), await siteFor(folder, servicePort));
  const main = join(folder.dir, 'etc/nginx.conf');
  const text = await readFile(main, 'utf8');
  await writeFile(main, text.replace('worker_connections 768', 'worker_connections 15000'));
  if (key) {
    const [keyFile, certificate] = ['privkey', 'fullchain'].map((name) =>
      join(folder.dir, `etc/cms-market/${name}.pem`),
    );
    const names = ['-nodes', '-days', '2', '-subj', '/CN=localhost'];
    await run('openssl', [
      ...['req', '-x509', '-newkey', ...key, '-keyout', `${keyFile}`, '-out', `${certificate}`],
      ...names,
    ]);
  }
  const nginx = await startNginxIn(folder);
  const pid = Number(await readFile(join(folder.dir, 'nginx.pid'), 'utf8'));
  for (const one of family(pid)) pin(one, SERVER_CORE);
  return { ...nginx, tlsPort: folder.tlsPort, pids: () => family(pid) };
}

/** New connections without a request. @returns how many there were */
async function handshakes({ tlsPort }: Front, args: readonly string[]): Promise<number> {
  const client = ['openssl', 's_time', '-connect', `127.0.0.1:${tlsPort}`, '-time', `${SECONDS}`, ...args];
  const [command = '', ...rest] = canPin ? ['taskset', '-c', CLIENT_CORE, ...client] : client;
  const { stdout } = await run(command, rest);
  const [, count = '0'] = /(\d+) connections in \d+ real seconds/.exec(stdout) ?? [];
  return Number(count);
}

/* Each has sent one request, and is idle. */
async function connectionBytes({ tlsPort, pids }: Front, path: string, say: (text: string) => void) {
  say(`nginx: ${CONNECTIONS} idle connections`);
  const before = residentMiB(pids());
  const sockets: TLSSocket[] = [];
  while (sockets.length < CONNECTIONS) {
    sockets.push(...(await Promise.all(Array.from({ length: OPENED_AT_ONCE }, () => opened(tlsPort, path)))));
  }
  const used = (residentMiB(pids()) - before) * MIB;
  for (const socket of sockets) socket.destroy();
  return bytes(used, CONNECTIONS, 'an idle connection with TLS in nginx, without the kernel’s part');
}

function opened(port: number, path: string): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false });
    socket.once('error', reject).once('data', () => resolve(socket));
    socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  });
}
