import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { ask, getFrom } from '../support/http.ts';
import { startHttpServer } from '../support/http-server.ts';
import { type NginxFolder, nginxEnv, nginxFolder, siteFor, startNginxIn } from '../support/nginx.ts';

/* As Debian's package brings it, and enables it by a link in sites-enabled. */
const WELCOME = `server {
  listen 80 default_server;
  listen [::]:80 default_server;
  root /var/www/html;
  index index.html index.htm index.nginx-debian.html;
  server_name _;
  location / { try_files $uri $uri/ =404; }
}
`;

/** What the document says about nginx, as commands. */
async function commands(): Promise<string> {
  const text = await readFile('docs/operations.md', 'utf8');
  const block = [...text.matchAll(/^ *```sh\n([\s\S]*?)^ *```/gm)].find(([, each]) =>
    each?.includes('nginx -t'),
  );
  return block?.[1] ?? '';
}

describe('nginx on a Debian that has just been installed', () => {
  let folder: NginxFolder;
  const check = () =>
    promisify(execFile)('nginx', ['-t', ...folder.args], { env: nginxEnv }).then(
      ({ stderr }) => stderr,
      ({ stderr }) => stderr as string,
    );

  before(async () => {
    folder = await nginxFolder();
    const welcome = WELCOME.replace('listen 80', `listen 127.0.0.1:${folder.port}`)
      .replace(/^ *listen \[::\].*\n/m, '')
      .replace('/var/www/html', join(folder.dir, 'html'));
    await writeFile(join(folder.dir, 'etc/sites-enabled/default'), welcome);
    await writeFile(join(folder.dir, 'html/index.nginx-debian.html'), 'Welcome to nginx!');
  });

  it('refuses the site beside the welcome site, and takes it after the commands of the document', async () => {
    const service = await startHttpServer((_request, response) => response.end('the service'));
    const site = await siteFor(folder, Number(new URL(service.origin).port));
    const file = join(folder.dir, 'etc/conf.d/cms-market.conf');
    await writeFile(file, site);
    expect(await check()).to.match(
      /a duplicate default server for 127\.0\.0\.1:\d+ in .*sites-enabled\/default/,
    );

    const here = (await commands())
      .replaceAll('/etc/nginx', join(folder.dir, 'etc'))
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => /^rm /.test(line));
    expect(here).to.have.length(1);
    await promisify(execFile)('sh', ['-euc', here.join('\n')]);
    expect(await check()).to.match(/configuration file .* test is successful/);

    const nginx = await startNginxIn(folder);
    const asked = await ask(`${nginx.origin}/cms-market/`, { headers: { 'X-Forwarded-Proto': 'https' } });
    expect(asked.text).to.equal('the service');
    for (const Host of ['cms.example.com', 'other.example.com']) {
      const { status, location } = await getFrom('127.0.0.1', `${nginx.origin}/?id=1`, { Host });
      expect([status, location]).to.deep.equal([301, `https://${Host}/?id=1`]);
    }
    await nginx.stop();
    await service.close();
    expect(await nginx.everyLog(), 'warnings').not.to.match(
      /\[(warn|error|crit|alert|emerg)\] (?!.*duplicate)/,
    );
  });
});
