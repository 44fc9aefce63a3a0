import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startChild } from './child-program.ts';
import { freePort } from './free-port.ts';
import { tempDir } from './temp-dir.ts';
import { until } from './until.ts';

const SITE = fileURLToPath(new URL('../../deploy/nginx.conf', import.meta.url));

export interface TestNginx {
  readonly origin: string;
  readonly port: number;
  accessLog(): Promise<string>;
  stop(): Promise<void>;
}

/** A real nginx with the deployed site, on a free loopback port, in front of the service on `servicePort`. */
export async function startNginx(servicePort: number): Promise<TestNginx> {
  const [dir, port] = await Promise.all([tempDir(), freePort()]);
  const accessLog = join(dir, 'access.log');
  const site = replaceAll(await readFile(SITE, 'utf8'), {
    'listen 80;': `listen 127.0.0.1:${port};`,
    'server 127.0.0.1:3033;': `server 127.0.0.1:${servicePort};`,
    '/var/log/nginx/cms-market.log': accessLog,
  });
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  await Promise.all(temporary.map((name) => mkdir(join(dir, name))));
  await writeFile(join(dir, 'site.conf'), site);
  await writeFile(
    join(dir, 'nginx.conf'),
    `daemon off;
pid ${dir}/nginx.pid;
error_log ${dir}/error.log;
${process.getuid?.() === 0 ? 'user root;' : ''}
events {}
http {
  ${temporary.map((name) => `${name}_temp_path ${dir}/${name};`).join('\n  ')}
  include ${dir}/site.conf;
}
`,
  );
  const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/usr/local/sbin` };
  const nginx = startChild('nginx', ['-p', dir, '-c', join(dir, 'nginx.conf')], env);
  await until(
    () => {
      if (nginx.process.exitCode !== null) throw new Error(`nginx ended: ${nginx.stderr()}`);
      return accepts(port);
    },
    { timeoutMs: 10_000, what: 'nginx to accept connections' },
  );
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    accessLog: () => readFile(accessLog, 'utf8'),
    stop: async () => {
      await nginx.stop('SIGQUIT');
    },
  };
}

function replaceAll(text: string, replacements: Readonly<Record<string, string>>): string {
  return Object.entries(replacements).reduce((result, [from, to]) => {
    if (!result.includes(from)) throw new Error(`the site file has no "${from}"`);
    return result.replace(from, to);
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
