import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { freePort } from '../support/free-port.ts';
import { startHttpServer } from '../support/http-server.ts';
import { startRedis } from '../support/redis-server.ts';
import { tempDir } from '../support/temp-dir.ts';
import { until } from '../support/until.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The shell commands of a README, in their order. */
async function commandsOf(readme: string): Promise<string[]> {
  const text = await readFile(join(ROOT, readme), 'utf8');
  return [...text.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, command = '']) => command.trim());
}

/**
 * Everything that is or will be committed, in a folder of its own. Without `node_modules`, also where that is a link: `npm ci`
 * would empty the folder that it leads to.
 */
async function freshClone(): Promise<string> {
  const dir = await tempDir();
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
  });
  for (const file of files.toString().split('\0')) {
    if (file === '' || file === 'node_modules') continue;
    await cp(join(ROOT, file), join(dir, file), { recursive: true }).catch((error: NodeJS.ErrnoException) => {
      // A file that has been deleted but is still in the index.
      if (error.code !== 'ENOENT') throw error;
    });
  }
  return dir;
}

/** Runs a command as a user's shell does, until `whileRunning` is done; then ends it as Ctrl-C does. */
async function running(
  command: string,
  dir: string,
  env: object,
  whileRunning: () => Promise<void>,
): Promise<void> {
  // What `npm ci` has put into the cache before the tests is not asked for again.
  const npm = { npm_config_prefer_offline: 'true' };
  const shell = spawn('sh', ['-c', command], {
    cwd: dir,
    env: { ...process.env, ...npm, ...env },
    detached: true,
  });
  let output = '';
  for (const stream of [shell.stdout, shell.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }
  const exited = once(shell, 'close');
  try {
    await until(
      () => {
        if (shell.exitCode !== null) throw new Error(`ended: ${output}`);
        return output.includes('"msg":"listening"');
      },
      { timeoutMs: 150_000, what: command },
    );
    await whileRunning();
  } finally {
    if (shell.exitCode === null && shell.pid) process.kill(-shell.pid, 'SIGINT');
    await exited;
  }
}

/** The JSON that a command prints. The command runs beside this process, which may be what it asks. */
// biome-ignore lint/suspicious/noExplicitAny: an answer of any form
async function asked(command: string): Promise<any> {
  const { stdout } = await promisify(execFile)('sh', ['-c', command]);
  return JSON.parse(stdout);
}

describe('the README', () => {
  it('says the same commands in both languages', async () => {
    expect(await commandsOf('README.zh-CN.md')).to.deep.equal(await commandsOf('README.md'));
  });

  it('has commands that do, in an empty folder, what it says', async function () {
    this.timeout(240_000);
    const [install = '', curl = '', production = '', ...others] = await commandsOf('README.md');
    expect(others).to.deep.equal([]);
    const [dir, port] = await Promise.all([freshClone(), freePort()]);
    const here = (command: string) => command.replaceAll('127.0.0.1:3033', `127.0.0.1:${port}`);

    await running(install, dir, { PORT: `${port}` }, async () => {
      const answer = await asked(here(curl));
      expect(answer.data.user_draw_info.uid).to.equal('alice');
    });

    const redis = await startRedis({ args: ['--appendonly', 'yes', '--appendfsync', 'always'] });
    const passport = await startHttpServer((_request, response) =>
      response.end('{"ret":0,"data":{"uid":1,"zone_id":1000}}'),
    );
    const command = production
      .replace('redis://127.0.0.1:6379', redis.url)
      .replace('https://passport.example.com/check_token', passport.origin);
    expect(command).to.include(redis.url).and.to.include(passport.origin);
    try {
      await running(command, dir, { PORT: `${port}` }, async () => {
        const answer = await asked(here(curl));
        expect(answer.ret).to.equal(0);
      });
    } finally {
      await redis.stop();
      await passport.close();
    }
  });
});
