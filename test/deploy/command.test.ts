import { spawnSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type InstalledCommand, installCommand } from '../support/installed-command.ts';
import { serviceUser } from '../support/service-user.ts';
import { tempDir } from '../support/temp-dir.ts';

/** A release whose program only says how it was started. */
const SAYS = `
process.stdout.write(JSON.stringify({ args: process.argv.slice(2), cwd: process.cwd(), uid: process.getuid(), env: process.env }));
process.stderr.write('a message');
process.exitCode = Number(process.argv[3] ?? 0);
`;

describe('deploy/cms-market, the service’s own command', () => {
  const user = serviceUser();
  let installed: InstalledCommand;

  function run(args: readonly string[], env: Record<string, string> = {}, become: readonly string[] = []) {
    const [command = '', ...rest] = [...become, installed.command, ...args];
    const { PATH = '' } = process.env;
    return spawnSync(command, rest, { encoding: 'utf8', cwd: '/', env: { PATH, ...env } });
  }
  const said = (args: readonly string[] = ['x'], env = {}) => JSON.parse(run(args, env).stdout);

  before(async () => {
    const release = await tempDir();
    await mkdir(join(release, 'dist'));
    await writeFile(join(release, 'dist/main.js'), SAYS);
    installed = await installCommand(user, release);
    spawnSync('chmod', ['-R', 'a+rX', release]);
  });

  it('is started as the service is: user, working directory, settings of the unit', async () => {
    await installed.setEnv('');
    const unit = await readFile('deploy/systemd/cms-market.service', 'utf8');
    const wrapper = await readFile('deploy/cms-market', 'utf8');
    const settings = [...unit.matchAll(/^Environment=(\w+)=(.*)$/gm)]
      .map(([, name, value]) => [name, value])
      // How much memory a server that is under load may use is not for commands.
      .filter(([name]) => name !== 'NODE_OPTIONS');
    expect(settings).to.have.length(4);
    const { env, cwd, uid } = said();
    for (const [name = '', value = ''] of settings) expect(env[name], name).to.equal(installed.here(value));
    expect(cwd).to.equal(join(installed.root, 'opt/cms-market'));
    expect(uid).to.equal(user.uid);
    for (const [ofUnit, ofWrapper] of [
      ['User', 'service_user'],
      ['WorkingDirectory', 'working_directory'],
      ['EnvironmentFile', 'env_file'],
    ]) {
      const [, value] = new RegExp(`^${ofUnit}=(.*)$`, 'm').exec(unit) ?? [];
      expect(wrapper).to.include(`readonly ${ofWrapper}=${value}\n`);
    }
    expect(unit).to.include('ExecStart=/usr/bin/node current/dist/main.js ');
  });

  // As systemd's EnvironmentFile is read: nothing is expanded.
  const lines: Readonly<Record<string, string>> = {
    'A=plain': 'plain',
    'A=rediss://u:p%40#$x!&;|*?@h:1/0': 'rediss://u:p%40#$x!&;|*?@h:1/0',
    'A=two words  ': 'two words',
    '  A = "two words"  ': 'two words',
    "A='$(id) `id` \"'": '$(id) `id` "',
    'A="it\'s $HOME"': "it's $HOME",
    'A=a "b" \'c\'': 'a "b" \'c\'',
    'A=a=b=c': 'a=b=c',
    'A=中文': '中文',
    'A=crlf\r': 'crlf',
    'A=first\n# A=comment\n; A=comment\n\nA=last': 'last',
    'A=': '',
    'A=""': '',
  };
  for (const [line, value] of Object.entries(lines)) {
    it(`reads ${JSON.stringify(line)}`, async () => {
      await installed.setEnv(line);
      expect(said().env.A).to.equal(value);
    });
  }

  for (const line of [
    'A=a\\b',
    'A',
    'A="a"b"',
    'A="a',
    "A='a' b",
    '1A=a',
    'A-B=a',
    'export A=a',
    'A=a\\\nB=b',
  ]) {
    it(`refuses ${JSON.stringify(line)}, which systemd reads in a way of its own or not at all`, async () => {
      await installed.setEnv(`# settings\n${line}\n`);
      const { status, stdout, stderr } = run(['x']);
      expect([status, stdout]).to.deep.equal([78, '']);
      expect(stderr).to.include(`${installed.root}/etc/cms-market.env, line 2: `);
      expect(stderr, 'no secret').not.to.match(/=a/);
    });
  }

  it('takes nothing from the caller’s shell but how to print', async () => {
    await installed.setEnv('REDIS_URL=redis://the.service');
    const { env } = said(['x'], {
      REDIS_URL: 'redis://another',
      DATA_DIR: '/tmp',
      LOG_LEVEL: 'trace',
      NODE_OPTIONS: '--no-warnings',
      ODD: 'one\nPATH=two\nREDIS_URL=three',
      LANG: 'zh_CN.UTF-8',
      SUDO_USER: 'ann',
    });
    expect(env).to.include({ REDIS_URL: 'redis://the.service', LANG: 'zh_CN.UTF-8', PATH: process.env.PATH });
    expect(env).not.to.have.any.keys('LOG_LEVEL', 'NODE_OPTIONS', 'ODD', 'SUDO_USER');
  });

  it('passes on who runs it: the person behind sudo, else its own user, and no name from elsewhere', async () => {
    await installed.setEnv('A=a');
    const nameWith = (env: Record<string, string>) => said(['x'], env).env.CMS_MARKET_USER;
    const env = { CMS_MARKET_USER: 'mallory', person: 'mallory' };
    expect(nameWith({ ...env, SUDO_USER: 'ann' })).to.equal('ann');
    for (const none of [{}, { SUDO_USER: '' }]) {
      expect(nameWith({ ...env, ...none })).to.equal(userInfo().username);
    }
    await installed.setEnv('CMS_MARKET_USER=mallory');
    const { status, stderr } = run(['x']);
    expect(status).to.equal(78);
    expect(stderr).to.include('line 1: is no setting');
  });

  it('passes on arguments, output and exit code as they are', async () => {
    await installed.setEnv('A=a');
    const args = ['export', '3', '--json', 'two words', '', '$HOME', '*'];
    const { status, stdout, stderr } = run(args);
    expect([status, stderr]).to.deep.equal([3, 'a message']);
    expect(JSON.parse(stdout).args).to.deep.equal(args);
  });

  it('does not serve beside the service for want of a command', async () => {
    expect(said([]).args).to.deep.equal(['--help']);
  });

  it('says what is wrong where it cannot work', async () => {
    await installed.setEnv('A=a');
    const wrapper = await readFile(installed.command, 'utf8');
    const other = `${installed.command}-other`;
    const runWith = async (from: string, to: string) => {
      await writeFile(other, wrapper.replace(from, to), { mode: 0o755 });
      return spawnSync(other, ['x'], { encoding: 'utf8' });
    };
    const noUser = await runWith(`service_user=${user.name}`, 'service_user=no-such-user');
    expect([noUser.status, noUser.stderr]).to.deep.equal([
      78,
      'cms-market: there is no user no-such-user on this machine\n',
    ]);
    const noFile = await runWith('cms-market.env', 'none.env');
    expect(noFile.status).to.equal(78);
    expect(noFile.stderr).to.match(/there is no \S+none\.env\n$/);
    // As a user who is neither root nor the service's, and as the service's own, who may not read the file either.
    const stranger = user.become.length > 0 ? 'daemon' : 'root';
    const become = user.become.map((word) => word.replace('nobody', stranger));
    const refused = user.become.length > 0 ? run(['x'], {}, become) : await runWith(user.name, stranger);
    expect([refused.status, refused.stdout]).to.deep.equal([77, '']);
    expect(refused.stderr).to.match(/^cms-market: run this as root, for example with sudo: /);
    if (user.become.length > 0) {
      const own = run(['x'], {}, user.become);
      expect([own.status, own.stdout]).to.deep.equal([77, '']);
      expect(own.stderr).to.match(/may not be read by this user: run this as root/);
    }
  });
});
