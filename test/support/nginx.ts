import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startChild } from './child-program.ts';
import { freePort } from './free-port.ts';
import { selfSignedCertificate } from './self-signed-certificate.ts';
import { tempDir } from './temp-dir.ts';
import { until } from './until.ts';

const SITE = fileURLToPath(new URL('../../deploy/nginx.conf', import.meta.url));

export interface TestNginx {
  /** Plain http. */
  readonly origin: string;
  readonly port: number;
  /** `https://127.0.0.1:<port>`, with a certificate that nobody knows. */
  readonly tlsOrigin: string;
  /** Puts a file into what is `/var/www/html` on Debian. */
  putFile(path: string, text: string): Promise<void>;
  accessLog(): Promise<string>;
  /** All that stands in nginx's folder of logs, and what it has written to its stderr. */
  everyLog(): Promise<string>;
  stop(): Promise<void>;
}

export interface NginxFolder {
  /** Where `/etc/nginx`, `/var/log/nginx` and `/var/www/html` lie: `etc`, `log` and `html` in it. */
  readonly dir: string;
  readonly port: number;
  readonly tlsPort: number;
  /** The arguments of an `nginx` that has this configuration. */
  readonly args: readonly string[];
}

/** For Debian keeps nginx where an ordinary user's PATH does not look. */
export const nginxEnv = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/usr/local/sbin` };

/**
 * A real nginx with the deployed site, on free loopback ports, in front of the service on `servicePort`.
 * @param consolePort answers for test links
 */
export async function startNginx(
  servicePort: number,
  edit: (site: string) => string = (site) => site,
  consolePort = servicePort,
): Promise<TestNginx> {
  const folder = await nginxFolder();
  const site = await siteFor(folder, servicePort, consolePort);
  await writeFile(join(folder.dir, 'etc/conf.d/cms-market.conf'), edit(site));
  return startNginxIn(folder);
}

/** Starts nginx with what is configured in the folder. */
export async function startNginxIn(folder: NginxFolder): Promise<TestNginx> {
  const { dir, port } = folder;
  // Its workers outlive a master that is killed.
  const nginx = startChild('nginx', folder.args, nginxEnv, 'SIGTERM');
  await until(
    () => {
      if (nginx.process.exitCode !== null) throw new Error(`nginx ended: ${nginx.stderr()}`);
      return accepts(port);
    },
    { what: 'nginx to accept connections' },
  );
  const log = (name: string) => readFile(join(dir, 'log', name), 'utf8');
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    tlsOrigin: `https://127.0.0.1:${folder.tlsPort}`,
    putFile: async (path, text) => {
      await mkdir(join(dir, 'html', dirname(path)), { recursive: true });
      await writeFile(join(dir, 'html', path), text);
    },
    accessLog: () => log('cms-market.log'),
    everyLog: async () => {
      const texts = await Promise.all((await readdir(join(dir, 'log'))).map(log));
      return [...texts, nginx.stderr(), nginx.stdout()].join('\n');
    },
    stop: async () => {
      await nginx.stop('SIGQUIT');
    },
  };
}

/** A folder with the configuration that Debian's package brings, and a certificate where the site looks for one. */
export async function nginxFolder(): Promise<NginxFolder> {
  const [dir, port, tlsPort] = await Promise.all([tempDir(), freePort(), freePort()]);
  const temporary = ['body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const folders = ['etc/conf.d', 'etc/sites-enabled', 'etc/cms-market', 'log', 'html', ...temporary];
  for (const name of folders) await mkdir(join(dir, name), { recursive: true });
  const { certificate, key } = await selfSignedCertificate();
  await writeFile(join(dir, 'etc/cms-market/fullchain.pem'), certificate);
  await writeFile(join(dir, 'etc/cms-market/privkey.pem'), key, { mode: 0o600 });
  await writeFile(
    join(dir, 'etc/nginx.conf'),
    `${process.getuid?.() === 0 ? 'user root;' : ''}
pid ${dir}/nginx.pid;
error_log ${dir}/log/error.log info;
events { worker_connections 768; }
http {
  client_body_temp_path ${dir}/body;
  ${temporary
    .slice(1)
    .map((name) => `${name}_temp_path ${dir}/${name};`)
    .join(' ')}
  sendfile on;
  tcp_nopush on;
  types_hash_max_size 2048;
  default_type application/octet-stream;
  ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3;
  ssl_prefer_server_ciphers on;
  access_log ${dir}/log/access.log;
  gzip on;
  include ${dir}/etc/conf.d/*.conf;
  include ${dir}/etc/sites-enabled/*;
}
`,
  );
  const args = [
    '-p',
    dir,
    '-c',
    join(dir, 'etc/nginx.conf'),
    '-g',
    'daemon off;',
    '-e',
    `${dir}/log/error.log`,
  ];
  return { dir, port, tlsPort, args };
}

/** The deployed site as it stands in such a folder. */
export async function siteFor(
  { dir, port, tlsPort }: NginxFolder,
  servicePort: number,
  consolePort = servicePort,
): Promise<string> {
  const sixToo = Object.values(networkInterfaces())
    .flat()
    .some((each) => each?.address === '::1');
  const site = replaceAll(await readFile(SITE, 'utf8'), {
    'listen 80 ': `listen 127.0.0.1:${port} `,
    'listen [::]:80 ': `listen [::1]:${port} `,
    'listen 443 ': `listen 127.0.0.1:${tlsPort} `,
    'listen [::]:443 ': `listen [::1]:${tlsPort} `,
    'server 127.0.0.1:3033;': `server 127.0.0.1:${servicePort};`,
    'server 127.0.0.1:3034;': `server 127.0.0.1:${consolePort};`,
    '/var/log/nginx/': `${dir}/log/`,
    '/etc/nginx/cms-market/fullchain': `${dir}/etc/cms-market/fullchain`,
    '/etc/nginx/cms-market/privkey': `${dir}/etc/cms-market/privkey`,
    '/var/www/html': `${dir}/html`,
  });
  return sixToo ? site : site.replace(/^ *listen \[::1\].*\n/gm, '');
}

function replaceAll(text: string, replacements: Readonly<Record<string, string>>): string {
  return Object.entries(replacements).reduce((result, [from, to]) => {
    if (!result.includes(from)) throw new Error(`the site file has no "${from}"`);
    return result.replaceAll(from, to);
  }, text);
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
