import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { activitiesDir } from '../support/activities-dir.ts';
import { type RunningProgram, runProgram, startProgram } from '../support/built-program.ts';
import { type ChildProgram, startChild } from '../support/child-program.ts';
import { freePort } from '../support/free-port.ts';
import { ask, postJson } from '../support/http.ts';
import { selfSignedCertificate } from '../support/self-signed-certificate.ts';
import { tempDir } from '../support/temp-dir.ts';
import { until } from '../support/until.ts';

/** Over segments, with fewer prizes than users, so that units move between them. */
const hot = {
  dispatch: 'shake',
  is_login_user: true,
  prizes: [{ id: 'car', name: '汽车' }],
  rules: { segments: 8, prizes: { car: { odds: '1/1', stock: 10 } } },
};

describe('Redis as docs/operations.md sets it up: TLS, passwords, the least rights', () => {
  let dir: string;
  let port: number;
  let blocks: string[];
  let server: ChildProgram;
  let env: Record<string, string>;
  let program: RunningProgram | undefined;

  /* The document's paths and host as those of the test. */
  const here = (text: string) =>
    text
      .replaceAll(/\/(etc|var\/lib|var\/backups)\/redis\b/g, `${dir}/$1`)
      .replaceAll('-h redis.internal', `-h 127.0.0.1 -p ${port}`)
      .replaceAll('-o redis -g redis', `-o ${userInfo().uid} -g ${userInfo().gid}`);
  const sh = (text: string) => promisify(execFile)('sh', ['-euc', here(text)], { timeout: 30_000 });
  const block = (sign: string) => blocks.find((text) => text.includes(sign)) ?? '';

  async function start(): Promise<void> {
    server = startChild('redis-server', [join(dir, 'etc/redis.conf')]);
    await until(() => server.stdout().includes('Ready to accept connections'), {
      what: 'redis-server to accept connections',
    });
  }

  /* As the page does: a disk that is slow for a moment is asked again. */
  async function draw(uid: string, activityId = '1055'): Promise<void> {
    const fields = { activity_id: activityId, token: `demo-${uid}@1000`, request_id: randomUUID() };
    const drawn = async () => (await postJson(`${program?.base}/shake/draw`, fields)).json.ret === 0;
    await until(drawn, { what: 'a draw' });
  }

  /** The service has seen a draw that the backup does not hold. */
  async function halted(): Promise<void> {
    const fields = () => ({ activity_id: '1055', token: 'demo-probe@1000', request_id: randomUUID() });
    const isHalted = async () => {
      const { ret } = (await postJson(`${program?.base}/shake/draw`, fields())).json;
      const { json } = await ask(`${program?.origin}/readyz`);
      return ret === 5003 && /accept 1055/.test(json.checks.redis.reason ?? '');
    };
    await until(isHalted, { what: 'the service to notice what is lost' });
  }

  /** What a command prints that ends well; a server that is slow for a moment is asked again. */
  async function run(...args: string[]): Promise<string> {
    let printed = '';
    const ended = async () => {
      const { code, stdout } = await runProgram(args, env);
      printed = stdout;
      return code === 0;
    };
    await until(ended, { what: args.join(' ') });
    return printed;
  }

  before(async () => {
    [dir, port] = [await tempDir(), await freePort()];
    const text = await readFile('docs/operations.md', 'utf8');
    blocks = [...text.matchAll(/^```(?:sh|text)\n([\s\S]*?)^```/gm)].map(([, each = '']) => each);
    for (const name of ['etc', 'var/lib', 'var/backups']) await mkdir(join(dir, name), { recursive: true });
    const { certificate, key } = await selfSignedCertificate();
    for (const name of ['redis.crt', 'ca.crt']) await writeFile(join(dir, 'etc', name), certificate);
    await writeFile(join(dir, 'etc/redis.key'), key);
    const conf = here(block('tls-port'))
      .replace('bind 10.0.0.5', 'bind 127.0.0.1')
      .replace('tls-port 6379', `tls-port ${port}`);
    await writeFile(join(dir, 'etc/redis.conf'), `${conf}dir ${dir}/var/lib\n`);
    await start();
    const REDIS_URL = `rediss://cms-market:PASSWORD@127.0.0.1:${port}`;
    const ACTIVITIES_DIR = await activitiesDir({ hot });
    await cp('activities/1055', join(ACTIVITIES_DIR, '1055'), { recursive: true });
    env = { REDIS_URL, ACTIVITIES_DIR, NODE_EXTRA_CA_CERTS: join(dir, 'etc/ca.crt') };
    program = await startProgram(env);
  });
  after(async () => {
    await program?.stop();
    await server.stop();
  });

  it('gives the service all that it needs', async () => {
    for (let no = 0; no < 20; no++) for (const id of ['1055', 'hot']) await draw(`u${no}`, id);
    await run('audit');
    await run('export', '1055');
    const [cli = ''] = /^export [\s\S]*?^cli=.*$/m.exec(block('--rdb')) ?? [];
    expect((await sh(`${cli}\n$cli ACL LOG`)).stdout.trim(), 'what was refused').to.equal('');
  });

  it('and no more: not the keys of others, not the server’s settings, and nothing without a password', async () => {
    const [cli = ''] = /^cli=.*$/m.exec(block('--rdb')) ?? [];
    const asService = async (command: string) => {
      const script = `export REDISCLI_AUTH=PASSWORD\n${cli.replace('admin', 'cms-market')}\n$cli ${command}`;
      return (await sh(script)).stdout;
    };
    expect(await asService('GET cms:none')).to.equal('\n');
    // By these the service sees whether the server forgets draws.
    expect(await asService('INFO persistence')).to.include('aof_enabled:1');
    expect(await asService('CONFIG GET appendfsync')).to.include('always');
    for (const command of [
      'GET other',
      'FLUSHALL',
      'KEYS "*"',
      'CONFIG SET appendonly no',
      'SHUTDOWN',
      'ACL LIST',
    ]) {
      expect(await asService(command), command).to.match(/NOPERM/);
    }
    expect((await sh(`${cli.replace('--user admin', '')}\n$cli PING`)).stdout).to.match(/NOAUTH/);
  });

  it('is backed up and restored by the commands of the document', async () => {
    await sh(block('--rdb'));
    await draw('too-late');
    const [head = '', stop = '', replace = '', begin = '', rest = ''] = block('appendonlydir').split(
      /^(systemctl stop redis-server\n)([\s\S]*)^(systemctl start redis-server\n)/m,
    );
    expect([stop, begin]).to.deep.equal(['systemctl stop redis-server\n', 'systemctl start redis-server\n']);
    await server.stop();
    await rm(join(dir, 'var/lib'), { recursive: true });
    await mkdir(join(dir, 'var/lib'));
    await sh(head + replace);
    await start();
    await sh(head + rest);

    // From now on the AOF is what counts: the server is ended as by a power cut.
    await server.stop('SIGKILL');
    await start();
    await halted();
    const accepted = await run('accept', '1055', '--yes');
    expect(accepted).to.match(/\d/);
    await draw('after');
    const stdout = await run('export', '1055', '--format', 'json');
    const users = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).uid);
    expect(users).to.include.members(['u0', 'u19', 'after']).and.not.to.include('too-late');
    await run('audit');
  });
});
